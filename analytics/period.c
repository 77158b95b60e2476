#include "analytics/period.h"

#include <stdio.h>

static struct period month_of(const struct zone *zone, int64_t months)
{
    struct civil_date first = {.year = (int)(months / 12),
                               .month = (int)(months % 12) + 1,
                               .day = 1};
    struct civil_date next = {.year = (int)((months + 1) / 12),
                              .month = (int)((months + 1) % 12) + 1,
                              .day = 1};

    return (struct period){
        .year = first.year,
        .month = first.month,
        .from = zone_day_start(zone, first),
        .until = zone_day_start(zone, next),
    };
}

bool period_parse(const char *text, const struct zone *zone, struct period *out,
                  struct error *err)
{
    char first[CIVIL_DATE_TEXT_MAX];
    struct civil_date date;
    struct error ignored;

    (void)snprintf(first, sizeof(first), "%.10s-01", text);
    if (!civil_parse_date(first, &date, &ignored) || date.year < 2 ||
        date.year > 9998)
        return error_set(err, ERROR_USAGE,
                         "'%.40s' is not a month; write it like 2026-11", text);
    *out = month_of(zone, (int64_t)date.year * 12 + date.month - 1);
    return true;
}

struct period period_around(const struct zone *zone, struct instant at,
                            int months)
{
    struct civil_date date = zone_civil(zone, at).date;

    return month_of(zone, (int64_t)date.year * 12 + date.month - 1 + months);
}

struct period period_shift(const struct period *period, const struct zone *zone,
                           int months)
{
    return month_of(zone,
                    (int64_t)period->year * 12 + period->month - 1 + months);
}

char *period_format(const struct period *period, char out[PERIOD_TEXT_MAX])
{
    (void)snprintf(out, PERIOD_TEXT_MAX, "%04d-%02d", period->year,
                   period->month);
    return out;
}
