#include "base/duration.h"

/* Seconds of a unit's letter; 0 when it is none. */
static int64_t unit_s(char letter)
{
    switch (letter) {
    case 's':
        return 1;
    case 'm':
        return MINUTE_S;
    case 'h':
        return HOUR_S;
    case 'd':
        return DAY_S;
    case 'w':
        return 7 * DAY_S;
    default:
        return 0;
    }
}

static const char *skip_spaces(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* One number with its unit; NULL when there is none. */
static const char *read_part(const char *at, int64_t *sum_s)
{
    int64_t number = 0;
    const char *first = at;

    for (; *at >= '0' && *at <= '9' && number <= DURATION_MAX_S; at++)
        number = number * 10 + (*at - '0');
    if (at == first || unit_s(*at) == 0 ||
        number > (DURATION_MAX_S - *sum_s) / unit_s(*at))
        return NULL;
    *sum_s += number * unit_s(*at);
    return at + 1;
}

bool duration_parse(const char *text, struct span *out, struct error *err)
{
    const char *at = skip_spaces(text);
    int64_t sum_s = 0;

    do {
        at = read_part(at, &sum_s);
        if (at == NULL)
            return error_set(err, ERROR_INPUT,
                             "not a duration such as 90m, 24h or 3d");
        at = skip_spaces(at);
    } while (*at != '\0');
    out->s = sum_s;
    return true;
}
