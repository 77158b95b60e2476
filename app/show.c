#include "app/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "domain/money.h"

char *show_id(int64_t row, char out[24])
{
    (void)snprintf(out, 24, "%lld", (long long)row);
    return out;
}

bool show_read_id(const char *text, int64_t *out, struct error *err)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && *out > 0)
        return true;
    return error_set(err, ERROR_USAGE,
                     "'%s' is not an appointment's number; 'kept day' lists "
                     "them",
                     text);
}

char *show_wall(const struct zone *zone, struct instant at, char out[40])
{
    struct civil_time wall = zone_civil(zone, at);

    (void)snprintf(out, 40, "%04d-%02d-%02d %02d:%02d", wall.date.year,
                   wall.date.month, wall.date.day, wall.hour, wall.minute);
    return out;
}

int show_width(const char *text, int columns)
{
    struct str all = str_of(text);

    return columns + (int)(all.len - utf8_count(all));
}

#define MICRO            INT64_C(1000000)
#define MICRO_PER_DIGIT4 100 /* what is left of it at four digits */

char *show_cost(int64_t micro, const char *currency, char out[SHOW_COST_MAX])
{
    int64_t rounded = (micro + MICRO_PER_DIGIT4 / 2) / MICRO_PER_DIGIT4;
    int64_t part = rounded % (MICRO / MICRO_PER_DIGIT4);
    int digits = 4;

    while (digits > money_decimals(currency) && part % 10 == 0) {
        part /= 10;
        digits--;
    }
    (void)snprintf(out, SHOW_COST_MAX, "%lld%s%0*lld %s",
                   (long long)(rounded / (MICRO / MICRO_PER_DIGIT4)),
                   digits == 0 ? "" : ".", digits, (long long)part, currency);
    return out;
}
