#include "base/zone.h"
#include "tests/test.h"

static struct zone load(const char *name)
{
    struct zone zone;
    struct error err;

    CHECK(zone_load(name, &zone, &err));
    return zone;
}

static struct civil_time wall(int year, int month, int day, int hour,
                              int minute)
{
    return (struct civil_time){.date = {year, month, day},
                               .hour = hour,
                               .minute = minute};
}

TEST(zone, reads_a_skipped_time_with_the_offset_before_the_gap)
{
    struct zone paris = load("Europe/Paris");
    enum zone_fit fit;
    struct instant at = zone_instant(&paris, wall(2026, 3, 29, 2, 30), &fit);

    CHECK_INT(fit, ZONE_SKIPPED);
    CHECK_INT(at.unix_s, 1774747800); /* 01:30Z: half past three on the wall */
    CHECK_INT(zone_minute_of_day(&paris, at), 3 * 60 + 30);
}

TEST(zone, takes_the_first_of_a_repeated_time)
{
    struct zone paris = load("Europe/Paris");
    enum zone_fit fit;
    struct instant at = zone_instant(&paris, wall(2026, 10, 25, 2, 30), &fit);

    CHECK_INT(fit, ZONE_REPEATED);
    CHECK_INT(at.unix_s, 1792888200); /* 00:30Z */
    CHECK_INT(zone_offset_s(&paris, at), 7200);
}

TEST(zone, knows_half_hours_and_years_beyond_the_table)
{
    struct zone lord_howe = load("Australia/Lord_Howe");
    struct zone kolkata = load("Asia/Kolkata");
    struct zone berlin = load("Europe/Berlin");
    struct instant summer =
        zone_instant(&berlin, wall(2096, 7, 1, 12, 0), NULL);

    CHECK_INT(zone_offset_s(&kolkata, (struct instant){0}), 19800);
    CHECK_INT(zone_offset_s(&lord_howe, (struct instant){1782000000}), 37800);
    CHECK_INT(zone_offset_s(&berlin, summer), 7200);
}

TEST(zone, finds_links_and_refuses_paths)
{
    static const char *const bad[] = {
        "",
        "/etc/passwd",
        "../../etc/passwd",
        "Europe/../UTC",
        "Mars/Olympus",
        "file:Europe/Paris",
        "localtime",
        "Europe/Paris ",
    };
    struct zone zone;
    struct error err;

    CHECK(zone_load("Europe/Kiev", &zone, &err));
    CHECK(zone_load("UTC", &zone, &err));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(!zone_load(bad[i], &zone, &err));
        CHECK_INT(err.kind, ERROR_INPUT);
    }
}

TEST(zone, ignores_the_process_wide_zone)
{
    struct zone utc = zone_utc();

    /* The tests run with TZ=Pacific/Chatham. */
    CHECK_INT(zone_offset_s(&utc, (struct instant){1795539600}), 0);
    CHECK_INT(zone_day_start(&utc, (struct civil_date){2026, 11, 24}).unix_s,
              1795478400);
}
