/* Reading and vetting; ical_walk.c follows the rule. */
#include "importers/ical_rule.h"

#include <strings.h>

/* What is read so far. */
struct reading {
    struct ical_rule *rule;
    const char *reason;
    bool has_frequency;
    size_t values; /* in all BY lists */
};

typedef bool read_part(struct reading *reading, struct str value);

static bool refuse(struct reading *reading, const char *reason)
{
    reading->reason = reason;
    return false;
}

static bool read_frequency(struct reading *reading, struct str value)
{
    static const struct {
        const char *name;
        enum ical_frequency frequency;
    } names[] = {
        {"HOURLY", ICAL_HOURLY}, {"DAILY", ICAL_DAILY},
        {"WEEKLY", ICAL_WEEKLY}, {"MONTHLY", ICAL_MONTHLY},
        {"YEARLY", ICAL_YEARLY},
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!ical_is(value, names[i].name))
            continue;
        reading->rule->frequency = names[i].frequency;
        reading->has_frequency = true;
        return true;
    }
    if (ical_is(value, "SECONDLY") || ical_is(value, "MINUTELY"))
        return refuse(reading, "no appointment repeats every second or minute");
    return refuse(reading, "its frequency is unknown");
}

static bool read_interval(struct reading *reading, struct str value)
{
    return ical_number_read(value, 1, IMPORT_RULE_INTERVAL_MAX,
                            &reading->rule->interval) ||
           refuse(reading, "its interval is out of range");
}

static bool read_count(struct reading *reading, struct str value)
{
    return ical_number_read(value, 1, IMPORT_RULE_COUNT_MAX,
                            &reading->rule->count) ||
           refuse(reading, "its count is out of range");
}

static bool read_until(struct reading *reading, struct str value)
{
    reading->rule->has_until = ical_time_read(value, &reading->rule->until);
    return reading->rule->has_until || refuse(reading, "its end is not a date");
}

static bool find_weekday(struct str text, enum weekday *out)
{
    static const char *const names[WEEKDAY_COUNT] = {"MO", "TU", "WE", "TH",
                                                     "FR", "SA", "SU"};

    for (int i = 0; i < WEEKDAY_COUNT; i++) {
        if (ical_is(text, names[i])) {
            *out = (enum weekday)i;
            return true;
        }
    }
    return false;
}

static bool read_week_start(struct reading *reading, struct str value)
{
    return find_weekday(value, &reading->rule->week_start) ||
           refuse(reading, "its week starts on no weekday");
}

static bool count_value(struct reading *reading)
{
    return ++reading->values <= IMPORT_RULE_VALUES_MAX ||
           refuse(reading, "it lists too many values");
}

static bool read_days(struct reading *reading, struct str value)
{
    struct ical_rule *rule = reading->rule;
    struct str item;
    enum weekday day;
    int64_t which;

    while (ical_next(&value, ',', &item)) {
        struct str number = {item.at, item.len < 2 ? 0 : item.len - 2};

        if (!count_value(reading))
            return false;
        if (item.len < 2 ||
            !find_weekday((struct str){item.at + item.len - 2, 2}, &day))
            return refuse(reading, "it names no weekday");
        if (number.len == 0) {
            rule->weekdays |= UINT64_C(1) << day;
            continue;
        }
        if (!ical_number_read(number, -53, 53, &which) || which == 0)
            return refuse(reading, "a weekday's number is out of range");
        rule->nth[rule->nth_count++] = (struct ical_rule_nth){
            .which = (int8_t)which,
            .day = (int8_t)day,
        };
    }
    return true;
}

/* Numbers up to `max`; where `back` is a set, also from −1 to −`max`. */
static bool read_set(struct reading *reading, struct str value, int max,
                     uint64_t *set, uint64_t *back)
{
    struct str item;
    int64_t number;

    while (ical_next(&value, ',', &item)) {
        if (!count_value(reading))
            return false;
        if (!ical_number_read(item, back == NULL ? 0 : -max, max, &number))
            return refuse(reading, "a number in it is out of range");
        if (number >= 0) {
            *set |= UINT64_C(1) << number;
            continue;
        }
        assert(back != NULL);
        *back |= UINT64_C(1) << -number;
    }
    return true;
}

/* The same without 0, which only hours, minutes and seconds have. */
static bool read_ordinals(struct reading *reading, struct str value, int max,
                          uint64_t *set, uint64_t *back)
{
    if (!read_set(reading, value, max, set, back))
        return false;
    return (*set & 1) == 0 || refuse(reading, "a number in it is 0");
}

/* Numbers from −366 to 366, in a list. */
static bool read_list(struct reading *reading, struct str value, int16_t *list,
                      size_t *count)
{
    struct str item;
    int64_t number;

    while (ical_next(&value, ',', &item)) {
        if (!count_value(reading))
            return false;
        if (!ical_number_read(item, -366, 366, &number) || number == 0)
            return refuse(reading, "a number in it is out of range");
        list[(*count)++] = (int16_t)number;
    }
    return true;
}

