#include "importers/reconcile_brake.h"

#include <stdlib.h>

/* A day with one visit is not "all of a day": it is one visit. */
#define DAY_VISITS_MIN   2
/* Visits at the far end that vanish together: the feed looks less far. */
#define HORIZON_LOST_MIN 3

bool brake_is_dropped(const struct matching *matching, size_t known)
{
    return matching->fetched_of[known] == RECONCILE_NONE &&
           match_is_due(matching, known) && !matching->in_series[known];
}

struct tally {
    size_t due;
    size_t dropped;
    size_t beyond;  /* dropped after the last start that came */
    size_t present; /* due and came */
};

static struct instant last_start(const struct reconcile_request *request)
{
    struct instant last = {INT64_MIN};

    if (request->others_count != 0)
        last = request->others[request->others_count - 1];
    for (size_t i = 0; i < request->fetched_count; i++)
        last = instant_later(last, request->fetched[i].start);
    return last;
}

static struct tally count(const struct matching *matching)
{
    const struct reconcile_request *request = matching->request;
    struct instant last = last_start(request);
    struct tally tally = {
        .due = request->others_count,
        .present = request->others_count,
    };

    for (size_t i = 0; i < request->known_count; i++) {
        if (!match_is_due(matching, i))
            continue;
        tally.due++;
        if (brake_is_dropped(matching, i)) {
            tally.dropped++;
            tally.beyond += instant_before(last, request->known[i].start);
        }
        tally.present += matching->fetched_of[i] != RECONCILE_NONE;
    }
    return tally;
}

struct due_visit {
    int64_t day; /* since 1970, on the wall */
    bool dropped;
};

static int by_day(const void *left, const void *right)
{
    const struct due_visit *a = left;
    const struct due_visit *b = right;

    return (a->day > b->day) - (a->day < b->day);
}

static int64_t day_of(const struct reconcile_request *request,
                      struct instant start)
{
    return civil_to_days(zone_civil(&request->zone, start).date);
}

/* The first day of which all visits are dropped; false when there is none. */
static bool lost_day(const struct matching *matching, struct civil_date *day)
{
    const struct reconcile_request *request = matching->request;
    struct due_visit *visits =
        arena_new_array(matching->arena,
                        request->known_count + request->others_count,
                        struct due_visit);
    size_t length = 0;

    for (size_t i = 0; i < request->others_count; i++)
        visits[length++].day = day_of(request, request->others[i]);

    for (size_t i = 0; i < request->known_count; i++) {
        if (match_is_due(matching, i))
            visits[length++] = (struct due_visit){
                .day = day_of(request, request->known[i].start),
                .dropped = brake_is_dropped(matching, i),
            };
    }
    qsort(visits, length, sizeof(*visits), by_day);
    for (size_t first = 0, next; first < length; first = next) {
        size_t dropped = 0;

        for (next = first;
             next < length && visits[next].day == visits[first].day; next++)
            dropped += visits[next].dropped;
        if (dropped >= DAY_VISITS_MIN && dropped == next - first) {
            *day = civil_from_days(visits[first].day);
            return true;
        }
    }
    return false;
}

const char *brake_reason(const struct matching *matching, size_t *dropped)
{
    const struct reconcile_request *request = matching->request;
    struct arena *arena = matching->arena;
    struct tally tally = count(matching);
    char text[CIVIL_DATE_TEXT_MAX];
    struct civil_date day;

    *dropped = tally.dropped;
    if (tally.dropped == 0)
        return NULL;
    if (request->is_cut)
        return arena_printf(arena,
                            "%zu future appointments are gone from a feed "
                            "that was too large to be read whole",
                            tally.dropped);
    if (tally.present == 0)
        return arena_printf(arena,
                            "all %zu future appointments are gone from the "
                            "feed",
                            tally.due);
    if (tally.dropped > RECONCILE_DROP_MAX &&
        tally.dropped * 100 > tally.due * RECONCILE_DROP_PERCENT)
        return arena_printf(arena,
                            "%zu of %zu future appointments are gone from "
                            "the feed",
                            tally.dropped, tally.due);
    if (tally.beyond >= HORIZON_LOST_MIN)
        return arena_printf(arena,
                            "the last %zu appointments are gone together; "
                            "the feed may look less far ahead than before",
                            tally.beyond);
    if (lost_day(matching, &day))
        return arena_printf(arena,
                            "all appointments of %s are gone from the feed",
                            civil_format_date(day, text));
    return NULL;
}
