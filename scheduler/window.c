#include "scheduler/window.h"

/*
 * Time is walked in pieces of a day that have one offset each, so that wall
 * time runs evenly inside a piece whatever the clocks did.
 */
struct piece {
    int64_t from;  /* Unix seconds, included */
    int64_t until; /* not included */
    int offset_s;  /* wall = Unix + offset */
};

/* A window repeats every week; the rest is for days that clocks leave out. */
#define DAYS_SEARCHED 15

/* The first second in (from, until] that has the offset of `until`. */
static int64_t change_between(const struct zone *zone, int64_t from,
                              int64_t until)
{
    int offset = zone_offset_s(zone, (struct instant){from});

    while (until - from > 1) {
        int64_t middle = from + (until - from) / 2;

        if (zone_offset_s(zone, (struct instant){middle}) == offset)
            from = middle;
        else
            until = middle;
    }
    return until;
}

/* Cuts a day's worth of time at its clock change; returns how many pieces. */
static size_t cut(const struct zone *zone, int64_t from, struct piece out[2])
{
    int64_t until = from + DAY_S;
    int first = zone_offset_s(zone, (struct instant){from});
    int last = zone_offset_s(zone, (struct instant){until - 1});
    int64_t change;

    out[0] = (struct piece){from, until, first};
    if (first == last)
        return 1;
    change = change_between(zone, from, until - 1);
    out[0].until = change;
    out[1] = (struct piece){change, until, last};
    return 2;
}

static const struct day_spans *spans_of(const struct week *window,
                                        int64_t wall_day)
{
    return &window->day[civil_weekday(civil_from_days(wall_day))];
}

static int64_t floor_div(int64_t value, int64_t by)
{
    int64_t quotient = value / by;

    return value % by < 0 ? quotient - 1 : quotient;
}

/* The first allowed second of a piece. */
static bool first_in(const struct week *window, struct piece piece,
                     int64_t *out)
{
    int64_t from = piece.from + piece.offset_s;
    int64_t until = piece.until + piece.offset_s;

    for (int64_t day = floor_div(from, DAY_S); day * DAY_S < until; day++) {
        const struct day_spans *spans = spans_of(window, day);

        for (size_t i = 0; i < spans->count; i++) {
            int64_t open = day * DAY_S + spans->span[i].from * MINUTE_S;
            int64_t close = day * DAY_S + spans->span[i].until * MINUTE_S;
            int64_t at = open > from ? open : from;

            if (at >= close || at >= until)
                continue;
            *out = at - piece.offset_s;
            return true;
        }
    }
    return false;
}

/* The start of the last allowed minute of a piece. */
static bool last_in(const struct week *window, struct piece piece, int64_t *out)
{
    int64_t from = piece.from + piece.offset_s;
    int64_t until = piece.until + piece.offset_s;

    for (int64_t day = floor_div(until - 1, DAY_S); (day + 1) * DAY_S > from;
         day--) {
        const struct day_spans *spans = spans_of(window, day);

        for (size_t i = spans->count; i-- > 0;) {
            int64_t open = day * DAY_S + spans->span[i].from * MINUTE_S;
            int64_t close = day * DAY_S + spans->span[i].until * MINUTE_S;
            int64_t at = close < until ? close : until;

            if (at <= open || at <= from)
                continue;
            at = floor_div(at - 1, MINUTE_S) * MINUTE_S;
            *out = (at > from ? at : from) - piece.offset_s;
            return true;
        }
    }
    return false;
}

bool window_is_open(const struct week *window, const struct zone *zone,
                    struct instant at)
{
    struct piece second = {at.unix_s, at.unix_s + 1, zone_offset_s(zone, at)};
    int64_t unused;

    return first_in(window, second, &unused);
}

bool window_next(const struct week *window, const struct zone *zone,
                 struct instant from, struct instant until, struct instant *out)
{
    int64_t at = from.unix_s;

    for (int i = 0; i < DAYS_SEARCHED && at < until.unix_s; i++) {
        struct piece pieces[2];
        size_t count = cut(zone, at, pieces);
        int64_t found;

        for (size_t k = 0; k < count; k++) {
            if (!first_in(window, pieces[k], &found))
                continue;
            if (found >= until.unix_s)
                return false;
            out->unix_s = found;
            return true;
        }
        at += DAY_S;
    }
    return false;
}

/* When the minute began that the clock shows then. */
static int64_t minute_start(const struct zone *zone, int64_t at)
{
    int64_t wall = at + zone_offset_s(zone, (struct instant){at});
    int64_t start = floor_div(wall, MINUTE_S) * MINUTE_S - wall + at;

    if (zone_offset_s(zone, (struct instant){start}) == wall - at)
        return start;
    return change_between(zone, start, at);
}

/* The start of the last allowed minute in [from, before). */
static bool window_last(const struct week *window, const struct zone *zone,
                        struct instant from, struct instant before,
                        struct instant *out)
{
    int64_t at = before.unix_s;

    for (int i = 0; i < DAYS_SEARCHED && at > from.unix_s; i++) {
        struct piece pieces[2];
        int64_t found;

        at -= DAY_S;
        for (size_t k = cut(zone, at, pieces); k-- > 0;) {
            if (!last_in(window, pieces[k], &found))
                continue;
            /* A piece may begin within a minute. */
            found = minute_start(zone, found);
            if (found < from.unix_s)
                return false;
            out->unix_s = found;
            return true;
        }
    }
    return false;
}

bool window_fit(const struct week *window, const struct zone *zone,
                struct instant now, struct instant *due, struct instant expires)
{
    struct instant next;

    if (!instant_before(*due, expires))
        return false;
    if (window_is_open(window, zone, *due))
        return !instant_before(*due, now) ||
               window_next(window, zone, now, expires, &next);
    if (window_last(window, zone, now, *due, due))
        return true;
    if (!window_next(window, zone, now, expires, &next))
        return false;
    *due = next;
    return true;
}
