/* Reading back what a child wrote, with suspicion; ical_record.c has the
 * layout. */
#include <stdlib.h>

#include "base/utf8.h"
#include "importers/ical_record.h"
#include "importers/limits.h"

/* 0001-01-01 in the easternmost zone, and the end of 9999. */
#define INSTANT_S_MIN        (INT64_C(-62135596800) - DAY_S)
#define INSTANT_S_MAX        INT64_C(253402300799)
/* Nothing in a record takes fewer bytes. */
#define ITEM_BYTES           8
/* What a person is told. */
#define REASON_BYTES_MAX     2048
/* "20260121T100000Z#400000" and the NUL. */
#define RECURRENCE_BYTES_MAX 32

struct record {
    struct str rest;
    struct arena *arena;
    struct ical_calendar *out;
    struct zone *zones;
    size_t zone_count;
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

static int64_t take_number(struct record *record, int64_t min, int64_t max)
{
    uint64_t bits = 0;
    int64_t number;

    if (record->rest.len < ITEM_BYTES)
        return fail(record, "it ends too early");
    for (size_t i = 0; i < ITEM_BYTES; i++)
        bits |= (uint64_t)(unsigned char)record->rest.at[i] << (8 * i);
    number = (int64_t)bits;
    if (number < min || number > max)
        return fail(record, "a number is out of range");
    record->rest.at += ITEM_BYTES;
    record->rest.len -= ITEM_BYTES;
    return number;
}

static bool take_bool(struct record *record)
{
    return take_number(record, 0, 1) == 1;
}

/* The size of a list that the rest of the record can hold. */
static size_t take_count(struct record *record, size_t max)
{
    size_t count = (size_t)take_number(record, 0, (int64_t)max);

    if (count > record->rest.len / ITEM_BYTES)
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

static const char *take_text(struct record *record, size_t max)
{
    int64_t size = take_number(record, 0, (int64_t)max + 1);
    struct str text = {record->rest.at, (size_t)size - 1};

    if (size == 0)
        return NULL;
    if (text.len > record->rest.len || !is_plain(text)) {
        (void)fail(record, "a text is cut or no plain text");
        return NULL;
    }
    record->rest.at += text.len;
    record->rest.len -= text.len;
    return arena_strndup(record->arena, text.at, text.len);
}

/* A text that must be there. */
static const char *take_name(struct record *record, size_t max)
{
    const char *text = take_text(record, max);

    if (str_is_empty(text))
        (void)fail(record, "a name is missing");
    return str_or_empty(text);
}

static struct instant take_instant(struct record *record)
{
    return (struct instant){take_number(record, INSTANT_S_MIN, INSTANT_S_MAX)};
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
    int64_t number = take_number(record, 0, 99991231);
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
    event->attendee_count = take_count(record, IMPORT_ATTENDEES_MAX);
    event->attendees =
        arena_new_array(arena, event->attendee_count, struct ical_person);
    for (size_t i = 0; i < event->attendee_count; i++)
        event->attendees[i] = take_person(record);
    event->category_count = take_count(record, IMPORT_CATEGORIES_MAX);
    event->categories =
        arena_new_array(arena, event->category_count, const char *);
    for (size_t i = 0; i < event->category_count; i++)
        event->categories[i] = take_name(record, IMPORT_WORD_BYTES_MAX);
    event->extra_count = take_count(record, IMPORT_EXTRAS_MAX);
    event->extras =
        arena_new_array(arena, event->extra_count, struct ical_extra);
    for (size_t i = 0; i < event->extra_count; i++) {
        event->extras[i].name = take_name(record, IMPORT_WORD_BYTES_MAX);
        event->extras[i].value = take_name(record, IMPORT_WORD_BYTES_MAX);
    }
}

static void take_event(struct record *record, struct ical_event *event)
{
    event->uid = take_name(record, IMPORT_UID_BYTES_MAX);
    event->has_uid = take_bool(record);
    event->sequence = take_number(record, -1, INT64_MAX);
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
    event->raw = take_text(record, IMPORT_RAW_BYTES_MAX + 64);
}

static void take_notes(struct record *record, struct import_notes *notes)
{
    notes->count = take_count(record, IMPORT_NOTES_MAX);
    notes->room = notes->count;
    notes->items =
        arena_new_array(record->arena, notes->count, struct import_note);
    for (size_t i = 0; i < notes->count; i++) {
        notes->items[i].uid = take_text(record, IMPORT_UID_BYTES_MAX);
        notes->items[i].line = (size_t)take_number(record, 0, IMPORT_BYTES_MAX);
        notes->items[i].reason = take_name(record, REASON_BYTES_MAX);
    }
    notes->unlisted = (size_t)take_number(record, 0, INT32_MAX);
}

static void take_zones(struct record *record)
{
    size_t count = take_count(record, ICAL_RECORD_ZONES_MAX);
    struct error err;

    record->zones = arena_new_array(record->arena, count, struct zone);
    for (size_t i = 0; i < count; i++) {
        const char *name = take_name(record, ZONE_NAME_MAX);

        if (record->wrong != NULL)
            return;
        if (!zone_load(name, &record->zones[i], &err)) {
            (void)fail(record, "a time zone is unknown");
            return;
        }
        record->zone_count++;
    }
}

static const char *take_recurrence(struct record *record)
{
    static const char letters[] = "0123456789TZ#";
    const char *text = str_or_empty(take_text(record, RECURRENCE_BYTES_MAX));

    if (text[strspn(text, letters)] != '\0')
        (void)fail(record, "a recurrence is no time");
    return text;
}

static void take_occurrence(struct record *record,
                            struct ical_occurrence *occurrence)
{
    const struct ical_calendar *calendar = record->out;
    size_t event =
        (size_t)take_number(record, 0, (int64_t)calendar->event_count - 1);
    size_t zone =
        (size_t)take_number(record, 0, (int64_t)record->zone_count - 1);

    if (record->wrong != NULL)
        return;
    occurrence->event = &calendar->events[event];
    occurrence->zone = record->zones[zone];
    occurrence->recurrence = take_recurrence(record);
    occurrence->is_override = take_bool(record);
    occurrence->start = take_instant(record);
    occurrence->end = take_instant(record);
    occurrence->has_end = take_bool(record);
    occurrence->all_day = take_bool(record);
    if (instant_before(occurrence->end, occurrence->start))
        (void)fail(record, "a visit ends before it starts");
    if (!occurrence->all_day)
        return;
    occurrence->first_day = take_date(record);
    occurrence->day_after = take_date(record);
    if (civil_compare(occurrence->day_after, occurrence->first_day) < 0)
        (void)fail(record, "a visit ends before it starts");
}

static void take_all(struct record *record)
{
    struct ical_calendar *out = record->out;
    size_t events;
    size_t visits;

    out->method = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->product = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->name = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->zone = take_text(record, IMPORT_WORD_BYTES_MAX);
    out->refresh.s = take_number(record, 0, INT32_MAX);
    out->component_count =
        (size_t)take_number(record, 0, IMPORT_COMPONENTS_MAX);
    take_notes(record, &out->skipped);
    take_notes(record, &out->warnings);
    take_zones(record);

    events = take_count(record, IMPORT_EVENTS_MAX);
    visits = take_count(record, IMPORT_OCCURRENCES_MAX);
    out->events = arena_new_array(record->arena, events, struct ical_event);
    out->event_count = events;
    for (size_t i = 0; i < events && record->wrong == NULL; i++)
        take_event(record, &out->events[i]);

    out->occurrences =
        arena_new_array(record->arena, visits, struct ical_occurrence);
    for (size_t i = 0; i < visits && record->wrong == NULL; i++) {
        take_occurrence(record, &out->occurrences[i]);
        if (record->wrong == NULL && i > 0 &&
            instant_before(out->occurrences[i].start,
                           out->occurrences[i - 1].start))
            (void)fail(record, "visits are not in order");
        out->occurrence_count++;
    }
    if (record->rest.len > 0)
        (void)fail(record, "something follows its end");
}

static int compare_identities(const void *left, const void *right)
{
    const struct ical_occurrence *l =
        *(const struct ical_occurrence *const *)left;
    const struct ical_occurrence *r =
        *(const struct ical_occurrence *const *)right;
    int order = strcmp(l->event->uid, r->event->uid);

    return order != 0 ? order : strcmp(l->recurrence, r->recurrence);
}

/* Nobody may stand there twice. */
static bool are_unique(const struct ical_calendar *calendar)
{
    size_t count = calendar->occurrence_count;
    const struct ical_occurrence **items;
    bool ok = true;

    if (count < 2)
        return true;
    items = calloc(count, sizeof(struct ical_occurrence *));
    if (items == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        items[i] = &calendar->occurrences[i];
    qsort(items, count, sizeof(struct ical_occurrence *), compare_identities);
    for (size_t i = 1; i < count && ok; i++)
        ok = compare_identities(&items[i - 1], &items[i]) != 0;
    free(items);
    return ok;
}

bool ical_record_decode(struct str bytes, struct arena *arena,
                        struct ical_calendar *out, struct error *err)
{
    static const struct str magic = {ICAL_RECORD_MAGIC,
                                     sizeof(ICAL_RECORD_MAGIC) - 1};
    struct record record = {.rest = bytes, .arena = arena, .out = out};

    *out = (struct ical_calendar){0};
    if (bytes.len > ICAL_RECORD_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "the record is too long");
    if (bytes.len < magic.len || memcmp(bytes.at, magic.at, magic.len) != 0)
        return error_set(err, ERROR_INPUT, "not a record of a calendar");
    record.rest.at += magic.len;
    record.rest.len -= magic.len;
    take_all(&record);
    if (record.wrong == NULL && !are_unique(out))
        (void)fail(&record, "a visit is there twice");
    if (record.wrong != NULL)
        return error_set(err, ERROR_INPUT, "a broken record: %s", record.wrong);
    return true;
}
