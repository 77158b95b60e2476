/* Following a rule; ical_rule.c reads it. */
#include <stdlib.h>

#include "importers/ical_rule.h"

#define YEAR_MAX 9999

static bool has(uint64_t set, int number)
{
    return (set >> number & 1) != 0;
}

static int days_in_year(int year)
{
    return civil_days_in_month(year, 2) == 29 ? 366 : 365;
}

/* A day and where it stands in its month, year and week. */
struct place {
    struct civil_date date;
    enum weekday weekday;
    int month_days; /* of its month */
    int year_day;   /* from 1 */
    int year_days;
};

static struct place place_of(int64_t day)
{
    struct civil_date date = civil_from_days(day);
    struct civil_date first = {date.year, 1, 1};

    return (struct place){
        .date = date,
        .weekday = (enum weekday)(((day + 3) % 7 + 7) % 7),
        .month_days = civil_days_in_month(date.year, date.month),
        .year_day = (int)(day - civil_to_days(first)) + 1,
        .year_days = days_in_year(date.year),
    };
}

/* `days` further, within the same month or to the first of the next. */
static void advance(struct place *place, int days)
{
    struct civil_date *date = &place->date;

    date->day += days;
    place->year_day += days;
    place->weekday = (enum weekday)(((int)place->weekday + days) % 7);
    if (date->day <= place->month_days)
        return;
    date->day = 1;
    if (++date->month > 12) {
        date->month = 1;
        date->year++;
        place->year_day = 1;
        place->year_days = days_in_year(date->year);
    }
    place->month_days = civil_days_in_month(date->year, date->month);
}

static bool in_year_days(const struct ical_rule *rule,
                         const struct place *place)
{
    for (size_t i = 0; i < rule->year_day_count; i++) {
        int wanted = rule->year_days[i];

        if (wanted == place->year_day ||
            wanted == place->year_day - place->year_days - 1)
            return true;
    }
    return rule->year_day_count == 0;
}

/* The first day of week 1 of a year, as a day of that year (−2..4). */
static int first_week_start(int year, enum weekday week_start)
{
    enum weekday new_year = civil_weekday((struct civil_date){year, 1, 1});
    int into_week = ((int)new_year - (int)week_start + 7) % 7;

    /* Week 1 is the first with four days or more in the year. */
    return into_week <= 3 ? 1 - into_week : 8 - into_week;
}

/* Whether the day lies in one of the weeks wanted; years share weeks. */
static bool in_weeks(const struct ical_rule *rule, const struct place *place)
{
    int year = place->date.year;
    int day = place->year_day;
    int first = first_week_start(year, rule->week_start);
    int next = first_week_start(year + 1, rule->week_start) + place->year_days;
    int week;
    int weeks;

    if ((rule->weeks | rule->weeks_back) == 0)
        return true;
    if (day < first) {
        int before = days_in_year(year - 1);

        next = first;
        first = first_week_start(year - 1, rule->week_start) - before;
    } else if (day >= next) {
        first = next;
        next = first_week_start(year + 2, rule->week_start) + place->year_days +
               days_in_year(year + 1);
    }
    week = (day - first) / 7 + 1;
    weeks = (next - first) / 7;
    return has(rule->weeks, week) || has(rule->weeks_back, weeks + 1 - week);
}

static bool in_nth(const struct ical_rule *rule, const struct place *place)
{
    bool in_month = rule->frequency == ICAL_MONTHLY || rule->months != 0;
    int day = in_month ? place->date.day : place->year_day;
    int days = in_month ? place->month_days : place->year_days;
    int forward = (day - 1) / 7 + 1;
    int back = -((days - day) / 7 + 1);

    for (size_t i = 0; i < rule->nth_count; i++) {
        const struct ical_rule_nth *nth = &rule->nth[i];

        if (nth->day == (int)place->weekday &&
            (nth->which == forward || nth->which == back))
            return true;
    }
    return false;
}

static bool in_weekdays(const struct ical_rule *rule, const struct place *place)
{
    if (rule->weekdays == 0 && rule->nth_count == 0)
        return true;
    return has(rule->weekdays, (int)place->weekday) || in_nth(rule, place);
}

static bool in_month_days(const struct ical_rule *rule,
                          const struct place *place)
{
    int day = place->date.day;

    if ((rule->month_days | rule->month_days_back) == 0)
        return true;
    return has(rule->month_days, day) ||
           has(rule->month_days_back, place->month_days + 1 - day);
}

