#include "importers/csv_time.h"
#include "tests/test.h"

TEST(csv_time, reads_what_exports_write)
{
    static const struct {
        const char *text;
        enum csv_date_order order;
        const char *utc; /* NULL: no time at all */
        bool is_date;
    } cases[] = {
        {"2026-11-24T18:00:00+01:00", CSV_DATE_YMD, "2026-11-24T17:00:00Z", 0},
        {"2026-11-24T18:00:00.123Z", CSV_DATE_DMY, "2026-11-24T18:00:00Z", 0},
        {"2026-11-24 18:00 UTC", CSV_DATE_YMD, "2026-11-24T18:00:00Z", 0},
        {"2026-11-24T18:00-0330", CSV_DATE_YMD, "2026-11-24T21:30:00Z", 0},
        {"2026-07-24 18:00", CSV_DATE_YMD, "2026-07-24T16:00:00Z", 0},
        {"2026/07/24, 9:05:30", CSV_DATE_MDY, "2026-07-24T07:05:30Z", 0},
        {"24.07.2026 9:05", CSV_DATE_DMY, "2026-07-24T07:05:00Z", 0},
        {"24/7/26 14h30", CSV_DATE_DMY, "2026-07-24T12:30:00Z", 0},
        {"7/4/2026 2:30 PM", CSV_DATE_MDY, "2026-07-04T12:30:00Z", 0},
        {"7/4/2026 12:30 a.m.", CSV_DATE_MDY, "2026-07-03T22:30:00Z", 0},
        {"2026-07-24", CSV_DATE_DMY, "2026-07-23T22:00:00Z", 1},
        {"20260724", CSV_DATE_YMD, "2026-07-23T22:00:00Z", 1},
        {"24.07.2026", CSV_DATE_YMD, NULL, 0},
        {"24.07.2026 13:00 PM", CSV_DATE_DMY, NULL, 0},
        {"2026-07-24 25:00", CSV_DATE_YMD, NULL, 0},
        {"2026-07-24 12:60", CSV_DATE_YMD, NULL, 0},
        {"2026-07-24 12:00 noon", CSV_DATE_YMD, NULL, 0},
        {"2026-07-24T", CSV_DATE_YMD, NULL, 0},
        {"2026-13-01", CSV_DATE_YMD, NULL, 0},
        {"1066-10-14", CSV_DATE_YMD, NULL, 0},
        {"18:00", CSV_DATE_YMD, NULL, 0},
        {"", CSV_DATE_YMD, NULL, 0},
    };
    struct zone paris;
    struct error err;

    CHECK(zone_load("Europe/Paris", &paris, &err));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char utc[INSTANT_TEXT_MAX];
        struct csv_time time;
        bool ok =
            csv_time_read(cases[i].text, cases[i].order, false, &paris, &time);

        CHECK_INT(ok, cases[i].utc != NULL);
        if (!ok)
            continue;
        CHECK_STR(instant_format(time.at, utc), cases[i].utc);
        CHECK_INT(time.is_date, cases[i].is_date);
    }
}

TEST(csv_time, ignores_the_clock_where_only_the_date_counts)
{
    char utc[INSTANT_TEXT_MAX];
    struct csv_time time;
    struct zone zone;
    struct error err;

    CHECK(zone_load("America/Sao_Paulo", &zone, &err));
    CHECK(csv_time_read("2016-04-29T00:00:00Z", CSV_DATE_YMD, true, &zone,
                        &time));
    CHECK(time.is_date);
    CHECK_INT(time.day.day, 29);
    CHECK_STR(instant_format(time.at, utc), "2016-04-29T03:00:00Z");
}

TEST(csv_time, reads_the_day_on_the_wall)
{
    struct csv_time time;
    struct zone zone;
    struct error err;

    CHECK(zone_load("America/Sao_Paulo", &zone, &err));
    CHECK(csv_time_read("2016-04-29T02:00:00Z", CSV_DATE_YMD, false, &zone,
                        &time));
    CHECK_INT(time.day.day, 28);
}
