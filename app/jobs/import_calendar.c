#include <stdlib.h>
#include <string.h>

#include "app/daemon.h"
#include "app/jobs/calendar.h"
#include "app/jobs/look.h"
#include "base/pack.h"

/* Visits of a new feed that are taken at once: their words lie in memory. */
#define BATCH_VISITS APPLY_MAX

/* A calendar on its way from the child to the office. */
struct reading {
    struct look *look;
    struct extractor *extractor;
    struct extract_source source;
    struct calendar_reader *reader;
    const struct ical_head *head;
    int64_t *frames; /* of each of the head's: its row, or 0 */

    /* What is known of the feed. */
    struct source_rows rows; /* by id */
    bool *came;              /* of each: unchanged, or read */
    size_t *handed;          /* row of each digest the child was given */
    unsigned char *digests;  /* these, ascending */
    size_t handed_count;

    struct batch batch;
    size_t object_room;
    size_t room;
    size_t unread_room;
};

/* Digests in order, each with the row it belongs to. */
struct digest_of {
    const unsigned char *digest;
    size_t row;
};

static int by_digest(const void *left, const void *right)
{
    const struct digest_of *a = left;
    const struct digest_of *b = right;

    return memcmp(a->digest, b->digest, SOURCE_DIGEST_BYTES);
}

/* Whether an unchanged object has nothing new to say. */
static bool may_stay(const struct look *look, const struct source_row *row)
{
    return row->has_digest && !look->job->preview && !look->job->remap &&
           strcmp(look->row.mapping, look->mapping) == 0 &&
           (!row->has_next || !instant_before(row->next, look->until));
}

static void gather_digests(struct reading *reading)
{
    struct arena *arena = reading->look->call->arena;
    const struct source_rows *rows = &reading->rows;
    struct digest_of *known =
        arena_new_array(arena, rows->count + 1, struct digest_of);
    size_t count = 0;

    reading->came = arena_new_array(arena, rows->count + 1, bool);
    for (size_t i = 0; i < rows->count; i++) {
        if (may_stay(reading->look, &rows->items[i]))
            known[count++] = (struct digest_of){rows->items[i].digest, i};
    }
    qsort(known, count, sizeof(*known), by_digest);
    reading->handed = arena_new_array(arena, count + 1, size_t);
    reading->digests =
        arena_new_array(arena, count * SOURCE_DIGEST_BYTES + 1, unsigned char);
    for (size_t i = 0; i < count; i++) {
        reading->handed[i] = known[i].row;
        memcpy(reading->digests + i * SOURCE_DIGEST_BYTES, known[i].digest,
               SOURCE_DIGEST_BYTES);
    }
    reading->handed_count = count;
}

static bool open_reader(struct reading *reading, struct error *err)
{
    struct look *look = reading->look;
    const struct feed_limits *limits = &look->feed.limits;
    struct calendar_request request = {
        .document = &look->source.document,
        .from = look->from,
        .until = look->until,
        .default_zone = *office_zone(&look->office, look->feed.site),
        .limits = {.bytes = limits->bytes,
                   .events = limits->events,
                   .occurrences_each = limits->series,
                   .occurrences = limits->visits},
        .cpu_s = limits->cpu_s,
        .memory_bytes = limits->memory_bytes,
        .give_up = look->call->daemon == NULL
                       ? NULL
                       : daemon_stopping(look->call->daemon),
        .known = reading->digests,
        .known_count = reading->handed_count,
    };

    if (!calendar_open(&request, &reading->reader, err))
        return false;
    reading->head = calendar_head(reading->reader);
    reading->source = (struct extract_source){
        .product = reading->head->product,
        .method = reading->head->method,
    };
    reading->frames = arena_new_array(look->call->arena,
                                      reading->head->frame_count + 1, int64_t);
    return true;
}

static void add_booking(struct reading *reading, struct arena *arena,
                        const struct booking *booking)
{
    struct batch *batch = &reading->batch;

    arena_reserve(arena, batch->bookings, batch->count, reading->room,
                  struct booking);
    batch->bookings[batch->count++] = *booking;
}

static void list_visit(struct reading *reading, const struct booking *booking,
                       const char *status, enum extract_block block)
{
    struct import_outcome *out = reading->look->out;

    if (!reading->look->job->preview)
        return;
    arena_reserve(reading->look->call->arena, out->visits, out->visit_count,
                  out->visit_room, struct import_visit);
    out->visits[out->visit_count++] = (struct import_visit){
        .booking = *booking,
        .status = status,
        .block = block,
    };
}

static void take_visits(struct reading *reading,
                        const struct ical_object *object, struct arena *arena)
{
    struct extracted *found =
        arena_new_array(arena, object->event_count + 1, struct extracted);

    for (size_t i = 0; i < object->event_count; i++)
        extract_event(reading->extractor, &reading->source, &object->events[i],
                      arena, &found[i]);
    for (size_t i = 0; i < object->occurrence_count; i++) {
        const struct ical_occurrence *visit = &object->occurrences[i];
        const struct extracted *words = &found[visit->event - object->events];
        struct booking booking;
        enum extract_block block = extract_visit(words, visit, &booking);

        list_visit(reading, &booking, words->status, block);
        if (block == BLOCK_NONE)
            add_booking(reading, arena, &booking);
        else
            reading->look->out->blocks++;
    }
}

