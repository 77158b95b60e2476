/* Reading back what a child wrote, with suspicion; ical_record.c has the
 * layout. */
#include <stdlib.h>

#include "base/utf8.h"
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

/* A piece of a record. */
struct record {
    struct str rest;
    struct arena *arena;
    const char *wrong; /* the first thing that was; then nothing is read */
};

/* Fails the rest of the reading; 0, so that callers may go on harmlessly. */
static int64_t fail(struct record *record, const char *what)
{
    if (record->wrong == NULL)
        record->wrong = what;
    record->rest.len = 0;
    return 0;
}

/* The next `len` bytes as they are; NULL when there are fewer. */
static const char *take_bytes(struct record *record, size_t len)
{
    const char *bytes = record->rest.at;

    if (record->rest.len < len) {
        (void)fail(record, "it ends too early");
        return NULL;
    }
    record->rest.at += len;
    record->rest.len -= len;
    return bytes;
}

/* There is one way only to write a number. */
static uint64_t take_bits(struct record *record)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < record->rest.len; i++) {
        unsigned char byte = (unsigned char)record->rest.at[i];

        if (i > 9 || (i == 9 && byte > 1) || (i > 0 && byte == 0))
            return (uint64_t)fail(record, "a number is out of range");
        bits |= (uint64_t)(byte & 0x7FU) << (7 * i);
        if ((byte & 0x80U) == 0) {
            (void)take_bytes(record, i + 1);
            return bits;
        }
    }
    return (uint64_t)fail(record, "it ends too early");
}

static size_t take_number(struct record *record, size_t max)
{
    uint64_t number = take_bits(record);

    if (number > max)
        return (size_t)fail(record, "a number is out of range");
    return (size_t)number;
}

static int64_t take_signed(struct record *record, int64_t min, int64_t max)
{
    uint64_t bits = take_bits(record);
    int64_t number = (int64_t)(bits >> 1);

    if (bits % 2 == 1)
        number = -number - 1;
    if (number < min || number > max)
        return fail(record, "a number is out of range");
    return number;
}

static bool take_bool(struct record *record)
{
    return take_number(record, 1) == 1;
}

/* The size of a list that the rest of the record can hold. */
static size_t take_count(struct record *record, size_t max, size_t item_bytes)
{
    size_t count = take_number(record, max);

    if (count > record->rest.len / item_bytes)
        return (size_t)fail(record, "a list is longer than the record");
    return count;
}

/* No control characters but line breaks and tabs. */
static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            return false;
    }
    return utf8_is_valid(text);
}

/* A text of at most `max` bytes; at NULL when it is none. */
static struct str take_str(struct record *record, size_t max)
{
    size_t size = take_number(record, max + 1);
    struct str text = {NULL, size - 1};

    if (size == 0)
        return (struct str){0};
    text.at = take_bytes(record, text.len);
    if (text.at == NULL || !is_plain(text)) {
        (void)fail(record, "a text is cut or no plain text");
        return (struct str){0};
    }
    text.at = arena_strndup(record->arena, text.at, text.len);
    return text;
}

static const char *take_text(struct record *record, size_t max)
{
    return take_str(record, max).at;
}

/* A text that must be there. */
static const char *take_name(struct record *record, size_t max)
{
    const char *text = take_text(record, max);

    if (str_is_empty(text))
        (void)fail(record, "a name is missing");
    return str_or_empty(text);
}

static void take_digest(struct record *record,
                        unsigned char out[ICAL_DIGEST_BYTES])
{
    const char *bytes = take_bytes(record, ICAL_DIGEST_BYTES);

    if (bytes != NULL)
        memcpy(out, bytes, ICAL_DIGEST_BYTES);
}

static struct instant take_instant(struct record *record)
{
    return (struct instant){take_signed(record, INSTANT_S_MIN, INSTANT_S_MAX)};
}

static bool take_known(struct record *record, struct instant *out)
{
    if (!take_bool(record))
        return false;
    *out = take_instant(record);
    return true;
}

static struct civil_date take_date(struct record *record)
{
    size_t number = take_number(record, 99991231);
    struct civil_date date = {
        .year = (int)(number / 10000),
        .month = (int)(number / 100 % 100),
        .day = (int)(number % 100),
    };

    if (record->wrong == NULL && !civil_is_valid(date))
        (void)fail(record, "a date does not exist");
    return date;
}

