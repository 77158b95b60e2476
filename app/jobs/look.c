#include "app/jobs/look.h"

#include <stdlib.h>
#include <string.h>

#include "app/jobs/known.h"
#include "app/jobs/look_note.h"
#include "scheduler/rule_time.h"

/* A batch while it is compared and applied. */
struct taking {
    struct look *look;
    const struct batch *batch;
    struct arena *arena;
    struct reconcile_request request;
    struct reconcile_result result;
};

static void list_change(struct taking *taking, const struct change *change)
{
    const struct batch *batch = taking->batch;
    struct import_outcome *out = taking->look->out;
    struct arena *arena = taking->look->call->arena;
    const struct booking *fetched = change->fetched == RECONCILE_NONE
                                        ? NULL
                                        : &batch->bookings[change->fetched];
    const struct booking_row *known = change->known == RECONCILE_NONE
                                          ? NULL
                                          : &batch->known.items[change->known];
    bool moves = change->kind == CHANGE_RESCHEDULED;
    struct import_change *item;

    assert(fetched != NULL || known != NULL);
    assert(!moves || (fetched != NULL && known != NULL));
    arena_reserve(arena, out->changes, out->change_count, out->change_room,
                  struct import_change);
    item = &out->changes[out->change_count++];
    *item = (struct import_change){
        .kind = change->kind,
        .uid = arena_strdup(arena, fetched == NULL ? known->uid : fetched->uid),
        .recurrence =
            arena_strdup(arena,
                         str_or_empty(fetched == NULL ? known->recurrence
                                                      : fetched->recurrence)),
        .start = fetched == NULL || moves ? known->start : fetched->start,
        .is_probable = change->is_probable,
        .is_held = change->is_held,
    };
    if (!moves)
        return;
    item->to_start = fetched->start;
    if (strcmp(known->uid, fetched->uid) != 0)
        item->replaces_uid = arena_strdup(arena, known->uid);
}

static void add_up(struct taking *taking)
{
    const struct reconcile_result *result = &taking->result;
    struct import_outcome *out = taking->look->out;

    change_counts_add(&out->counts, &result->counts);
    out->held_count += result->held_count;
    if (result->uids_are_unstable)
        import_note_add(&out->warnings, taking->look->call->arena, NULL, 0,
                        "most events came under another UID than before; they "
                        "are recognised by time and title");
    if (result->verdict != RECONCILE_OK) {
        out->verdict = result->verdict;
        out->reason = arena_strdup(taking->look->call->arena, result->reason);
    }
    for (size_t i = 0;
         taking->look->job->lists_changes && i < result->change_count; i++) {
        if (result->changes[i].kind != CHANGE_UNCHANGED)
            list_change(taking, &result->changes[i]);
    }
}

static int by_row(const void *left, const void *right)
{
    const struct source_id *a = left;
    const struct source_id *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

/* The brake measures what goes by what stays, the rest of the feed. */
static bool find_others(struct taking *taking, struct error *err)
{
    const struct batch *batch = taking->batch;
    struct source_id *objects =
        arena_new_array(taking->arena, batch->known.count + 1,
                        struct source_id);
    struct booking_others others = {
        .feed = taking->look->feed.name,
        .after = taking->look->now,
        .objects = objects,
        .count = batch->known.count,
    };
    struct instants starts;

    for (size_t i = 0; i < batch->known.count; i++)
        objects[i] = batch->known.items[i].object;
    qsort(objects, others.count, sizeof(*objects), by_row);
    if (!booking_starts(taking->look->db, &others, taking->arena, &starts, err))
        return false;
    taking->request.others = starts.items;
    taking->request.others_count = starts.count;
    return true;
}

static int by_booking(const void *left, const void *right)
{
    const struct held_change *a = left;
    const struct held_change *b = right;

    return (a->booking.row > b->booking.row) -
           (a->booking.row < b->booking.row);
}

static struct held_changes held_of(const struct taking *taking)
{
    const struct reconcile_result *result = &taking->result;
    struct held_changes held = {
        .items = arena_new_array(taking->arena, result->held_count + 1,
                                 struct held_change),
    };

    for (size_t i = 0; i < result->change_count; i++) {
        const struct change *change = &result->changes[i];

        if (change->is_held && change->known != RECONCILE_NONE)
            held.items[held.count++] = (struct held_change){
                .booking = taking->batch->known.items[change->known].id,
                .change = change_kind_name(change->kind),
                .since = taking->look->now,
            };
    }
    qsort(held.items, held.count, sizeof(*held.items), by_booking);
    return held;
}

static bool are_same(const struct held_changes *a, const struct held_changes *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; same && i < a->count; i++)
        same = a->items[i].booking.row == b->items[i].booking.row;
    return same;
}

/*
 * Whether the very same was held before. A person's word counts for what was
 * shown, and waiting for nothing else.
 */
static bool is_known_hold(const struct taking *taking, bool *out,
                          struct error *err)
{
    struct held_changes now = held_of(taking);
    struct held_changes before;

    if (!held_list(taking->look->db, taking->look->feed.name, taking->arena,
                   &before, err))
        return false;
    *out = now.count != 0 && are_same(&now, &before);
    return true;
}

