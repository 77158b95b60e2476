#include "scheduler/rule_time.h"

#include "scheduler/opendays.h"

static struct civil_time at_minute(struct civil_date date, int minute)
{
    return (struct civil_time){.date = date,
                               .hour = minute / 60,
                               .minute = minute % 60};
}

/* −1 before the start, 1 after it. */
static int side_of(const struct rule *rule)
{
    return rule->kind == MESSAGE_MISSED ? 1 : -1;
}

/* Behind the start, and one more for a day that the clocks leave out. */
#define STEPS_MAX 2

/* That wall time, or of the first day beyond it that is on the rule's side of
 * the start: clocks leave out the end of a day, and sometimes a whole one. */
static struct instant on_side(const struct zone *zone, const struct rule *rule,
                              struct civil_time wall, struct instant start)
{
    struct instant due = zone_instant(zone, wall, NULL);

    for (int i = 0; i < STEPS_MAX; i++) {
        if (instant_since(due, start).s * side_of(rule) > 0)
            return due;
        wall.date = civil_add_days(wall.date, side_of(rule));
        due = zone_instant(zone, wall, NULL);
    }
    return due;
}

static bool open_day(const struct office *office, const struct rule *rule,
                     const struct appointment *appointment,
                     struct civil_date *date)
{
    if (rule->kind == MESSAGE_MISSED)
        return opendays_after(office, appointment->site, appointment->provider,
                              *date, rule->count, date);
    return opendays_before(office, appointment->site, appointment->provider,
                           *date, rule->count, date);
}

bool rule_time(const struct office *office, const struct rule *rule,
               const struct appointment *appointment, struct instant *due)
{
    const struct zone *zone = &appointment->zone;
    struct civil_time wall = zone_civil(zone, appointment->start);
    int64_t count = rule->count * side_of(rule);

    switch (rule->unit) {
    case RULE_ELAPSED:
        *due = instant_add(appointment->start, (struct span){count});
        if (rule->at_minute < 0)
            return true;
        wall = zone_civil(zone, *due);
        break;
    case RULE_DAYS:
        wall.date = civil_add_days(wall.date, count);
        break;
    case RULE_OPEN_DAYS:
        if (!open_day(office, rule, appointment, &wall.date))
            return false;
        break;
    }
    if (rule->at_minute >= 0)
        wall = at_minute(wall.date, rule->at_minute);
    *due = on_side(zone, rule, wall, appointment->start);
    return true;
}

/* Fixed hours and windows move a time by days, closed days by weeks. */
#define LEAD_ROOM_S   (14 * DAY_S)
#define OPEN_DAY_S    (7 * DAY_S)
#define CLOSED_ROOM_S (60 * DAY_S)

static int64_t lead_of(const struct rule *rule)
{
    if (rule->kind != MESSAGE_REMINDER)
        return 0;
    switch (rule->unit) {
    case RULE_ELAPSED:
        return rule->count;
    case RULE_DAYS:
        return rule->count * DAY_S;
    case RULE_OPEN_DAYS:
        return rule->count * OPEN_DAY_S + CLOSED_ROOM_S;
    }
    return 0;
}

struct span rule_lead(const struct office *office)
{
    int64_t lead = 0;

    for (size_t i = 0; i < office->rule_count; i++) {
        int64_t own = lead_of(&office->rules[i]) + LEAD_ROOM_S;

        lead = own > lead ? own : lead;
    }
    return (struct span){lead};
}
