#include "tests/harness/oracle_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "scheduler/opendays.h"

static int64_t day_of(int64_t wall_s)
{
    int64_t day = wall_s / DAY_S;

    return wall_s % DAY_S < 0 ? day - 1 : day;
}

static size_t stretch_at(const struct oracle_clock *clock, int64_t at_s)
{
    size_t i = 0;

    while (i + 1 < clock->count && clock->stretch[i + 1].from_s <= at_s)
        i++;
    return i;
}

int64_t oracle_wall(const struct oracle_clock *clock, int64_t at_s)
{
    return at_s + clock->stretch[stretch_at(clock, at_s)].offset_s;
}

int64_t oracle_instant(const struct oracle_clock *clock, int64_t wall_s)
{
    /* Shown in one of them: the first. */
    for (size_t i = 0; i < clock->count; i++) {
        int64_t at_s = wall_s - clock->stretch[i].offset_s;

        if (stretch_at(clock, at_s) == i)
            return at_s;
    }
    /* In the gap after one of them: as if that had gone on. */
    for (size_t i = 0; i + 1 < clock->count; i++) {
        int64_t end_s = clock->stretch[i + 1].from_s;

        if (wall_s >= end_s + clock->stretch[i].offset_s &&
            wall_s < end_s + clock->stretch[i + 1].offset_s)
            return wall_s - clock->stretch[i].offset_s;
    }
    abort();
}

bool oracle_is_open(const struct oracle_clock *clock, const struct week *window,
                    int64_t at_s)
{
    int64_t wall_s = oracle_wall(clock, at_s);
    int64_t day = day_of(wall_s);
    int64_t minute = (wall_s - day * DAY_S) / MINUTE_S;
    /* 1970-01-01 was a Thursday; far enough back to stay positive. */
    const struct day_spans *spans =
        &window->day[(day + INT64_C(7) * 1000000 + THURSDAY) % WEEKDAY_COUNT];

    for (size_t i = 0; i < spans->count; i++)
        if (minute >= spans->span[i].from && minute < spans->span[i].until)
            return true;
    return false;
}

/* When the clock next shows another minute. */
static int64_t minute_after(const struct oracle_clock *clock, int64_t at_s)
{
    size_t i = stretch_at(clock, at_s);
    int64_t wall_s = at_s + clock->stretch[i].offset_s;
    int64_t end_s =
        at_s + MINUTE_S - (wall_s + MINUTE_S * 1000000000) % MINUTE_S;

    if (i + 1 < clock->count && clock->stretch[i + 1].from_s < end_s)
        return clock->stretch[i + 1].from_s;
    return end_s;
}

/* When the minute began that the clock showed a second before. */
static int64_t minute_before(const struct oracle_clock *clock, int64_t at_s)
{
    size_t i = stretch_at(clock, at_s - 1);
    int64_t wall_s = at_s - 1 + clock->stretch[i].offset_s;
    int64_t begin_s = at_s - 1 - (wall_s + MINUTE_S * 1000000000) % MINUTE_S;

    if (i > 0 && clock->stretch[i].from_s > begin_s)
        return clock->stretch[i].from_s;
    return begin_s;
}

bool oracle_next(const struct oracle_clock *clock, const struct week *window,
                 int64_t from_s, int64_t until_s, int64_t *out)
{
    for (int64_t at_s = from_s; at_s < until_s;
         at_s = minute_after(clock, at_s)) {
        if (!oracle_is_open(clock, window, at_s))
            continue;
        *out = at_s;
        return true;
    }
    return false;
}

bool oracle_fit(const struct oracle_clock *clock, const struct week *window,
                struct oracle_fit fit, int64_t *out)
{
    int64_t left_s;

    if (fit.due_s >= fit.expires_s)
        return false;
    /* 1 */
    if (oracle_is_open(clock, window, fit.due_s) &&
        oracle_next(clock, window, fit.now_s, fit.expires_s, &left_s)) {
        *out = fit.due_s;
        return true;
    }
    /* 2 */
    for (int64_t at_s = minute_before(clock, fit.due_s); at_s >= fit.now_s;
         at_s = minute_before(clock, at_s)) {
        if (!oracle_is_open(clock, window, at_s))
            continue;
        *out = at_s;
        return true;
    }
    /* 3 */
    return oracle_next(clock, window, fit.now_s, fit.expires_s, out);
}

static bool ranges_have(struct date_ranges ranges, int64_t day)
{
    for (size_t i = 0; i < ranges.count; i++)
        if (civil_to_days(ranges.items[i].first) <= day &&
            day <= civil_to_days(ranges.items[i].last))
            return true;
    return false;
}

static bool is_away(const struct office *office, const char *site,
                    const char *provider, int64_t day)
{
    if (ranges_have(office->closed, day) ||
        ranges_have(office->public_holidays, day))
        return true;
    for (size_t i = 0; i < office->site_count; i++)
        if (strcmp(office->sites[i].name, site) == 0 &&
            ranges_have(office->sites[i].closed, day))
            return true;
    for (size_t i = 0; i < office->provider_count; i++)
        if (strcmp(office->providers[i].name, provider) == 0 &&
            ranges_have(office->providers[i].closed, day))
            return true;
    return false;
}

bool oracle_works(const struct office *office, const char *site,
                  const char *provider, int64_t day)
{
    int64_t weekday = (day + INT64_C(7) * 1000000 + THURSDAY) % WEEKDAY_COUNT;

    if (is_away(office, site, provider, day))
        return false;
    for (size_t i = 0; i < office->hours_count; i++)
        if (strcmp(office->hours[i].site, site) == 0)
            return office->hours[i].week.day[weekday].count > 0;
    for (size_t i = 0; i < office->hours_count; i++)
        if (office->hours[i].site[0] == '\0')
            return office->hours[i].week.day[weekday].count > 0;
    return weekday <= FRIDAY;
}

bool oracle_open_day(const struct office *office,
                     const struct appointment *appointment, int64_t count,
                     int step, int64_t *day)
{
    for (int64_t i = 1; i <= OPENDAYS_SEARCH_MAX; i++) {
        if (!oracle_works(office, appointment->site, appointment->provider,
                          *day + step * i))
            continue;
        if (--count > 0)
            continue;
        *day += step * i;
        return true;
    }
    return false;
}

bool oracle_rule_time(const struct oracle_clock *clock,
                      const struct office *office, const struct rule *rule,
                      const struct appointment *appointment, int64_t *due_s)
{
    int step = rule->kind == MESSAGE_MISSED ? 1 : -1;
    int64_t start_s = appointment->start.unix_s;
    int64_t wall_s = oracle_wall(clock, start_s);
    int64_t day = day_of(wall_s);
    int64_t time_s = wall_s - day * DAY_S;

    switch (rule->unit) {
    case RULE_ELAPSED:
        *due_s = start_s + step * rule->count;
        if (rule->at_minute < 0)
            return true;
        day = day_of(oracle_wall(clock, *due_s));
        break;
    case RULE_DAYS:
        day += step * rule->count;
        break;
    case RULE_OPEN_DAYS:
        if (!oracle_open_day(office, appointment, rule->count, step, &day))
            return false;
        break;
    }
    if (rule->at_minute >= 0)
        time_s = rule->at_minute * MINUTE_S;
    *due_s = oracle_instant(clock, day * DAY_S + time_s);
    while ((*due_s - start_s) * step <= 0) {
        day += step;
        *due_s = oracle_instant(clock, day * DAY_S + time_s);
    }
    return true;
}
