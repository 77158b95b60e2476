/*
 * ical_rule.h - one RRULE: read, vetted, and followed step by step
 *
 * Our own, because Debian's libical answers some rules wrongly and others
 * never (docs/decisions/0012-calendar-rules.md). A rule is followed in wall
 * time, without a zone. Each step costs a bounded number of looks at dates,
 * and these are counted against a budget: no rule can stall an import, and
 * the same document always gives the same answer.
 *
 * The semantics are those of RFC 5545 3.3.10. Where it leaves things open:
 * DTSTART is the first instance even when the rule does not make it, and
 * counts; what a rule does not say (weekday, day, month) is DTSTART's; days
 * that do not exist are left out.
 */
#ifndef IMPORTERS_ICAL_RULE_H
#define IMPORTERS_ICAL_RULE_H

#include "base/arena.h"
#include "base/civil.h"
#include "importers/ical_line.h"
#include "importers/limits.h"

enum ical_frequency {
    ICAL_HOURLY,
    ICAL_DAILY,
    ICAL_WEEKLY,
    ICAL_MONTHLY,
    ICAL_YEARLY,
};

/* "-1FR": the last Friday. */
struct ical_rule_nth {
    int8_t which; /* −53..53, not 0 */
    int8_t day;   /* enum weekday */
};

/*
 * Lists of small numbers are sets: bit n stands for n, in `…_back` for −n.
 * An empty set means that the rule has no such part.
 */
struct ical_rule {
    enum ical_frequency frequency;
    int64_t interval; /* 1..IMPORT_RULE_INTERVAL_MAX */
    int64_t count;    /* 0: no COUNT */
    bool has_until;
    struct ical_time until; /* as written: the caller knows the zone */
    enum weekday week_start;
    uint64_t months;
    uint64_t month_days, month_days_back;
    uint64_t weeks, weeks_back;
    uint64_t hours, minutes, seconds;
    uint64_t weekdays; /* every one of them: "FR" */
    struct ical_rule_nth nth[IMPORT_RULE_VALUES_MAX];
    size_t nth_count;
    int16_t year_days[IMPORT_RULE_VALUES_MAX];
    size_t year_day_count;
    int16_t positions[IMPORT_RULE_VALUES_MAX]; /* BYSETPOS */
    size_t position_count;
};

/*
 * Reads the value of an RRULE or EXRULE. On failure `reason` is why we do
 * not follow it, as a constant text.
 */
bool ical_rule_read(struct str text, struct ical_rule *out,
                    const char **reason);

/*
 * For a series of whole days: times of day in the rule mean nothing. False,
 * with the reason, when the rule cannot be meant for days.
 */
bool ical_rule_for_days(struct ical_rule *rule, const char **reason);

/* Follows one rule. May be copied; holds no memory of its own. */
struct ical_walk {
    struct ical_rule rule; /* with DTSTART's day, month … filled in */
    struct civil_time start;
    int64_t start_s; /* wall seconds, as are all `_s` here */
    int64_t until_s;
    int64_t *budget; /* looks left */
    int64_t period;  /* counted in intervals from the first */
    int64_t emitted;
    int64_t last_s;
    bool is_started;
    bool is_over;
    bool is_cut; /* the budget was gone before the end */

    /* The instances of the present period: dates × times. */
    int32_t dates[366]; /* days since 1970 */
    size_t date_count;
    int32_t times[IMPORT_RULE_DAILY_MAX]; /* seconds since midnight */
    size_t time_count;
    uint32_t picks[IMPORT_RULE_VALUES_MAX]; /* those of BYSETPOS */
    size_t pick_count;
    size_t next;
};

/*
 * Starts at `start`, which comes first. Instances before `from_s` may be
 * left out where COUNT allows; there is none after `until_s`, except `start`.
 */
void ical_walk_start(struct ical_walk *walk, const struct ical_rule *rule,
                     struct civil_time start, int64_t from_s, int64_t until_s,
                     int64_t *budget);

/* The next instance, ascending; false at the end. */
bool ical_walk_next(struct ical_walk *walk, int64_t *wall_s);

#endif