static void learn_window(struct feed_row *row, const struct ical_object *object)
{
    const struct ical_occurrence *visits = object->occurrences;
    size_t count = object->occurrence_count;

    if (count == 0)
        return;
    if (!row->earliest.is_known ||
        instant_before(visits[0].start, row->earliest.at))
        row->earliest = (struct moment){true, visits[0].start};
    if (!row->latest.is_known ||
        instant_before(row->latest.at, visits[count - 1].start))
        row->latest = (struct moment){true, visits[count - 1].start};
}

/* The object's words go to `arena`; `id` is its row, or 0. */
static void take_object(struct reading *reading,
                        const struct ical_object *object, struct source_id id,
                        struct arena *arena)
{
    struct batch *batch = &reading->batch;
    struct apply_object taken = {
        .id = id,
        .version = {.feed = reading->look->feed.name,
                    .uid = object->uid,
                    .has_next = object->has_next,
                    .next = object->next,
                    .frame = (int64_t)object->frame,
                    .body = object->raw},
        .first = batch->count,
    };

    take_visits(reading, object, arena);
    learn_window(&reading->look->row, object);
    taken.count = batch->count - taken.first;
    taken.version.visits = taken.count;
    if (object->unread == NULL) {
        taken.version.digest =
            (struct str){arena_strndup(arena, (const char *)object->digest,
                                       ICAL_DIGEST_BYTES),
                         ICAL_DIGEST_BYTES};
    } else {
        arena_reserve(arena, batch->unread, batch->unread_count,
                      reading->unread_room, const char *);
        batch->unread[batch->unread_count++] = object->uid;
    }
    arena_reserve(arena, batch->objects, batch->object_count,
                  reading->object_room, struct apply_object);
    batch->objects[batch->object_count++] = taken;
}

/* The calendars around the objects, each kept once. */
static bool write_frames(struct db *db, void *context, struct error *err)
{
    struct reading *reading = context;
    struct packer *packer = packer_create();
    bool ok = true;

    for (size_t i = 0; ok && i < reading->batch.object_count; i++) {
        size_t index = (size_t)reading->batch.objects[i].version.frame;
        const struct ical_frame *frame = &reading->head->frames[index];
        struct str digest = {(const char *)frame->digest, ICAL_DIGEST_BYTES};

        if (reading->frames[index] == 0)
            ok = source_frame_keep(db, reading->look->feed.name, digest,
                                   packer_pack(packer, frame->body),
                                   &reading->frames[index], err);
    }
    packer_destroy(packer);
    return ok;
}

static bool keep_frames(struct reading *reading, struct error *err)
{
    struct batch *batch = &reading->batch;
    bool missing = false;

    for (size_t i = 0; i < batch->object_count; i++)
        missing |= reading->frames[batch->objects[i].version.frame] == 0;
    if (missing && !call_write(reading->look->call, write_frames, reading, err))
        return false;
    for (size_t i = 0; i < batch->object_count; i++)
        batch->objects[i].version.frame =
            reading->frames[batch->objects[i].version.frame];
    return true;
}

static bool take_batch(struct reading *reading, struct arena *arena,
                       struct error *err)
{
    return (reading->look->job->preview || keep_frames(reading, err)) &&
           look_take(reading->look, &reading->batch, arena, err);
}

/* A feed that is new: batch by batch, so that memory does not grow. */
static bool take_all_new(struct reading *reading, struct error *err)
{
    struct arena arena = {0};
    struct ical_object object;
    size_t done = 0;
    bool more = true;
    bool ok = true;

    while (ok && more) {
        reading->batch = (struct batch){.is_whole = true,
                                        .is_part = true,
                                        .keys_are_unique = true};
        reading->room = reading->object_room = reading->unread_room = 0;
        while (ok && more && reading->batch.count < BATCH_VISITS &&
               reading->batch.object_count < BATCH_VISITS) {
            ok = calendar_next(reading->reader, &arena, &object, &more, err);
            if (ok && more)
                take_object(reading, &object, (struct source_id){0}, &arena);
        }
        ok = ok && take_batch(reading, &arena, err);
        done += reading->batch.object_count;
        progress_step(&reading->look->progress, "reading", done,
                      reading->head->object_count);
        arena_free(&arena);
    }
    return ok;
}

static int compare_ids(const void *left, const void *right)
{
    const struct source_row *a = left;
    const struct source_row *b = right;

    return (a->id.row > b->id.row) - (a->id.row < b->id.row);
}

static void note_came(struct reading *reading, struct source_id id)
{
    const struct source_rows *rows = &reading->rows;
    const struct source_row wanted = {.id = id};
    const struct source_row *row =
        rows->count == 0 ? NULL
                         : bsearch(&wanted, rows->items, rows->count,
                                   sizeof(*rows->items), compare_ids);

    if (row != NULL)
        reading->came[row - rows->items] = true;
}

