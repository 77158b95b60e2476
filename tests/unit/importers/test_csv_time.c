#include "importers/csv_time.h"
#include "tests/test.h"

/* A text, and the instant that it is in Paris. */
struct reading {
    const char *text;
    enum csv_date_order order;
    const char *utc; /* NULL: no time at all */
    bool is_date;
};

static void check_readings(const struct reading *cases, size_t count)
{
    struct zone paris;
    struct error err;

    CHECK(zone_load("Europe/Paris", &paris, &err));
    for (size_t i = 0; i < count; i++) {
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

TEST(csv_time, reads_what_exports_write)
{
    static const struct reading cases[] = {
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
        {"7/4/2026 2PM", CSV_DATE_MDY, "2026-07-04T12:00:00Z", 0},
        {"24.07.2026 18 Uhr", CSV_DATE_DMY, "2026-07-24T16:00:00Z", 0},
        {"24.07.2026 18.30", CSV_DATE_DMY, "2026-07-24T16:30:00Z", 0},
        {"Fri 7/24/2026 9:05", CSV_DATE_MDY, "2026-07-24T07:05:00Z", 0},
        {"ven. 24/07/2026 9h05", CSV_DATE_DMY, "2026-07-24T07:05:00Z", 0},
        {"04/05/2026", CSV_DATE_GUESS, NULL, 0},
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

    check_readings(cases, ARRAY_LEN(cases));
}

TEST(csv_time, reads_months_that_are_words)
{
    static const struct reading cases[] = {
        {"July 4, 2026, 2:30 PM", CSV_DATE_GUESS, "2026-07-04T12:30:00Z", 0},
        {"Sat, 4th Jul 2026 at 2:30 pm", CSV_DATE_GUESS, "2026-07-04T12:30:00Z",
         0},
        {"mar. 3 mars 2026 à 9h05", CSV_DATE_GUESS, "2026-03-03T08:05:00Z", 0},
        {"mercredi 1er juillet 2026", CSV_DATE_GUESS, "2026-06-30T22:00:00Z",
         1},
        {"4. März 2026 18:00 Uhr", CSV_DATE_GUESS, "2026-03-04T17:00:00Z", 0},
        {"4 de agosto de 2026 a las 18:00", CSV_DATE_GUESS,
         "2026-08-04T16:00:00Z", 0},
        {"04-Nov-26", CSV_DATE_GUESS, "2026-11-03T23:00:00Z", 1},
        {"4 Foo 2026", CSV_DATE_GUESS, NULL, 0},
        {"May 2026", CSV_DATE_GUESS, NULL, 0},
        {"31 February 2026", CSV_DATE_GUESS, NULL, 0},
    };

    check_readings(cases, ARRAY_LEN(cases));
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

TEST(csv_time, proves_an_order_only_by_a_day_above_twelve)
{
    static const struct {
        const char *text;
        bool needs;
        enum csv_date_order proof;
    } cases[] = {
        {"04/05/2026", true, CSV_DATE_GUESS},
        {"13/01/2026 09:00", true, CSV_DATE_DMY},
        {"01/13/26", true, CSV_DATE_MDY},
        {"Mon 4.5.2026", true, CSV_DATE_GUESS},
        {"13/14/2026", true, CSV_DATE_GUESS},
        {"2026-05-04", false, CSV_DATE_GUESS},
        {"4 May 2026", false, CSV_DATE_GUESS},
        {"20260504", false, CSV_DATE_GUESS},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        enum csv_date_order proof = CSV_DATE_GUESS;

        CHECK_INT(csv_time_needs_order(cases[i].text, &proof), cases[i].needs);
        CHECK_INT(proof, cases[i].proof);
    }
}

TEST(csv_time, reads_the_days_that_spreadsheets_count)
{
    char utc[INSTANT_TEXT_MAX];
    struct zone paris;
    struct csv_time time;
    struct error err;

    CHECK(zone_load("Europe/Paris", &paris, &err));
    CHECK(csv_time_read_serial("46146", &paris, &time));
    CHECK(time.is_date);
    CHECK_STR(instant_format(time.at, utc), "2026-05-03T22:00:00Z");
    CHECK(csv_time_read_serial("46146.3958333333", &paris, &time));
    CHECK(!time.is_date);
    CHECK_STR(instant_format(time.at, utc), "2026-05-04T07:30:00Z");
    CHECK(!csv_time_read_serial("12345", &paris, &time));
    CHECK(!csv_time_read_serial("461460", &paris, &time));
    CHECK(!csv_time_read_serial("46146.1.2", &paris, &time));
    CHECK(!csv_time_read_serial("4614", &paris, &time));
}

TEST(csv_time, reads_how_long_a_visit_takes)
{
    static const struct {
        const char *text;
        int64_t minutes; /* -1: none of them */
    } cases[] = {
        {"40", 40},       {"40 min", 40},      {"0:40", 40},
        {"01:30:00", 90}, {"1h30", 90},        {"1 h 30 min", 90},
        {"1h", 60},       {"1.5 h", 90},       {"2 Stunden", 120},
        {"45'", 45},      {"1 h 0 min", 60},   {"90 minutes", 90},
        {"//XXXX//", 40}, {"1 hr 15 min", 75}, {"ninety", -1},
        {"", -1},         {"-5", -1},          {"40 pieces", -1},
        {"1:60", -1},     {"0x10", -1},        {"1h30h", -1},
        {"999999", -1},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t minutes = -1;
        bool ok = csv_minutes_read(cases[i].text, &minutes);

        CHECK_INT(ok ? minutes : -1, cases[i].minutes);
    }
}