static struct ical_person take_person(struct record *record)
{
    struct ical_person person = {
        .name = take_text(record, IMPORT_WORD_BYTES_MAX),
    };

    person.mail = take_text(record, IMPORT_WORD_BYTES_MAX);
    person.answer = take_text(record, IMPORT_WORD_BYTES_MAX);
    person.role = take_text(record, IMPORT_WORD_BYTES_MAX);
    person.kind = take_text(record, IMPORT_WORD_BYTES_MAX);
    return person;
}

static void take_lists(struct record *record, struct ical_event *event)
{
    struct arena *arena = record->arena;

    if (take_bool(record)) {
        event->organizer = arena_new(arena, struct ical_person);
        *event->organizer = take_person(record);
    }
    event->attendee_count =
        take_count(record, IMPORT_ATTENDEES_MAX, PERSON_BYTES_MIN);
    event->attendees =
        arena_new_array(arena, event->attendee_count, struct ical_person);
    for (size_t i = 0; i < event->attendee_count; i++)
        event->attendees[i] = take_person(record);
    event->category_count =
        take_count(record, IMPORT_CATEGORIES_MAX, ITEM_BYTES_MIN);
    event->categories =
        arena_new_array(arena, event->category_count, const char *);
    for (size_t i = 0; i < event->category_count; i++)
        event->categories[i] = take_name(record, IMPORT_WORD_BYTES_MAX);
    event->extra_count = take_count(record, IMPORT_EXTRAS_MAX, ITEM_BYTES_MIN);
    event->extras =
        arena_new_array(arena, event->extra_count, struct ical_extra);
    for (size_t i = 0; i < event->extra_count; i++) {
        event->extras[i].name = take_name(record, IMPORT_WORD_BYTES_MAX);
        event->extras[i].value = take_name(record, IMPORT_WORD_BYTES_MAX);
    }
}

/* Its part of the object's raw text. */
static void take_raw(struct record *record, struct str all,
                     struct ical_event *event)
{
    size_t len;

    event->raw_offset = take_number(record, all.len);
    len = take_number(record, all.len - event->raw_offset);
    if (record->wrong == NULL)
        event->raw =
            arena_strndup(record->arena, all.at + event->raw_offset, len);
    if (record->wrong == NULL && !utf8_is_valid(str_of(event->raw)))
        (void)fail(record, "a text is cut or no plain text");
}

static void take_event(struct record *record, const struct ical_object *object,
                       struct ical_event *event)
{
    event->uid = object->uid;
    event->has_uid = take_bool(record);
    event->sequence = take_signed(record, -1, INT64_MAX);
    event->status = take_text(record, IMPORT_WORD_BYTES_MAX);
    event->transparency = take_text(record, IMPORT_WORD_BYTES_MAX);
    event->busy = take_text(record, IMPORT_WORD_BYTES_MAX);
    event->privacy = take_text(record, IMPORT_WORD_BYTES_MAX);
    event->summary = take_text(record, IMPORT_TEXT_BYTES_MAX);
    event->description = take_text(record, IMPORT_TEXT_BYTES_MAX);
    event->location = take_text(record, IMPORT_TEXT_BYTES_MAX);
    event->url = take_text(record, IMPORT_WORD_BYTES_MAX);
    take_lists(record, event);
    event->has_created = take_known(record, &event->created);
    event->has_modified = take_known(record, &event->modified);
    event->has_stamp = take_known(record, &event->stamp);
    take_raw(record, object->raw, event);
}

static const char *take_recurrence(struct record *record)
{
    static const char letters[] = "0123456789TZ#";
    const char *text = str_or_empty(take_text(record, RECURRENCE_BYTES_MAX));

    if (text[strspn(text, letters)] != '\0')
        (void)fail(record, "a recurrence is no time");
    return text;
}

static void take_days(struct record *record, struct ical_occurrence *occurrence)
{
    occurrence->first_day = take_date(record);
    occurrence->day_after = take_date(record);
    if (civil_compare(occurrence->day_after, occurrence->first_day) < 0)
        (void)fail(record, "a visit ends before it starts");
}

static void take_occurrence(struct record *record,
                            const struct ical_record_reader *reader,
                            const struct ical_object *object,
                            struct ical_occurrence *occurrence)
{
    size_t event = take_number(record, SIZE_MAX);
    size_t zone = take_number(record, SIZE_MAX);
    size_t flags;

