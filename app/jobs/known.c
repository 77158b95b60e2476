#include "app/jobs/known.h"

#include <stdlib.h>
#include <string.h>

struct fetch {
    const struct booking *items;
    size_t count;
    struct arena *arena;
    const struct booking **by_start; /* made when somebody asks */
};

static int compare_starts(const void *left, const void *right)
{
    const struct booking *a = *(const struct booking *const *)left;
    const struct booking *b = *(const struct booking *const *)right;

    if (a->start.unix_s != b->start.unix_s)
        return a->start.unix_s < b->start.unix_s ? -1 : 1;
    return strcmp(a->uid, b->uid);
}

static void sort(struct fetch *fetch)
{
    fetch->by_start =
        arena_new_array(fetch->arena, fetch->count + 1, const struct booking *);
    for (size_t i = 0; i < fetch->count; i++)
        fetch->by_start[i] = &fetch->items[i];
    qsort(fetch->by_start, fetch->count, sizeof(struct booking *),
          compare_starts);
}

/* Whether the source still says that very instant. */
static bool is_said(struct fetch *fetch, const struct booking_row *row)
{
    const struct booking wanted = {.uid = row->uid, .start = row->start};
    const struct booking *key = &wanted;

    if (fetch->by_start == NULL)
        sort(fetch);
    return bsearch(&key, fetch->by_start, fetch->count,
                   sizeof(struct booking *), compare_starts) != NULL;
}

/* How far the wall time has moved since it was written down. */
static struct span zone_shift(struct fetch *fetch,
                              const struct booking_row *row)
{
    struct span none = {0};
    struct civil_time wall;
    struct zone zone;
    struct error ignored;

    if (!zone_load(row->zone, &zone, &ignored) ||
        !civil_parse_time(row->wall, &wall, &ignored))
        return none;
    if (civil_to_seconds(zone_civil(&zone, row->start)) ==
            civil_to_seconds(wall) ||
        is_said(fetch, row))
        return none;
    return instant_since(zone_instant(&zone, wall, NULL), row->start);
}

static struct known_booking known_of(struct fetch *fetch,
                                     const struct booking_row *row)
{
    struct span shift = zone_shift(fetch, row);

    return (struct known_booking){
        .id = row->id,
        .appointment = row->appointment,
        .uid = row->uid,
        .recurrence = row->recurrence,
        .content = row->content,
        .sequence = row->sequence,
        .start = instant_add(row->start, shift),
        .end = instant_add(row->end, shift),
        .state = row->state,
        .title = row->title,
        .phone = row->phone,
        .mail = row->mail,
        .name = row->customer_name,
        .service = row->service,
        .missing_since = {row->is_missing ? row->missing_since.unix_s : 0},
        .gone = row->is_gone,
        .is_marked = row->is_marked,
        .is_pinned = row->is_pinned,
        .is_elsewhere = row->is_elsewhere,
    };
}

struct known_booking *known_bookings(const struct booking_rows *rows,
                                     const struct booking *fetched,
                                     size_t fetched_count, struct arena *arena)
{
    struct fetch fetch = {fetched, fetched_count, arena, NULL};
    struct known_booking *known =
        arena_new_array(arena, rows->count + 1, struct known_booking);

    for (size_t i = 0; i < rows->count; i++)
        known[i] = known_of(&fetch, &rows->items[i]);
    return known;
}
