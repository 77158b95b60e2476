#include "scheduler/cadence.h"

/* A tenth more or less, so that offices do not ask all at once. */
static int64_t jittered(int64_t span_s, struct dice *dice)
{
    int64_t tenth = span_s / 10;

    return span_s - tenth + dice_below(dice, (uint32_t)(2 * tenth + 1));
}

struct instant cadence_next(const struct cadence *cadence, struct instant now,
                            struct dice *dice)
{
    int64_t interval = cadence->interval.s;
    int64_t most = interval > CADENCE_BACKOFF_S ? interval : CADENCE_BACKOFF_S;
    int64_t pause = interval;

    assert(interval >= CADENCE_MIN_S && interval <= CADENCE_MAX_S);
    for (int i = 0; i < cadence->failures && pause < most; i++)
        pause *= 2;
    pause = jittered(pause < most ? pause : most, dice);
    if (pause < CADENCE_MIN_S)
        pause = CADENCE_MIN_S;
    if (pause < cadence->retry_after.s)
        pause = cadence->retry_after.s;
    return instant_add(now, (struct span){pause});
}

static struct instant minute_of(const struct zone *zone, struct civil_date date,
                                int minute)
{
    struct civil_time wall = {.date = date,
                              .hour = minute / 60,
                              .minute = minute % 60};

    return zone_instant(zone, wall, NULL);
}

struct instant cadence_daily(const struct zone *zone, int minute,
                             struct instant now)
{
    struct civil_date date = zone_civil(zone, now).date;
    struct instant next = minute_of(zone, date, minute);

    while (!instant_before(now, next)) {
        date = civil_add_days(date, 1);
        next = minute_of(zone, date, minute);
    }
    return next;
}

static struct civil_date day_of_month(int year, int month, int day)
{
    int days = civil_days_in_month(year, month);

    return (struct civil_date){year, month, day < days ? day : days};
}

struct instant cadence_monthly(const struct zone *zone, int day, int minute,
                               struct instant now)
{
    struct civil_date date = zone_civil(zone, now).date;
    struct instant next;

    assert(day >= 1 && day <= 31);
    date = day_of_month(date.year, date.month, day);
    next = minute_of(zone, date, minute);
    while (!instant_before(now, next)) {
        bool is_december = date.month == 12;

        date = day_of_month(date.year + (is_december ? 1 : 0),
                            is_december ? 1 : date.month + 1, day);
        next = minute_of(zone, date, minute);
    }
    return next;
}
