#include "analytics/period.h"
#include "tests/test.h"

static struct zone paris(void)
{
    struct zone zone;
    struct error err = {0};

    CHECK(zone_load("Europe/Paris", &zone, &err));
    return zone;
}

static void check_from(const struct period *period, const char *from,
                       const char *until)
{
    char text[INSTANT_TEXT_MAX];

    CHECK_STR(instant_format(period->from, text), from);
    CHECK_STR(instant_format(period->until, text), until);
}

TEST(period, begins_at_midnight_on_the_wall_whatever_the_clock_does)
{
    struct zone zone = paris();
    struct period period;
    struct error err = {0};

    CHECK(period_parse("2026-10", &zone, &period, &err));
    check_from(&period, "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z");
}

TEST(period, refuses_what_is_not_a_month)
{
    static const char *const wrong[] = {
        "",        "2026",     "2026-13",    "2026-00", "2026-1",
        "26-01",   "2026-011", "2026-01-01", "2026/01", " 2026-01",
        "0001-01", "9999-12",  "nov 26",     "-026-01",
    };
    struct zone zone = paris();
    struct period period;

    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct error err = {0};

        CHECK(!period_parse(wrong[i], &zone, &period, &err));
        CHECK_INT(err.kind, ERROR_USAGE);
        CHECK_CONTAINS(err.text, "2026-11");
    }
}

TEST(period, walks_over_the_turn_of_the_year)
{
    struct zone zone = paris();
    struct instant at = {1767225600}; /* 2026-01-01T01:00 in Paris */
    struct period period = period_around(&zone, at, -1);
    char text[PERIOD_TEXT_MAX];

    CHECK_STR(period_format(&period, text), "2025-12");
    check_from(&period, "2025-11-30T23:00:00Z", "2025-12-31T23:00:00Z");
    period = period_shift(&period, &zone, -12);
    CHECK_STR(period_format(&period, text), "2024-12");
    period = period_shift(&period, &zone, 13);
    CHECK_STR(period_format(&period, text), "2026-01");
}
