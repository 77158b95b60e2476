#include "scheduler/cadence.h"
#include "tests/test.h"

static const struct instant now = {1760000000};

static int64_t pause_of(int64_t interval, int failures, struct dice *dice)
{
    struct cadence cadence = {.interval = {interval}, .failures = failures};

    return instant_since(cadence_next(&cadence, now, dice), now).s;
}

TEST(cadence, keeps_its_interval_give_or_take_a_tenth)
{
    struct dice dice = {5};

    for (int i = 0; i < 300; i++) {
        int64_t pause = pause_of(900, 0, &dice);

        CHECK(pause >= 810 && pause <= 990);
        CHECK(pause_of(CADENCE_MIN_S, 0, &dice) >= CADENCE_MIN_S);
    }
}

TEST(cadence, comes_back_later_and_later_while_it_fails)
{
    struct dice dice = {5};

    for (int i = 0; i < 100; i++) {
        CHECK(pause_of(900, 1, &dice) >= 1620);
        CHECK(pause_of(900, 1, &dice) <= 1980);
        CHECK(pause_of(900, 3, &dice) >= 6480);
        CHECK(pause_of(900, 1000000, &dice) <= CADENCE_BACKOFF_S * 11 / 10);
        CHECK(pause_of(DAY_S, 9, &dice) >= DAY_S * 9 / 10);
        CHECK(pause_of(DAY_S, 9, &dice) <= DAY_S * 11 / 10);
    }
}

TEST(cadence, honours_a_wish_to_be_left_alone)
{
    struct cadence cadence = {.interval = {900}, .retry_after = {7200}};
    struct dice dice = {5};

    CHECK_INT(instant_since(cadence_next(&cadence, now, &dice), now).s, 7200);
}

static struct zone paris(void)
{
    struct zone zone;
    struct error err;

    if (!zone_load("Europe/Paris", &zone, &err))
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

TEST(cadence, is_daily_by_the_wall_clock_across_a_clock_change)
{
    struct zone zone = paris();
    struct instant next = at("2026-10-24T06:59:59+02:00");

    next = cadence_daily(&zone, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2026-10-24T07:00:00+02:00").unix_s);
    next = cadence_daily(&zone, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2026-10-25T07:00:00+01:00").unix_s);
    next = cadence_daily(&zone, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2026-10-26T07:00:00+01:00").unix_s);
}

TEST(cadence, is_monthly_on_the_last_day_where_a_month_is_short)
{
    struct zone zone = paris();
    struct instant next = at("2026-12-31T07:00:00+01:00");

    next = cadence_monthly(&zone, 31, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2027-01-31T07:00:00+01:00").unix_s);
    next = cadence_monthly(&zone, 31, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2027-02-28T07:00:00+01:00").unix_s);
    next = cadence_monthly(&zone, 31, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2027-03-31T07:00:00+02:00").unix_s);
    next = cadence_monthly(&zone, 1, 7 * 60, next);
    CHECK_INT(next.unix_s, at("2027-04-01T07:00:00+02:00").unix_s);
}
