/* Reading back what a child wrote, with suspicion; ical_record.c has the
 * layout. */
#include <stdlib.h>

#include "base/crypto.h"
#include "base/utf8.h"
#include "importers/ical_piece.h"
#include "importers/ical_record.h"
#include "importers/limits.h"

/* 0001-01-01 in the easternmost zone, and the end of 9999. */
#define INSTANT_S_MIN        (INT64_C(-62135596800) - DAY_S)
#define INSTANT_S_MAX        INT64_C(253402300799)
/* What a person is told. */
#define REASON_BYTES_MAX     2048
/* "20260121T100000Z#400000" and the NUL. */
#define RECURRENCE_BYTES_MAX 32
/* No event, visit, person or other item of a list takes fewer bytes. */
#define EVENT_BYTES_MIN      18
#define VISIT_BYTES_MIN      6
#define PERSON_BYTES_MIN     5
#define ITEM_BYTES_MIN       1

static void take_digest(struct ical_piece *piece,
                        unsigned char out[ICAL_DIGEST_BYTES])
{
    const char *bytes = ical_piece_bytes(piece, ICAL_DIGEST_BYTES);

    if (bytes != NULL)
        memcpy(out, bytes, ICAL_DIGEST_BYTES);
}

static struct instant take_instant(struct ical_piece *piece)
{
    return (struct instant){
        ical_piece_signed(piece, INSTANT_S_MIN, INSTANT_S_MAX)};
}

static bool take_known(struct ical_piece *piece, struct instant *out)
{
    if (!ical_piece_bool(piece))
        return false;
    *out = take_instant(piece);
    return true;
}

static struct civil_date take_date(struct ical_piece *piece)
{
    size_t number = ical_piece_number(piece, 99991231);
    struct civil_date date = {
        .year = (int)(number / 10000),
        .month = (int)(number / 100 % 100),
        .day = (int)(number % 100),
    };

    if (piece->wrong == NULL && !civil_is_valid(date))
        (void)ical_piece_fail(piece, "a date does not exist");
    return date;
}

static struct ical_person take_person(struct ical_piece *piece)
{
    struct ical_person person = {
        .name = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX),
    };

    person.mail = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    person.answer = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    person.role = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    person.kind = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    return person;
}

static void take_lists(struct ical_piece *piece, struct ical_event *event)
{
    struct arena *arena = piece->arena;

    if (ical_piece_bool(piece)) {
        event->organizer = arena_new(arena, struct ical_person);
        *event->organizer = take_person(piece);
    }
    event->attendee_count =
        ical_piece_count(piece, IMPORT_ATTENDEES_MAX, PERSON_BYTES_MIN);
    event->attendees =
        arena_new_array(arena, event->attendee_count, struct ical_person);
    for (size_t i = 0; i < event->attendee_count; i++)
        event->attendees[i] = take_person(piece);
    event->category_count =
        ical_piece_count(piece, IMPORT_CATEGORIES_MAX, ITEM_BYTES_MIN);
    event->categories =
        arena_new_array(arena, event->category_count, const char *);
    for (size_t i = 0; i < event->category_count; i++)
        event->categories[i] = ical_piece_name(piece, IMPORT_WORD_BYTES_MAX);
    event->extra_count =
        ical_piece_count(piece, IMPORT_EXTRAS_MAX, ITEM_BYTES_MIN);
    event->extras =
        arena_new_array(arena, event->extra_count, struct ical_extra);
    for (size_t i = 0; i < event->extra_count; i++) {
        event->extras[i].name = ical_piece_name(piece, IMPORT_WORD_BYTES_MAX);
        event->extras[i].value = ical_piece_name(piece, IMPORT_WORD_BYTES_MAX);
    }
}

/* Its part of the object's raw text. */
static void take_raw(struct ical_piece *piece, struct str all,
                     struct ical_event *event)
{
    size_t len;

    event->raw_offset = ical_piece_number(piece, all.len);
    len = ical_piece_number(piece, all.len - event->raw_offset);
    if (piece->wrong == NULL)
        event->raw =
            arena_strndup(piece->arena, all.at + event->raw_offset, len);
    if (piece->wrong == NULL && !utf8_is_valid(str_of(event->raw)))
        (void)ical_piece_fail(piece, "a text is cut or no plain text");
}

