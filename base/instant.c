#include "base/instant.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"

/* "2026-11-24T18:00:00": longer wall times are not RFC 3339. */
#define WALL_LEN_MAX 19

static bool two_digits(const char *at, int *out)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (at[0] - '0') * 10 + (at[1] - '0');
    return true;
}

/* "Z", "+01:00" or "-0530" to seconds east of UTC. */
static bool read_offset(const char *at, int *offset_s)
{
    int hour;
    int minute;
    const char *minutes;

    if ((*at == 'Z' || *at == 'z') && at[1] == '\0') {
        *offset_s = 0;
        return true;
    }
    if ((*at != '+' && *at != '-') || strlen(at) < 5 ||
        !two_digits(at + 1, &hour))
        return false;
    minutes = at[3] == ':' ? at + 4 : at + 3;
    if (strlen(minutes) != 2 || !two_digits(minutes, &minute) || hour > 18 ||
        minute > 59)
        return false;
    *offset_s = (hour * 3600 + minute * 60) * (*at == '-' ? -1 : 1);
    return true;
}

bool instant_parse(const char *text, struct instant *out, struct error *err)
{
    char wall[WALL_LEN_MAX + 1];
    struct error ignored;
    struct civil_time time;
    size_t wall_len = strlen(text) < 11 ? strlen(text) : 11;
    const char *rest;
    int offset_s;

    wall_len += strspn(text + wall_len, "0123456789:");
    rest = text + wall_len;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (wall_len <= WALL_LEN_MAX) {
        memcpy(wall, text, wall_len);
        wall[wall_len] = '\0';
        if (civil_parse_time(wall, &time, &ignored) &&
            read_offset(rest, &offset_s)) {
            out->unix_s = civil_to_seconds(time) - offset_s;
            return true;
        }
    }
    return error_set(err, ERROR_INPUT,
                     "'%s' is not an instant; write it like "
                     "2026-11-24T18:00:00+01:00",
                     text);
}

char *instant_format(struct instant at, char out[INSTANT_TEXT_MAX])
{
    struct civil_time time = civil_from_seconds(at.unix_s);
    char wall[CIVIL_TIME_TEXT_MAX];

    (void)snprintf(out, INSTANT_TEXT_MAX, "%.30sZ",
                   civil_format_time(time, wall));
    return out;
}