static bool is_wanted(const struct ical_rule *rule, const struct place *place)
{
    return (rule->months == 0 || has(rule->months, place->date.month)) &&
           in_month_days(rule, place) && in_weekdays(rule, place) &&
           in_year_days(rule, place) && in_weeks(rule, place);
}

/* What the rule does not say is as in DTSTART. */
static void fill_in(struct ical_rule *rule, struct civil_time start)
{
    bool has_days = (rule->month_days | rule->month_days_back) != 0 ||
                    rule->weekdays != 0 || rule->nth_count > 0 ||
                    rule->year_day_count > 0;
    bool has_weeks = (rule->weeks | rule->weeks_back) != 0;

    if (has_days || rule->frequency <= ICAL_DAILY)
        return;
    if (rule->frequency == ICAL_WEEKLY || has_weeks) {
        rule->weekdays = UINT64_C(1) << civil_weekday(start.date);
        return;
    }
    if (rule->frequency == ICAL_YEARLY && rule->months == 0)
        rule->months = UINT64_C(1) << start.date.month;
    rule->month_days = UINT64_C(1) << start.date.day;
}

static void add_time(struct ical_walk *walk, int hour, int minute, int second)
{
    if (walk->time_count < IMPORT_RULE_DAILY_MAX)
        walk->times[walk->time_count++] =
            (int32_t)(hour * HOUR_S + minute * MINUTE_S + second);
}

/* The times of one hour. */
static void fill_hour(struct ical_walk *walk, int hour)
{
    const struct ical_rule *rule = &walk->rule;
    uint64_t minutes =
        rule->minutes != 0 ? rule->minutes : UINT64_C(1) << walk->start.minute;
    uint64_t seconds =
        rule->seconds != 0 ? rule->seconds : UINT64_C(1) << walk->start.second;

    for (int minute = 0; minute < 60; minute++) {
        for (int second = 0; has(minutes, minute) && second < 60; second++) {
            if (has(seconds, second))
                add_time(walk, hour, minute, second);
        }
    }
}