static void take_event(struct ical_piece *piece,
                       const struct ical_object *object,
                       struct ical_event *event)
{
    event->uid = object->uid;
    event->has_uid = ical_piece_bool(piece);
    event->sequence = ical_piece_signed(piece, -1, INT64_MAX);
    event->status = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    event->transparency = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    event->busy = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    event->privacy = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    event->summary = ical_piece_text(piece, IMPORT_TEXT_BYTES_MAX);
    event->description = ical_piece_text(piece, IMPORT_TEXT_BYTES_MAX);
    event->location = ical_piece_text(piece, IMPORT_TEXT_BYTES_MAX);
    event->url = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    take_lists(piece, event);
    event->has_created = take_known(piece, &event->created);
    event->has_modified = take_known(piece, &event->modified);
    event->has_stamp = take_known(piece, &event->stamp);
    take_raw(piece, object->raw, event);
}

static const char *take_recurrence(struct ical_piece *piece)
{
    static const char letters[] = "0123456789TZ#";
    const char *text =
        str_or_empty(ical_piece_text(piece, RECURRENCE_BYTES_MAX));

    if (text[strspn(text, letters)] != '\0')
        (void)ical_piece_fail(piece, "a recurrence is no time");
    return text;
}

static void take_days(struct ical_piece *piece,
                      struct ical_occurrence *occurrence)
{
    occurrence->first_day = take_date(piece);
    occurrence->day_after = take_date(piece);
    if (civil_compare(occurrence->day_after, occurrence->first_day) < 0)
        (void)ical_piece_fail(piece, "a visit ends before it starts");
}

static void take_occurrence(struct ical_piece *piece,
                            const struct ical_record_reader *reader,
                            const struct ical_object *object,
                            struct ical_occurrence *occurrence)
{
    size_t event = ical_piece_number(piece, SIZE_MAX);
    size_t zone = ical_piece_number(piece, SIZE_MAX);
    size_t flags;

    if (piece->wrong != NULL)
        return;
    if (event >= object->event_count || zone >= reader->zone_count) {
        (void)ical_piece_fail(piece, "a number is out of range");
        return;
    }
    occurrence->event = &object->events[event];
    occurrence->zone = reader->zones[zone];
    flags = ical_piece_number(piece, ICAL_RECORD_OVERRIDE | ICAL_RECORD_END |
                                         ICAL_RECORD_ALL_DAY);
    occurrence->is_override = (flags & ICAL_RECORD_OVERRIDE) != 0;
    occurrence->has_end = (flags & ICAL_RECORD_END) != 0;
    occurrence->all_day = (flags & ICAL_RECORD_ALL_DAY) != 0;
    occurrence->start = take_instant(piece);
    occurrence->end.unix_s =
        occurrence->start.unix_s +
        (int64_t)ical_piece_number(piece, (size_t)(INSTANT_S_MAX -
                                                   occurrence->start.unix_s));
    occurrence->recurrence = take_recurrence(piece);
    if (occurrence->all_day)
        take_days(piece, occurrence);
}

static void take_events(struct ical_piece *piece, struct ical_object *out,
                        size_t max)
{
    out->event_count = ical_piece_count(piece, max, EVENT_BYTES_MIN);
    out->events =
        arena_new_array(piece->arena, out->event_count, struct ical_event);
    for (size_t i = 0; i < out->event_count && piece->wrong == NULL; i++)
        take_event(piece, out, &out->events[i]);
}