    if (record->wrong != NULL)
        return;
    if (event >= object->event_count || zone >= reader->zone_count) {
        (void)fail(record, "a number is out of range");
        return;
    }
    occurrence->event = &object->events[event];
    occurrence->zone = reader->zones[zone];
    flags = take_number(record, ICAL_RECORD_OVERRIDE | ICAL_RECORD_END |
                                    ICAL_RECORD_ALL_DAY);
    occurrence->is_override = (flags & ICAL_RECORD_OVERRIDE) != 0;
    occurrence->has_end = (flags & ICAL_RECORD_END) != 0;
    occurrence->all_day = (flags & ICAL_RECORD_ALL_DAY) != 0;
    occurrence->start = take_instant(record);
    occurrence->end.unix_s =
        occurrence->start.unix_s +
        (int64_t)take_number(record, (size_t)(INSTANT_S_MAX -
                                              occurrence->start.unix_s));
    occurrence->recurrence = take_recurrence(record);
    if (occurrence->all_day)
        take_days(record, occurrence);
}

static void take_events(struct record *record, struct ical_object *out,
                        size_t max)
{
    out->event_count = take_count(record, max, EVENT_BYTES_MIN);
    out->events =
        arena_new_array(record->arena, out->event_count, struct ical_event);
    for (size_t i = 0; i < out->event_count && record->wrong == NULL; i++)
        take_event(record, out, &out->events[i]);
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

static void take_occurrences(struct record *record,
                             struct ical_record_reader *reader,
                             struct ical_object *out)
{
    size_t count =
        take_count(record, reader->occurrences_left, VISIT_BYTES_MIN);

    out->occurrences =
        arena_new_array(record->arena, count, struct ical_occurrence);
    for (size_t i = 0; i < count && record->wrong == NULL; i++) {
        take_occurrence(record, reader, out, &out->occurrences[i]);
        if (record->wrong == NULL && i > 0 &&
            instant_before(out->occurrences[i].start,
                           out->occurrences[i - 1].start))
            (void)fail(record, "visits are not in order");
        out->occurrence_count++;
    }
    if (record->wrong == NULL && !are_unique(out))
        (void)fail(record, "a visit is there twice");
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

static bool finish(struct record *record, struct error *err)
{
    if (record->rest.len > 0)
        (void)fail(record, "something follows its end");
    return record->wrong == NULL ||
           error_set(err, ERROR_INPUT, "a broken record: %s", record->wrong);
}

size_t ical_record_size(const char bytes[ICAL_RECORD_SIZE_BYTES])
{
    size_t size = 0;

    for (size_t i = 0; i < ICAL_RECORD_SIZE_BYTES; i++)
        size |= (size_t)(unsigned char)bytes[i] << (8 * i);
    return size;
}

bool ical_record_read_object(struct ical_record_reader *reader,
                             struct str bytes, struct arena *arena,
                             struct ical_object *out, struct error *err)
{
    struct record record = {.rest = bytes, .arena = arena};

    *out = (struct ical_object){0};
    if (reader->objects_left == 0)
        (void)fail(&record, "there are more objects than it says");
    out->uid = take_name(&record, IMPORT_UID_BYTES_MAX);
    take_digest(&record, out->digest);
    out->has_next = take_known(&record, &out->next);
    out->raw = take_str(&record, IMPORT_OBJECT_RAW_BYTES_MAX);
    out->frame = take_number(&record, reader->frame_count - 1);
    out->unread = take_text(&record, REASON_BYTES_MAX);
    take_events(&record, out,
                import_limit(reader->limits.events, IMPORT_EVENTS_MAX));
    take_occurrences(&record, reader, out);
    if (record.wrong == NULL && !is_new(reader, out->uid))
        (void)fail(&record, "an object is there twice");
    reader->objects_left -= record.wrong == NULL;
    return finish(&record, err);
}

static void take_notes(struct record *record, struct import_notes *notes)
{
    notes->count = take_count(record, IMPORT_NOTES_MAX, ITEM_BYTES_MIN);
    notes->room = notes->count;
    notes->items =
        arena_new_array(record->arena, notes->count, struct import_note);
    for (size_t i = 0; i < notes->count; i++) {
        notes->items[i].uid = take_text(record, IMPORT_UID_BYTES_MAX);
        notes->items[i].line = take_number(record, SIZE_MAX);
        notes->items[i].reason = take_name(record, REASON_BYTES_MAX);
    }
    notes->unlisted = take_number(record, SIZE_MAX);
}

static void take_zones(struct record *record, struct ical_record_reader *reader)
{
    size_t count = take_count(record, ICAL_RECORD_ZONES_MAX, ITEM_BYTES_MIN);
    struct error err;

    reader->zones = arena_new_array(record->arena, count, struct zone);
    for (size_t i = 0; i < count; i++) {
        const char *name = take_name(record, ZONE_NAME_MAX);

        if (record->wrong != NULL)
            return;
        if (!zone_load(name, &reader->zones[i], &err)) {
            (void)fail(record, "a time zone is unknown");
            return;
        }
        reader->zone_count++;
    }
}

static void take_frames(struct record *record, struct ical_head *out)
{
    out->frame_count =
        take_count(record, SIZE_MAX / 2, ICAL_DIGEST_BYTES + ITEM_BYTES_MIN);
    out->frames =
        arena_new_array(record->arena, out->frame_count, struct ical_frame);
    for (size_t i = 0; i < out->frame_count; i++) {
        take_digest(record, out->frames[i].digest);
        out->frames[i].body = take_str(record, IMPORT_FRAMES_BYTES_MAX);
    }
}

/* Which of the digests it was given the child has met. */
static void take_seen(struct record *record, size_t known_count,
                      struct ical_head *out)
{
    size_t len = (known_count + 7) / 8;
    const char *bits;

    out->known_count = take_number(record, known_count);
    if (record->wrong == NULL && out->known_count != known_count)
        (void)fail(record, "it knows of other objects");
    bits = take_bytes(record, len);
    out->known_seen = arena_new_array(record->arena, len + 1, unsigned char);
    if (bits == NULL)
        return;
    memcpy(out->known_seen, bits, len);
    if (known_count % 8 != 0 &&
        out->known_seen[len - 1] >> (known_count % 8) != 0)
        (void)fail(record, "it knows of other objects");
}

static void take_head(struct record *record, struct ical_record_reader *reader,
                      struct ical_head *out)
{
    out->method = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->product = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->name = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->zone = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->refresh.s = (int64_t)take_number(record, INT32_MAX);
    out->component_count =
        take_number(record,
                    import_limit(reader->limits.events, IMPORT_EVENTS_MAX));
    out->object_count = take_number(record, out->component_count);
    out->unchanged_count = take_number(record, out->object_count);
    take_seen(record, reader->known_count, out);
    take_frames(record, out);
    take_notes(record, &out->skipped);
    take_notes(record, &out->warnings);
    take_zones(record, reader);
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
    struct record record = {.rest = bytes, .arena = reader->arena};

    *out = (struct ical_head){0};
    take_head(&record, reader, out);
    reader->frame_count = out->frame_count;
    reader->objects_left = out->object_count - out->unchanged_count;
    reader->occurrences_left =
        import_limit(reader->limits.occurrences, IMPORT_OCCURRENCES_MAX);
    if (record.wrong == NULL && reader->objects_left != layout->object_count)
        (void)fail(&record, "it has not the objects it says");
    if (record.wrong == NULL && reader->objects_left > 0 &&
        out->frame_count == 0)
        (void)fail(&record, "its objects have no calendar");
    reader->uid_room =
        room_for(record.wrong == NULL ? reader->objects_left : 0);
    reader->uids = arena_new_array(reader->arena, reader->uid_room, uint64_t);
    return finish(&record, err);
}

static uint64_t fixed_at(struct str bytes, size_t offset)
{
    uint64_t number = 0;

    for (size_t i = 0; i < sizeof(number); i++)
        number |= (uint64_t)(unsigned char)bytes.at[offset + i] << (8 * i);
    return number;
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
        .head_offset = fixed_at(last, 0),
        .object_count = fixed_at(last, ICAL_RECORD_TAIL_BYTES / 2),
    };
    size -= ICAL_RECORD_TAIL_BYTES;
    if (out->head_offset < magic.len || out->head_offset > size ||
        size - out->head_offset > ICAL_RECORD_PIECE_MAX)
        return error_set(err, ERROR_INPUT,
                         "a broken record: its head lies elsewhere");
    out->head_len = size - out->head_offset;
    return true;
}
