#include "scheduler/policy.h"
#include "scheduler/window.h"
#include "tests/test.h"

static struct zone zone_named(const char *name)
{
    struct zone zone;
    struct error err;

    if (!zone_load(name, &zone, &err))
        FAIL(err.text);
    return zone;
}

static struct instant at(const char *text)
{
    struct instant instant = {0};
    struct error err;

    if (!instant_parse(text, &instant, &err))
        FAIL(err.text);
    return instant;
}

static struct week every_day(int from, int until)
{
    struct week week = {0};

    for (int day = 0; day < WEEKDAY_COUNT; day++)
        week.day[day] = (struct day_spans){.count = 1, .span = {{from, until}}};
    return week;
}

static void check_fit(struct instant now, const char *due, const char *expected)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = policy_default_window();
    struct instant got = at(due);
    char text[INSTANT_TEXT_MAX];

    CHECK(window_fit(&window, &paris, now, &got, at("2026-12-31T23:00:00Z")));
    CHECK_STR(instant_format(got, text), expected);
}

TEST(window, leaves_an_allowed_time_alone)
{
    struct instant now = at("2026-11-20T10:00:00Z");

    check_fit(now, "2026-11-24T09:00:00+01:00", "2026-11-24T08:00:00Z");
    check_fit(now, "2026-11-24T14:00:30+01:00", "2026-11-24T13:00:30Z");
    check_fit(now, "2026-11-24T19:59:59+01:00", "2026-11-24T18:59:59Z");
}

TEST(window, speaks_the_evening_before_rather_than_at_night)
{
    struct instant now = at("2026-11-20T10:00:00Z");

    check_fit(now, "2026-11-24T20:00:00+01:00", "2026-11-24T18:59:00Z");
    check_fit(now, "2026-11-24T22:00:00+01:00", "2026-11-24T18:59:00Z");
    check_fit(now, "2026-11-24T08:59:59+01:00", "2026-11-23T18:59:00Z");
}

TEST(window, waits_for_the_morning_when_the_evening_has_passed)
{
    check_fit(at("2026-11-23T21:00:00+01:00"), "2026-11-24T06:40:00+01:00",
              "2026-11-24T08:00:00Z");
}

TEST(window, uses_what_is_left_of_the_last_minute)
{
    check_fit(at("2026-11-24T19:59:30+01:00"), "2026-11-24T22:00:00+01:00",
              "2026-11-24T18:59:30Z");
}

TEST(window, speaks_at_once_when_an_odd_time_has_passed_and_it_is_open)
{
    check_fit(at("2026-11-24T10:15:20+01:00"), "2026-11-24T06:40:00+01:00",
              "2026-11-24T09:15:20Z");
}

TEST(window, keeps_a_due_time_that_downtime_has_passed)
{
    check_fit(at("2026-11-24T23:00:00+01:00"), "2026-11-24T14:00:00+01:00",
              "2026-11-24T13:00:00Z");
}

TEST(window, has_no_time_when_nothing_is_allowed_before_it_expires)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = policy_default_window();
    struct week never = {0};
    struct instant expires = at("2026-11-24T09:00:00+01:00");
    struct instant before = at("2026-11-24T06:40:00+01:00");
    struct instant due = before;

    CHECK(!window_fit(&window, &paris, at("2026-11-23T21:00:00+01:00"), &due,
                      expires));
    CHECK_INT(due.unix_s, before.unix_s);
    CHECK(
        !window_fit(&never, &paris, at("2026-11-20T21:00:00Z"), &due, expires));
    /* Downtime: it was allowed, but nothing is any more. */
    due = at("2026-11-23T19:00:00+01:00");
    CHECK(!window_fit(&window, &paris, at("2026-11-24T07:00:00+01:00"), &due,
                      expires));
    /* And one that expires before it is due. */
    due = at("2026-11-24T10:00:00+01:00");
    CHECK(!window_fit(&window, &paris, at("2026-11-20T21:00:00Z"), &due,
                      expires));
}

TEST(window, closes_by_the_clock_on_the_wall_when_clocks_change)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = policy_default_window();

    /* 20:00 is 18:00Z the day before the change, 19:00Z on the day. */
    CHECK(window_is_open(&window, &paris, at("2026-10-24T17:59:59Z")));
    CHECK(!window_is_open(&window, &paris, at("2026-10-24T18:00:00Z")));
    CHECK(window_is_open(&window, &paris, at("2026-10-25T18:59:59Z")));
    CHECK(!window_is_open(&window, &paris, at("2026-10-25T19:00:00Z")));
    CHECK(!window_is_open(&window, &paris, at("2026-10-25T07:59:59Z")));
    CHECK(window_is_open(&window, &paris, at("2026-10-25T08:00:00Z")));
}

TEST(window, opens_twice_in_an_hour_that_is_shown_twice)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = every_day(2 * 60 + 30, 2 * 60 + 45);
    struct instant next = {0};

    /* On 2026-10-25 03:00 CEST becomes 02:00 CET at 01:00Z. */
    CHECK(window_next(&window, &paris, at("2026-10-25T00:50:00Z"),
                      at("2026-10-26T00:00:00Z"), &next));
    CHECK_INT(next.unix_s, at("2026-10-25T01:30:00Z").unix_s);
    CHECK(window_is_open(&window, &paris, at("2026-10-25T00:30:00Z")));
    CHECK(window_is_open(&window, &paris, at("2026-10-25T01:44:59Z")));
    CHECK(!window_is_open(&window, &paris, at("2026-10-25T00:45:00Z")));
}