/*
 * A person's word, or that the feed has said the same so often within a day
 * as the office wants; never where it has nothing left to say.
 */
static bool is_enough(const struct taking *taking)
{
    const struct look *look = taking->look;
    const struct feed_row *row = &look->row;
    int64_t wanted = look->feed.release_after;
    int64_t since_s;

    if (look->job->is_released)
        return true;
    since_s = instant_since(look->now, row->same_since.at).s;
    return wanted > 0 && row->same_count >= wanted && since_s <= DAY_S &&
           since_s >= RECONCILE_WITHDRAW_S &&
           taking->request.fetched_count + taking->request.others_count > 0;
}

static bool judge_held(struct taking *taking, struct error *err)
{
    struct feed_row *row = &taking->look->row;
    bool same = false;

    if (taking->result.verdict == RECONCILE_OK)
        return true;
    if (!is_known_hold(taking, &same, err))
        return false;
    if (!same || !row->same_since.is_known) {
        row->same_since = (struct moment){true, taking->look->now};
        row->same_count = 0;
    }
    row->same_count++;
    if (!same || !is_enough(taking))
        return true;
    taking->request.is_released = true;
    reconcile(&taking->request, taking->arena, &taking->result);
    return true;
}

static bool compare(struct taking *taking, struct error *err)
{
    const struct batch *batch = taking->batch;
    struct known_booking *known = known_bookings(&batch->known, batch->bookings,
                                                 batch->count, taking->arena);

    for (size_t i = 0; batch->is_removed && i < batch->known.count; i++)
        known[i].is_removed = true;
    taking->request = (struct reconcile_request){
        .known = known,
        .known_count = batch->known.count,
        .fetched = batch->bookings,
        .fetched_count = batch->count,
        .now = taking->look->now,
        .zone = taking->look->office.zone,
        .absence_is_silent = batch->absence_is_silent,
        .keys_are_unique = batch->keys_are_unique,
        .from = taking->look->from,
        .until = taking->look->until,
        .is_cut = batch->is_cut,
        .unread = batch->unread,
        .unread_count = batch->unread_count,
    };
    reconcile(&taking->request, taking->arena, &taking->result);
    if (taking->result.dropped != 0 && !batch->is_whole) {
        if (!find_others(taking, err))
            return false;
        reconcile(&taking->request, taking->arena, &taking->result);
    }
    return judge_held(taking, err);
}

static bool write_held(struct db *db, void *context, struct error *err)
{
    const struct taking *taking = context;
    struct held_changes held = held_of(taking);

    return held_replace(db, taking->look->feed.name, &held, err);
}

/* An older copy of what is known must not take its place. */
static void mark_stale(struct taking *taking)
{
    const struct batch *batch = taking->batch;
    size_t next = 0;

    for (size_t i = 0; i < taking->result.change_count; i++) {
        const struct change *change = &taking->result.changes[i];

        if (change->fetched == RECONCILE_NONE)
            return;
        while (change->fetched >=
               batch->objects[next].first + batch->objects[next].count)
            next++;
        batch->objects[next].is_stale |= change->is_stale;
    }
}

static void tell_progress(void *context, size_t done)
{
    struct taking *taking = context;

    if (!taking->batch->is_part)
        progress_step(&taking->look->progress, "writing", done,
                      taking->result.change_count);
    taking->look->out->has_written = true;
}

static bool apply(struct taking *taking, struct error *err)
{
    struct look *look = taking->look;
    const struct batch *batch = taking->batch;
    struct apply_request request = {
        .feed = look->feed.name,
        .who = look->who,
        .objects = batch->objects,
        .object_count = batch->object_count,
        .fetched = batch->bookings,
        .known = &batch->known,
        .absent = batch->absent,
        .absent_count = batch->absent_count,
        .result = &taking->result,
        .office = &look->office,
        .lead = rule_lead(&look->office),
        .now = look->now,
        .joined = &look->out->joined,
        .last_good = look->row.good.is_known ? look->row.good.at : look->now,
    };
    bool suspicious = taking->result.verdict != RECONCILE_OK;

    /* Another feed that is read meanwhile must know that this one has visits:
     * they may be the same (domain/twin.h). */
    if (!look->row.good.is_known && !look->out->has_written &&
        !call_write(look->call, look_save_row, look, err))
        return false;
    mark_stale(taking);
    /* What is held is read anew by the next look. */
    for (size_t i = 0; suspicious && i < batch->object_count; i++)
        batch->objects[i].version.digest = (struct str){0};
    if ((suspicious || strcmp(look->row.state, "suspicious") == 0) &&
        !call_write(look->call, write_held, taking, err))
        return false;
    return apply_changes(look->call, &request, tell_progress, taking, err);
}

bool look_take(struct look *look, const struct batch *batch,
               struct arena *arena, struct error *err)
{
    struct taking taking = {.look = look, .batch = batch, .arena = arena};

    if (!compare(&taking, err))
        return false;
    add_up(&taking);
    return look->job->preview || apply(&taking, err);
}
