#include "importers/ical_object.h"

#include <stdlib.h>

#include "importers/clean.h"
#include "importers/ical_lines.h"
#include "importers/ical_words.h"
#include "importers/limits.h"

/* Of a UID that an error quotes. */
#define UID_POINTS_MAX 60

/* One call of ical_object_read(). */
struct reading {
    struct ical_object_reader *reader;
    const struct ical_group *group;
    struct arena *arena;
    struct ical_object *out;
    bool has_uid;
    struct ical_source *sources; /* those that can be placed */
    size_t source_count;
    struct import_notes skipped;
    struct import_notes warnings;
    struct buf raw; /* only with several VEVENTs */
};

static void skip(struct reading *reading, const struct ical_slice *slice,
                 const char *reason)
{
    import_note_add(&reading->skipped, reading->arena, reading->out->uid,
                    slice->line, reason);
}

/* A line as it is kept of an event that is too long: texts are cut. */
static struct str kept_line(struct str text)
{
    struct ical_line line;

    if (!ical_line_split(text, &line) || line.id < ICAL_NAME_SUMMARY ||
        line.id > ICAL_NAME_LOCATION)
        return text;
    line.value = ical_cut(line.value, IMPORT_TEXT_BYTES_MAX);
    return (struct str){text.at,
                        (size_t)(line.value.at - text.at) + line.value.len};
}

/* The lines that fit into `max` bytes, the last one certainly. */
static struct str shorten(struct str text, size_t max, struct arena *arena)
{
    static const char end[] = "END:VEVENT\n";
    struct str line;
    struct str copy;
    struct buf out;

    buf_init(&out, max);
    while (ical_line_next(&text, &line)) {
        line = kept_line(line);
        if (text.len > 0 && out.len + line.len + sizeof(end) < max) {
            (void)buf_add(&out, line.at, line.len);
            (void)buf_add_char(&out, '\n');
        }
    }
    (void)buf_add_text(&out, end);
    copy = (struct str){arena_strndup(arena, buf_text(&out), out.len), out.len};
    buf_finish(&out);
    return copy;
}

/*
 * The raw text of an event, shorter where it is very long. Adds it to that of
 * the object.
 */
static void keep_raw(struct reading *reading, struct ical_source *source)
{
    size_t room = IMPORT_OBJECT_RAW_BYTES_MAX - reading->raw.len;
    size_t max = room < IMPORT_RAW_BYTES_MAX ? room : IMPORT_RAW_BYTES_MAX;

    source->raw = source->lines.text;
    source->raw_offset = reading->raw.len;
    if (source->raw.len > max)
        source->raw = shorten(source->raw, max, reading->arena);
    if (reading->group->count > 1)
        (void)buf_add(&reading->raw, source->raw.at, source->raw.len);
}

/* The times of one VEVENT. */
static void read_slice(struct reading *reading, size_t rank)
{
    struct ical_object_reader *reader = reading->reader;
    const struct ical_slice *slice = reading->group->slices[rank];
    struct ical_source *source = &reading->sources[reading->source_count];
    const char *reason;

    *source = (struct ical_source){.slice = slice, .rank = rank};
    ical_lines_read(reader->scan, slice, reading->arena, &reader->scratch,
                    &source->lines);
    if (reading->out->uid == NULL)
        reading->has_uid =
            ical_uid_read(&source->lines, reading->arena, &reading->out->uid);
    source->uid = reading->out->uid;
    source->has_uid = reading->has_uid;
    keep_raw(reading, source);
    if (source->lines.is_cut)
        skip(reading, slice, "it has more lines than the limit");
    if (ical_times_read(reader->zones, source, &reason))
        reading->source_count++;
    else
        skip(reading, slice, reason);
}

static void read_sources(struct reading *reading)
{
    const struct ical_group *group = reading->group;
    struct ical_object *out = reading->out;
    size_t count = group->count < IMPORT_OBJECT_EVENTS_MAX
                       ? group->count
                       : IMPORT_OBJECT_EVENTS_MAX;

    reading->sources =
        arena_new_array(reading->arena, count, struct ical_source);
    for (size_t i = 0; i < count; i++)
        read_slice(reading, i);
    if (count < group->count)
        skip(reading, group->slices[count],
             arena_printf(reading->arena,
                          "%zu events share its UID, and %zu of them are left "
                          "out: more than the limit of %d",
                          group->count, group->count - count,
                          IMPORT_OBJECT_EVENTS_MAX));
    out->raw = reading->sources[0].raw;
    if (count > 1)
        out->raw = (struct str){arena_strndup(reading->arena, reading->raw.at,
                                              reading->raw.len),
                                reading->raw.len};
}

/* As a person is told it. */
static const char *uid_of(const struct reading *reading)
{
    return clean_cut(reading->out->uid, UID_POINTS_MAX, reading->arena);
}

static bool expand(struct reading *reading, struct error *err)
{
    struct ical_expander *expander = &reading->reader->expander;
    struct ical_source **events =
        arena_new_array(reading->arena, reading->source_count,
                        struct ical_source *);

    expander->arena = reading->arena;
    expander->skipped = &reading->skipped;
    expander->warnings = &reading->warnings;
    for (size_t i = 0; i < reading->source_count; i++)
        events[i] = &reading->sources[i];
    if (!ical_expand(expander, events, reading->source_count))
        return error_set(err, ERROR_INPUT,
                         "more visits than the limit of %zu, which the feed's "
                         "`limits` may raise; the last was of event '%s'",
                         expander->all_max, uid_of(reading));
    if (expander->looks <= 0)
        return error_set(err, ERROR_INPUT,
                         "its rules take longer to follow than the limit "
                         "allows; the last was of event '%s'",
                         uid_of(reading));
    expander->all_left -= expander->count;
    reading->out->has_next = expander->has_next;
    reading->out->next = expander->next;
    return true;
}