/* Those the child has seen and needed not read. */
static void note_unchanged(struct reading *reading)
{
    const unsigned char *seen = reading->head->known_seen;
    size_t visits = 0;

    for (size_t i = 0; i < reading->handed_count; i++) {
        if ((seen[i / 8] >> (i % 8) & 1) == 0)
            continue;
        reading->came[reading->handed[i]] = true;
        visits += reading->rows.items[reading->handed[i]].visits;
    }
    reading->look->out->counts.unchanged += visits;
}

static bool take_changed_objects(struct reading *reading, struct error *err)
{
    struct look *look = reading->look;
    struct arena *arena = look->call->arena;
    struct ical_object object;
    struct source_row row;
    bool more = true;

    for (;;) {
        if (!calendar_next(reading->reader, arena, &object, &more, err))
            return false;
        if (!more)
            return true;
        if (!source_find(look->db, look->feed.name, object.uid, &row, err))
            return false;
        take_object(reading, &object, row.id, arena);
        if (row.id.row == 0)
            continue;
        note_came(reading, row.id);
        if (!booking_add_object(look->db, row.id, arena, &reading->batch.known,
                                err))
            return false;
    }
}

static bool find_absent(struct reading *reading, struct error *err)
{
    struct look *look = reading->look;
    struct arena *arena = look->call->arena;
    struct batch *batch = &reading->batch;
    struct source_id *absent =
        arena_new_array(arena, reading->rows.count + 1, struct source_id);

    for (size_t i = 0; i < reading->rows.count; i++) {
        if (reading->came[i])
            continue;
        absent[batch->absent_count++] = reading->rows.items[i].id;
        if (!booking_add_object(look->db, reading->rows.items[i].id, arena,
                                &batch->known, err))
            return false;
    }
    batch->absent = absent;
    return true;
}

/* What the source says is gone; the rest is as it was. */
static bool find_gone(struct reading *reading, struct error *err)
{
    struct look *look = reading->look;
    struct arena *arena = look->call->arena;
    struct batch *batch = &reading->batch;
    struct source_id *absent =
        arena_new_array(arena, look->gone_count + 1, struct source_id);
    struct source_row row;

    batch->absent = absent;
    for (size_t i = 0; i < look->gone_count; i++) {
        if (!source_find(look->db, look->feed.name, look->gone[i], &row, err))
            return false;
        if (row.id.row == 0)
            continue;
        note_came(reading, row.id);
        absent[batch->absent_count++] = row.id;
        if (!booking_add_object(look->db, row.id, arena, &batch->known, err))
            return false;
    }
    for (size_t i = 0; i < reading->rows.count; i++) {
        if (!reading->came[i])
            look->out->counts.unchanged += reading->rows.items[i].visits;
    }
    return true;
}

/* A feed that is known: what is new in it, and what is gone, at once. */
static bool take_changes(struct reading *reading, struct error *err)
{
    bool is_partial = reading->look->is_partial;

    reading->batch = (struct batch){
        .is_cut = reading->head->skipped.unlisted != 0,
        .keys_are_unique = true,
        .is_removed = is_partial,
    };
    note_unchanged(reading);
    return take_changed_objects(reading, err) &&
           (is_partial ? find_gone(reading, err) : find_absent(reading, err)) &&
           take_batch(reading, reading->look->call->arena, err);
}

static void note_head(struct reading *reading)
{
    struct import_outcome *out = reading->look->out;
    struct arena *arena = reading->look->call->arena;

    import_notes_add(&out->rejected, arena, &reading->head->skipped);
    import_notes_add(&out->warnings, arena, &reading->head->warnings);
    out->unread = out->rejected.count + out->rejected.unlisted;
    reading->look->refresh = reading->head->refresh;
}

/* Nothing of it can have to do with anything known. */
static bool is_all_new(const struct reading *reading, bool *out,
                       struct error *err)
{
    const struct look *look = reading->look;
    bool any = true;

    *out = false;
    if (reading->rows.count != 0 || look->job->preview)
        return true;
    if (!source_any(look->db, look->feed.name, &any, err))
        return false;
    *out = !any;
    return true;
}

static bool read_calendar(struct reading *reading, struct error *err)
{
    struct look *look = reading->look;
    bool all_new;

    if (!source_list(look->db, look->feed.name, look->call->arena,
                     &reading->rows, err) ||
        !is_all_new(reading, &all_new, err))
        return false;
    gather_digests(reading);
    if (!open_reader(reading, err))
        return false;
    note_head(reading);
    return all_new ? take_all_new(reading, err) : take_changes(reading, err);
}

bool look_at_calendar(struct look *look, struct error *err)
{
    struct reading reading = {.look = look};
    bool ok;

    look->out->is_calendar = true;
    if (!extractor_create(&look->office, &look->feed, &reading.extractor, err))
        return false;
    ok = read_calendar(&reading, err);
    calendar_close(reading.reader);
    extractor_destroy(reading.extractor);
    return ok;
}