static int compare_recurrences(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Nobody may stand there twice. */
static bool are_unique(const struct ical_object *object)
{
    size_t count = object->occurrence_count;
    const char **items;
    bool ok = true;

    if (count < 2)
        return true;
    items = calloc(count, sizeof(const char *));
    if (items == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        items[i] = object->occurrences[i].recurrence;
    qsort(items, count, sizeof(const char *), compare_recurrences);
    for (size_t i = 1; i < count && ok; i++)
        ok = strcmp(items[i - 1], items[i]) != 0;
    free(items);
    return ok;
}

static void take_occurrences(struct ical_piece *piece,
                             struct ical_record_reader *reader,
                             struct ical_object *out)
{
    size_t count =
        ical_piece_count(piece, reader->occurrences_left, VISIT_BYTES_MIN);

    out->occurrences =
        arena_new_array(piece->arena, count, struct ical_occurrence);
    for (size_t i = 0; i < count && piece->wrong == NULL; i++) {
        take_occurrence(piece, reader, out, &out->occurrences[i]);
        if (piece->wrong == NULL && i > 0 &&
            instant_before(out->occurrences[i].start,
                           out->occurrences[i - 1].start))
            (void)ical_piece_fail(piece, "visits are not in order");
        out->occurrence_count++;
    }
    if (piece->wrong == NULL && !are_unique(out))
        (void)ical_piece_fail(piece, "a visit is there twice");
    reader->occurrences_left -= count;
}

/* Adds a UID to those that came; false when it did already. */
static bool is_new(struct ical_record_reader *reader, const char *uid)
{
    unsigned char digest[CRYPTO_DIGEST_BYTES];
    struct str text = str_of(uid);
    uint64_t key;
    size_t at;

    crypto_digest(&text, 1, digest);
    memcpy(&key, digest, sizeof(key));
    key = key == 0 ? 1 : key;
    at = (size_t)key & (reader->uid_room - 1);
    while (reader->uids[at] != 0 && reader->uids[at] != key)
        at = (at + 1) & (reader->uid_room - 1);
    if (reader->uids[at] == key)
        return false;
    reader->uids[at] = key;
    return true;
}

static bool finish(struct ical_piece *piece, struct error *err)
{
    if (piece->rest.len > 0)
        (void)ical_piece_fail(piece, "something follows its end");
    return piece->wrong == NULL ||
           error_set(err, ERROR_INPUT, "a broken record: %s", piece->wrong);
}

static uint64_t fixed_at(const char *bytes, size_t count)
{
    uint64_t number = 0;

    for (size_t i = 0; i < count; i++)
        number |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return number;
}

struct ical_record_prefix ical_record_read_prefix(
    const char bytes[ICAL_RECORD_PREFIX_BYTES])
{
    return (struct ical_record_prefix){
        .len = (size_t)fixed_at(bytes, 4),
        .first_s = (int64_t)fixed_at(bytes + 4, 8),
    };
}

bool ical_record_read_object(struct ical_record_reader *reader,
                             struct str bytes, struct arena *arena,
                             struct ical_object *out, struct error *err)
{
    struct ical_piece piece = {.rest = bytes, .arena = arena};

    *out = (struct ical_object){0};
    if (reader->objects_left == 0)
        (void)ical_piece_fail(&piece, "there are more objects than it says");
    out->uid = ical_piece_name(&piece, IMPORT_UID_BYTES_MAX);
    take_digest(&piece, out->digest);
    out->has_next = take_known(&piece, &out->next);
    out->raw = ical_piece_str(&piece, IMPORT_OBJECT_RAW_BYTES_MAX);
    out->frame = ical_piece_number(&piece, reader->frame_count - 1);
    out->unread = ical_piece_text(&piece, REASON_BYTES_MAX);
    take_events(&piece, out,
                import_limit(reader->limits.events, IMPORT_EVENTS_MAX));
    take_occurrences(&piece, reader, out);
    if (piece.wrong == NULL && !is_new(reader, out->uid))
        (void)ical_piece_fail(&piece, "an object is there twice");
    reader->objects_left -= piece.wrong == NULL;
    return finish(&piece, err);
}

static void take_notes(struct ical_piece *piece, struct import_notes *notes)
{
    notes->count = ical_piece_count(piece, IMPORT_NOTES_MAX, ITEM_BYTES_MIN);
    notes->room = notes->count;
    notes->items =
        arena_new_array(piece->arena, notes->count, struct import_note);
    for (size_t i = 0; i < notes->count; i++) {
        notes->items[i].uid = ical_piece_text(piece, IMPORT_UID_BYTES_MAX);
        notes->items[i].line = ical_piece_number(piece, SIZE_MAX);
        notes->items[i].reason = ical_piece_name(piece, REASON_BYTES_MAX);
    }
    notes->unlisted = ical_piece_number(piece, SIZE_MAX);
}

static void take_zones(struct ical_piece *piece,
                       struct ical_record_reader *reader)
{
    size_t count =
        ical_piece_count(piece, ICAL_RECORD_ZONES_MAX, ITEM_BYTES_MIN);
    struct error err;

    reader->zones = arena_new_array(piece->arena, count, struct zone);
    for (size_t i = 0; i < count; i++) {
        const char *name = ical_piece_name(piece, ZONE_NAME_MAX);

        if (piece->wrong != NULL)
            return;
        if (!zone_load(name, &reader->zones[i], &err)) {
            (void)ical_piece_fail(piece, "a time zone is unknown");
            return;
        }
        reader->zone_count++;
    }
}

static void take_frames(struct ical_piece *piece, struct ical_head *out)
{
    out->frame_count = ical_piece_count(piece, SIZE_MAX / 2,
                                        ICAL_DIGEST_BYTES + ITEM_BYTES_MIN);
    out->frames =
        arena_new_array(piece->arena, out->frame_count, struct ical_frame);
    for (size_t i = 0; i < out->frame_count; i++) {
        take_digest(piece, out->frames[i].digest);
        out->frames[i].body = ical_piece_str(piece, IMPORT_FRAMES_BYTES_MAX);
    }
}

/* Which of the digests it was given the child has met. */
static void take_seen(struct ical_piece *piece, size_t known_count,
                      struct ical_head *out)
{
    size_t len = (known_count + 7) / 8;
    const char *bits;

    out->known_count = ical_piece_number(piece, known_count);
    if (piece->wrong == NULL && out->known_count != known_count)
        (void)ical_piece_fail(piece, "it knows of other objects");
    bits = ical_piece_bytes(piece, len);
    out->known_seen = arena_new_array(piece->arena, len + 1, unsigned char);
    if (bits == NULL)
        return;
    memcpy(out->known_seen, bits, len);
    if (known_count % 8 != 0 &&
        out->known_seen[len - 1] >> (known_count % 8) != 0)
        (void)ical_piece_fail(piece, "it knows of other objects");
}

static void take_head(struct ical_piece *piece,
                      struct ical_record_reader *reader, struct ical_head *out)
{
    out->method = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    out->product = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    out->name = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    out->zone = ical_piece_text(piece, IMPORT_WORD_BYTES_MAX);
    out->refresh.s = (int64_t)ical_piece_number(piece, INT32_MAX);
    out->component_count =
        ical_piece_number(piece, import_limit(reader->limits.events,
                                              IMPORT_EVENTS_MAX));
    out->object_count = ical_piece_number(piece, out->component_count);
    out->unchanged_count = ical_piece_number(piece, out->object_count);
    take_seen(piece, reader->known_count, out);
    take_frames(piece, out);
    take_notes(piece, &out->skipped);
    take_notes(piece, &out->warnings);
    take_zones(piece, reader);
}

/* The size of a set that is never more than half full. */
static size_t room_for(size_t count)
{
    size_t room = 16;

    while (room / 2 < count)
        room *= 2;
    return room;
}

bool ical_record_read_head(struct ical_record_reader *reader, struct str bytes,
                           const struct ical_record_layout *layout,
                           struct ical_head *out, struct error *err)
{
    struct ical_piece piece = {.rest = bytes, .arena = reader->arena};

    *out = (struct ical_head){0};
    take_head(&piece, reader, out);
    reader->frame_count = out->frame_count;
    reader->objects_left = out->object_count - out->unchanged_count;
    reader->occurrences_left =
        import_limit(reader->limits.occurrences, IMPORT_OCCURRENCES_MAX);
    if (piece.wrong == NULL && reader->objects_left != layout->object_count)
        (void)ical_piece_fail(&piece, "it has not the objects it says");
    if (piece.wrong == NULL && reader->objects_left > 0 &&
        out->frame_count == 0)
        (void)ical_piece_fail(&piece, "its objects have no calendar");
    reader->uid_room = room_for(piece.wrong == NULL ? reader->objects_left : 0);
    reader->uids = arena_new_array(reader->arena, reader->uid_room, uint64_t);
    return finish(&piece, err);
}

bool ical_record_layout(struct str first, struct str last, uint64_t size,
                        struct ical_record_layout *out, struct error *err)
{
    static const struct str magic = {ICAL_RECORD_MAGIC,
                                     sizeof(ICAL_RECORD_MAGIC) - 1};

    if (size < magic.len + ICAL_RECORD_TAIL_BYTES ||
        last.len != ICAL_RECORD_TAIL_BYTES || !str_equal(first, magic))
        return error_set(err, ERROR_INPUT, "not a record of a calendar");
    *out = (struct ical_record_layout){
        .objects_offset = magic.len,
        .head_offset = fixed_at(last.at, 8),
        .object_count = fixed_at(last.at + 8, 8),
    };
    size -= ICAL_RECORD_TAIL_BYTES;
    if (out->head_offset < magic.len || out->head_offset > size ||
        size - out->head_offset > ICAL_RECORD_PIECE_MAX)
        return error_set(err, ERROR_INPUT,
                         "a broken record: its head lies elsewhere");
    out->head_len = size - out->head_offset;
    if (out->object_count > out->head_offset / ICAL_RECORD_PREFIX_BYTES)
        return error_set(err, ERROR_INPUT,
                         "a broken record: it has no room for its objects");
    return true;
}