/* The words of an event, read when its first visit asks for them. */
static const struct ical_event *event_of(struct reading *reading,
                                         struct ical_source *source)
{
    struct ical_object_reader *reader = reading->reader;
    struct ical_event *event = source->event;

    if (event != NULL)
        return event;
    event = &reading->out->events[reading->out->event_count++];
    event->uid = source->uid;
    event->has_uid = source->has_uid;
    event->sequence = source->sequence;
    event->raw = source->raw.at;
    event->raw_offset = source->raw_offset;
    ical_words_read(&source->lines, reading->arena, &reader->scratch, event);
    if (event->status == NULL && reader->is_cancel[source->slice->calendar])
        event->status = "CANCELLED";
    source->event = event;
    return event;
}

static bool is_utc(const struct zone *zone)
{
    return strcmp(zone->name, "UTC") == 0 || strcmp(zone->name, "Etc/UTC") == 0;
}

/*
 * The clock on which people read a visit. UTC is nobody's: whoever writes it
 * means an instant, and those who come look at the calendar's clock, or at
 * that of the office.
 */
static struct zone zone_of(struct ical_object_reader *reader,
                           const struct ical_visit *visit)
{
    struct zone zone = ical_zone_label(visit->zone, visit->start);

    if (is_utc(&zone))
        zone =
            ical_zone_label(ical_zone_floating(reader->zones,
                                               visit->source->slice->calendar),
                            visit->start);
    return is_utc(&zone) ? reader->request->default_zone : zone;
}

static void fill(struct reading *reading)
{
    const struct ical_expander *expander = &reading->reader->expander;
    struct ical_object *out = reading->out;
    size_t used = 0;

    for (size_t i = 0; i < expander->count; i++) {
        used += !expander->visits[i].source->is_used;
        expander->visits[i].source->is_used = true;
    }
    out->events = arena_new_array(reading->arena, used, struct ical_event);
    out->occurrences = arena_new_array(reading->arena, expander->count,
                                       struct ical_occurrence);
    for (size_t i = 0; i < expander->count; i++) {
        const struct ical_visit *visit = &expander->visits[i];

        out->occurrences[out->occurrence_count++] = (struct ical_occurrence){
            .event = event_of(reading, visit->source),
            .recurrence = visit->recurrence,
            .is_override = visit->is_override,
            .start = visit->start,
            .end = visit->end,
            .has_end = visit->has_end,
            .zone = zone_of(reading->reader, visit),
            .all_day = visit->all_day,
            .first_day = visit->first_day,
            .day_after = visit->day_after,
        };
    }
}

static int compare_identities(const void *left, const void *right)
{
    const struct ical_occurrence *l = left;
    const struct ical_occurrence *r = right;
    int order = strcmp(l->recurrence, r->recurrence);

    if (order == 0)
        order = strcmp(str_or_empty(l->event->summary),
                       str_or_empty(r->event->summary));
    return order != 0 ? order
                      : (l->start.unix_s > r->start.unix_s) -
                            (l->start.unix_s < r->start.unix_s);
}

static int compare_starts(const void *left, const void *right)
{
    const struct ical_occurrence *l = left;
    const struct ical_occurrence *r = right;

    if (l->start.unix_s != r->start.unix_s)
        return l->start.unix_s < r->start.unix_s ? -1 : 1;
    return strcmp(l->recurrence, r->recurrence);
}

/* Two people at one time under one UID: "…#2" is the second. */
static void tell_apart(struct reading *reading)
{
    struct ical_object *out = reading->out;
    struct ical_occurrence *items = out->occurrences;
    const char *name;
    size_t same = 1;

    if (out->occurrence_count < 2)
        return;
    qsort(items, out->occurrence_count, sizeof(*items), compare_identities);
    name = items[0].recurrence;
    for (size_t i = 1; i < out->occurrence_count; i++) {
        bool is_same = strcmp(items[i].recurrence, name) == 0;

        same = is_same ? same + 1 : 1;
        name = is_same ? name : items[i].recurrence;
        if (is_same)
            items[i].recurrence =
                arena_printf(reading->arena, "%s#%zu", name, same);
    }
    qsort(items, out->occurrence_count, sizeof(*items), compare_starts);
}

/* Notes of this object go to those of the calendar. */
static void hand_on(struct reading *reading)
{
    struct ical_object_reader *reader = reading->reader;

    if (reading->skipped.count > 0)
        reading->out->unread = reading->skipped.items[0].reason;
    import_notes_add(reader->skipped, reader->notes_arena, &reading->skipped);
    import_notes_add(reader->warnings, reader->notes_arena, &reading->warnings);
}

bool ical_object_read(struct ical_object_reader *reader,
                      const struct ical_group *group, struct arena *arena,
                      struct ical_object *out, struct error *err)
{
    struct reading reading = {
        .reader = reader,
        .group = group,
        .arena = arena,
        .out = out,
    };
    bool ok;

    *out = (struct ical_object){
        .frame = reader->frames->of[group->slices[0]->calendar],
    };
    buf_init(&reading.raw, IMPORT_OBJECT_RAW_BYTES_MAX);
    read_sources(&reading);
    ok = expand(&reading, err);
    if (ok) {
        fill(&reading);
        tell_apart(&reading);
        hand_on(&reading);
    }
    buf_finish(&reading.raw);
    return ok;
}