TEST(window, skips_a_day_whose_allowed_hour_does_not_exist)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = every_day(2 * 60 + 30, 2 * 60 + 45);
    struct instant next = {0};

    /* On 2026-03-29 02:00 CET becomes 03:00 CEST. */
    CHECK(window_next(&window, &paris, at("2026-03-28T23:00:00Z"),
                      at("2026-04-02T00:00:00Z"), &next));
    CHECK_INT(next.unix_s, at("2026-03-30T00:30:00Z").unix_s);
}

/* Minute by minute, as the header has it, for times on whole minutes. */
static bool slow_fit(const struct week *window, const struct zone *zone,
                     struct instant now, struct instant *due,
                     struct instant expires)
{
    struct instant at = *due;
    struct instant first = now;
    bool any;

    if (due->unix_s >= expires.unix_s)
        return false;
    while (first.unix_s < expires.unix_s &&
           !window_is_open(window, zone, first))
        first.unix_s += MINUTE_S;
    any = first.unix_s < expires.unix_s;
    if (window_is_open(window, zone, *due))
        return due->unix_s >= now.unix_s || any;
    while (at.unix_s >= now.unix_s && !window_is_open(window, zone, at))
        at.unix_s -= MINUTE_S;
    if (at.unix_s < now.unix_s && !any)
        return false;
    *due = at.unix_s >= now.unix_s ? at : first;
    return true;
}

/* By the wall clock and the calendar alone. */
static bool slow_is_open(const struct week *window, const struct zone *zone,
                         struct instant at)
{
    struct civil_time wall = zone_civil(zone, at);
    const struct day_spans *day = &window->day[civil_weekday(wall.date)];
    int minute = wall.hour * 60 + wall.minute;

    for (size_t i = 0; i < day->count; i++) {
        if (day->span[i].from <= minute && minute < day->span[i].until)
            return true;
    }
    return false;
}

static struct week uneven_week(void)
{
    struct week week = {0};

    week.day[MONDAY] = (struct day_spans){.count = 1, .span = {{540, 1200}}};
    week.day[WEDNESDAY] =
        (struct day_spans){.count = 3,
                           .span = {{0, 30}, {480, 720}, {1410, 1440}}};
    week.day[THURSDAY] = (struct day_spans){.count = 1, .span = {{0, 1440}}};
    week.day[SATURDAY] =
        (struct day_spans){.count = 2, .span = {{90, 150}, {170, 200}}};
    week.day[SUNDAY] =
        (struct day_spans){.count = 2, .span = {{90, 150}, {170, 200}}};
    return week;
}

static void compare_around(const char *zone_name, const char *middle,
                           const struct week *window)
{
    struct zone zone = zone_named(zone_name);
    int64_t from = at(middle).unix_s - 4 * DAY_S;

    for (int64_t minute = 0; minute < 7 * 1440; minute += 43) {
        struct instant due = {from + minute * MINUTE_S};

        CHECK(window_is_open(window, &zone, due) ==
              slow_is_open(window, &zone, due));
        for (int64_t now = -2000; now <= 400; now += 397) {
            struct instant then = {due.unix_s + now * MINUTE_S};
            struct instant expires = {due.unix_s + 1500 * MINUTE_S};
            struct instant got = due, expected = due;

            CHECK_INT(window_fit(window, &zone, then, &got, expires),
                      slow_fit(window, &zone, then, &expected, expires));
            CHECK_INT(got.unix_s, expected.unix_s);
        }
    }
}

TEST(window, agrees_with_a_search_minute_by_minute)
{
    struct week uneven = uneven_week();
    struct week usual = policy_default_window();

    compare_around("Europe/Paris", "2026-10-25T01:00:00Z", &uneven);
    compare_around("Europe/Paris", "2026-03-29T01:00:00Z", &uneven);
    compare_around("Europe/Paris", "2026-10-25T01:00:00Z", &usual);
    /* Half an hour, a gap at midnight, a quarter of an hour from UTC. */
    compare_around("Australia/Lord_Howe", "2026-04-04T15:00:00Z", &uneven);
    compare_around("America/Santiago", "2026-09-06T04:00:00Z", &uneven);
    compare_around("Pacific/Chatham", "2026-09-26T14:00:00Z", &uneven);
}

TEST(window, takes_the_last_minute_from_its_start_days_before)
{
    struct zone paris = zone_named("Europe/Paris");
    struct week window = {0};
    struct instant got = at("2026-11-26T19:59:30+01:00");
    char text[INSTANT_TEXT_MAX];

    window.day[TUESDAY] = every_day(9 * 60, 20 * 60).day[TUESDAY];
    CHECK(window_fit(&window, &paris, at("2026-11-20T10:00:00Z"), &got,
                     at("2026-11-27T10:00:00Z")));
    CHECK_STR(instant_format(got, text), "2026-11-24T18:59:00Z");
}