static bool read_months(struct reading *reading, struct str value)
{
    return read_ordinals(reading, value, 12, &reading->rule->months, NULL);
}

static bool read_month_days(struct reading *reading, struct str value)
{
    return read_ordinals(reading, value, 31, &reading->rule->month_days,
                         &reading->rule->month_days_back);
}

static bool read_year_days(struct reading *reading, struct str value)
{
    return read_list(reading, value, reading->rule->year_days,
                     &reading->rule->year_day_count);
}

static bool read_weeks(struct reading *reading, struct str value)
{
    return read_ordinals(reading, value, 53, &reading->rule->weeks,
                         &reading->rule->weeks_back);
}

static bool read_positions(struct reading *reading, struct str value)
{
    return read_list(reading, value, reading->rule->positions,
                     &reading->rule->position_count);
}

static bool read_hours(struct reading *reading, struct str value)
{
    return read_set(reading, value, 23, &reading->rule->hours, NULL);
}

static bool read_minutes(struct reading *reading, struct str value)
{
    return read_set(reading, value, 59, &reading->rule->minutes, NULL);
}

static bool read_seconds(struct reading *reading, struct str value)
{
    return read_set(reading, value, 59, &reading->rule->seconds, NULL);
}

static bool read_rscale(struct reading *reading, struct str value)
{
    return ical_is(value, "GREGORIAN") ||
           refuse(reading, "it counts in another calendar");
}

static bool read_skip(struct reading *reading, struct str value)
{
    return ical_is(value, "OMIT") ||
           refuse(reading, "it moves days that do not exist");
}

static const struct {
    const char *name;
    read_part *read;
} parts[] = {
    {"FREQ", read_frequency},      {"INTERVAL", read_interval},
    {"COUNT", read_count},         {"UNTIL", read_until},
    {"WKST", read_week_start},     {"BYDAY", read_days},
    {"BYMONTH", read_months},      {"BYMONTHDAY", read_month_days},
    {"BYYEARDAY", read_year_days}, {"BYWEEKNO", read_weeks},
    {"BYSETPOS", read_positions},  {"BYHOUR", read_hours},
    {"BYMINUTE", read_minutes},    {"BYSECOND", read_seconds},
    {"RSCALE", read_rscale},       {"SKIP", read_skip},
};

static bool read_any(struct reading *reading, struct str part)
{
    const char *equals = part.len == 0 ? NULL : memchr(part.at, '=', part.len);
    size_t len = equals == NULL ? 0 : (size_t)(equals - part.at);
    struct str name = ical_trim((struct str){part.at, len});
    struct str value;

    if (equals == NULL)
        return refuse(reading, "a part of it has no value");
    value = ical_trim((struct str){part.at + len + 1, part.len - len - 1});
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (ical_is(name, parts[i].name))
            return parts[i].read(reading, value);
    }
    if (name.len > 2 && strncasecmp(name.at, "X-", 2) == 0)
        return true;
    return refuse(reading, "a part of it is unknown");
}

/* The size of a set; 1 for none, because then DTSTART's own counts. */
static int size_of(uint64_t set)
{
    return set == 0 ? 1 : __builtin_popcountll(set);
}

static bool vet(struct reading *reading)
{
    struct ical_rule *rule = reading->rule;

    if (!reading->has_frequency)
        return refuse(reading, "it has no frequency");
    if (rule->frequency == ICAL_HOURLY &&
        (rule->count == 0 || rule->count > IMPORT_RULE_HOURLY_COUNT_MAX))
        return refuse(reading, "it repeats every hour without a near end");
    if (size_of(rule->hours) * size_of(rule->minutes) * size_of(rule->seconds) >
        IMPORT_RULE_DAILY_MAX)
        return refuse(reading, "it makes too many visits a day");

    /* A numbered weekday has a meaning within a month or a year only. */
    if (rule->frequency < ICAL_MONTHLY || (rule->weeks | rule->weeks_back)) {
        for (size_t i = 0; i < rule->nth_count; i++)
            rule->weekdays |= UINT64_C(1) << rule->nth[i].day;
        rule->nth_count = 0;
    }
    return true;
}

bool ical_rule_for_days(struct ical_rule *rule, const char **reason)
{
    *reason = "it repeats whole days every hour";
    if (rule->frequency == ICAL_HOURLY)
        return false;
    rule->hours = 0;
    rule->minutes = 0;
    rule->seconds = 0;
    return true;
}

bool ical_rule_read(struct str text, struct ical_rule *out, const char **reason)
{
    struct reading reading = {.rule = out};
    struct str part;

    *out = (struct ical_rule){.interval = 1, .week_start = MONDAY};
    text = ical_trim(text);
    while (ical_next(&text, ';', &part)) {
        if (part.len == 0)
            continue; /* a semicolon too many */
        if (!read_any(&reading, part)) {
            *reason = reading.reason;
            return false;
        }
    }
    if (vet(&reading))
        return true;
    *reason = reading.reason;
    return false;
}