/* The times of one day; for HOURLY those of one of its hours. */
static void fill_times(struct ical_walk *walk, uint64_t hours)
{
    walk->time_count = 0;
    for (int hour = 0; hour < 24; hour++) {
        if (has(hours, hour))
            fill_hour(walk, hour);
    }
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The first day of a period and how many days it has. */
static void period_days(const struct ical_walk *walk, int64_t *first,
                        int64_t *days)
{
    const struct ical_rule *rule = &walk->rule;
    const struct civil_date *start = &walk->start.date;
    int64_t step = walk->period * rule->interval;
    int64_t day = civil_to_days(*start);
    int64_t month = start->year * INT64_C(12) + start->month - 1 + step;
    struct civil_date date;

    *days = 1;
    switch (rule->frequency) {
    case ICAL_HOURLY:
        *first = floor_div(floor_div(walk->start_s, HOUR_S) + step, 24);
        return;
    case ICAL_DAILY:
        *first = day + step;
        return;
    case ICAL_WEEKLY:
        *first = day + step * 7 -
                 ((int)civil_weekday(*start) - (int)rule->week_start + 7) % 7;
        *days = 7;
        return;
    case ICAL_MONTHLY:
        date = (struct civil_date){(int)(month / 12), (int)(month % 12) + 1, 1};
        *first = civil_to_days(date);
        *days = civil_days_in_month(date.year, date.month);
        return;
    case ICAL_YEARLY:
        date = (struct civil_date){(int)(start->year + step), 1, 1};
        *first = civil_to_days(date);
        *days = days_in_year(date.year);
        return;
    }
}

/* How far to the next day worth a look: a month not named has none. */
static int step_from(const struct ical_rule *rule, const struct place *place)
{
    if (rule->months == 0 || has(rule->months, place->date.month))
        return 1;
    return place->month_days - place->date.day + 1;
}

static int compare_picks(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;

    return (l > r) - (l < r);
}

static void pick_positions(struct ical_walk *walk)
{
    const struct ical_rule *rule = &walk->rule;
    int64_t total = (int64_t)(walk->date_count * walk->time_count);

    walk->pick_count = 0;
    for (size_t i = 0; i < rule->position_count; i++) {
        int64_t position = rule->positions[i];
        int64_t index = position > 0 ? position - 1 : total + position;

        if (index >= 0 && index < total)
            walk->picks[walk->pick_count++] = (uint32_t)index;
    }
    qsort(walk->picks, walk->pick_count, sizeof(*walk->picks), compare_picks);
}

/* Lists the instances of the present period; false when none can follow. */
static bool fill_period(struct ical_walk *walk)
{
    const struct ical_rule *rule = &walk->rule;
    struct place place;
    int64_t first = 0;
    int64_t days;

    walk->date_count = 0;
    walk->next = 0;
    period_days(walk, &first, &days);
    if (first * DAY_S > walk->until_s || civil_from_days(first).year > YEAR_MAX)
        return false;
    place = place_of(first);
    for (int64_t day = first; day < first + days;) {
        int step = step_from(rule, &place);

        --*walk->budget;
        if (is_wanted(rule, &place))
            walk->dates[walk->date_count++] = (int32_t)day;
        day += step;
        advance(&place, step);
    }
    if (rule->frequency == ICAL_HOURLY) {
        int64_t hour = floor_div(walk->start_s, HOUR_S) +
                       walk->period * rule->interval - first * 24;

        fill_times(walk, UINT64_C(1) << hour &
                             (rule->hours != 0 ? rule->hours : UINT64_MAX));
    }
    pick_positions(walk);
    return true;
}

/* The last period that surely begins before `from_s`. */
static int64_t period_before(const struct ical_walk *walk, int64_t from_s)
{
    /* No shorter than the longest that such a period can be. */
    static const int64_t length_s[] = {
        [ICAL_HOURLY] = HOUR_S,      [ICAL_DAILY] = DAY_S,
        [ICAL_WEEKLY] = 7 * DAY_S,   [ICAL_MONTHLY] = 31 * DAY_S,
        [ICAL_YEARLY] = 366 * DAY_S,
    };
    int64_t gap_s = from_s - walk->start_s;
    int64_t periods = gap_s / length_s[walk->rule.frequency] - 1;

    return periods <= 0 ? 0 : periods / walk->rule.interval;
}

void ical_walk_start(struct ical_walk *walk, const struct ical_rule *rule,
                     struct civil_time start, int64_t from_s, int64_t until_s,
                     /* It is kept, and counted down by every step. */
                     /* NOLINTNEXTLINE(readability-non-const-parameter) */
                     int64_t *budget)
{
    *walk = (struct ical_walk){
        .rule = *rule,
        .start = start,
        .start_s = civil_to_seconds(start),
        .until_s = until_s,
        .budget = budget,
    };
    fill_in(&walk->rule, start);
    if (rule->frequency != ICAL_HOURLY)
        fill_times(walk,
                   rule->hours != 0 ? rule->hours : UINT64_C(1) << start.hour);
    if (rule->count == 0)
        walk->period = period_before(walk, from_s);
}

/* The next instance of the present period. */
static bool next_in_period(struct ical_walk *walk, int64_t *wall_s)
{
    bool is_picked = walk->rule.position_count > 0;
    size_t total =
        is_picked ? walk->pick_count : walk->date_count * walk->time_count;
    size_t index;

    if (walk->next >= total)
        return false;
    index = is_picked ? walk->picks[walk->next] : walk->next;
    walk->next++;
    *wall_s = walk->dates[index / walk->time_count] * DAY_S +
              walk->times[index % walk->time_count];
    return true;
}

/* Whether an instance counts: after the last one, and before the end. */
static bool take(struct ical_walk *walk, int64_t wall_s)
{
    if (wall_s <= walk->last_s)
        return false;
    walk->last_s = wall_s;
    walk->emitted++;
    return true;
}

/* Goes on to the next period; false when there is none. */
static bool next_period(struct ical_walk *walk)
{
    walk->is_cut = *walk->budget <= 0;
    walk->period++;
    return !walk->is_cut && fill_period(walk);
}

/* DTSTART itself. */
static bool start_walking(struct ical_walk *walk, int64_t *wall_s)
{
    walk->is_started = true;
    walk->emitted = 1;
    walk->last_s = walk->start_s;
    walk->is_over = !fill_period(walk);
    *wall_s = walk->start_s;
    return true;
}

bool ical_walk_next(struct ical_walk *walk, int64_t *wall_s)
{
    if (!walk->is_started)
        return start_walking(walk, wall_s);
    if (walk->rule.count > 0 && walk->emitted >= walk->rule.count)
        walk->is_over = true;
    while (!walk->is_over) {
        if (!next_in_period(walk, wall_s))
            walk->is_over = !next_period(walk);
        else if (*wall_s > walk->until_s)
            walk->is_over = true;
        else if (take(walk, *wall_s))
            return true;
    }
    return false;
}
