#include "importers/ical.h"

#include <stdlib.h>

#include "importers/ical_expand.h"
#include "importers/ical_scan.h"
#include "importers/ical_times.h"
#include "importers/ical_words.h"
#include "importers/ical_zone.h"
#include "importers/limits.h"

/* The words of one event, as libical gets them. */
#define WORDS_BYTES_MAX (16 * 1024 * 1024)

/* What years of four digits allow, less the length of a visit. */
#define WINDOW_S_MIN    INT64_C(-62135596800) /* 0001-01-01 */
#define WINDOW_S_MAX    INT64_C(250246627200) /* 9900-01-01 */

/* One call of ical_read(). */
struct reader {
    struct import_request request; /* with a window that can be */
    struct arena *arena;           /* for what is handed back */
    struct arena scratch;          /* for the rest */
    struct ical_calendar *out;
    struct ical_scan scan;
    struct ical_zones zones;
    struct ical_source *sources;
    size_t source_count;
    bool *is_cancel; /* for each VCALENDAR: METHOD:CANCEL */
    struct error *err;
};

/* A property of the calendar itself; the first of several counts. */
static void read_property(struct reader *reader, const struct ical_slice *slice)
{
    struct ical_calendar *out = reader->out;
    struct ical_duration refresh;
    struct ical_line line;
    const char **place = NULL;
    char *text;

    if (!ical_line_split(ical_slice_text(&reader->scan, slice), &line) ||
        ical_trim(line.value).len == 0)
        return;
    if (ical_is(line.name, "METHOD")) {
        place = &out->method;
        reader->is_cancel[slice->calendar] =
            ical_is(ical_trim(line.value), "CANCEL");
    } else if (ical_is(line.name, "PRODID")) {
        place = &out->product;
    } else if (ical_is(line.name, "X-WR-CALNAME") ||
               ical_is(line.name, "NAME")) {
        place = &out->name;
    } else if (ical_is(line.name, "X-WR-TIMEZONE")) {
        place = &out->zone;
    } else if (ical_duration_read(line.value, &refresh) &&
               !refresh.is_negative &&
               (out->refresh.s == 0 ||
                ical_is(line.name, "REFRESH-INTERVAL"))) {
        out->refresh.s = refresh.days * DAY_S + refresh.s;
    }
    if (place == NULL || *place != NULL ||
        line.value.len > IMPORT_WORD_BYTES_MAX)
        return;
    text = ical_unescape(ical_trim(line.value), reader->arena);
    if (place == &out->method)
        ical_upper(text);
    *place = text;
}

static void read_properties(struct reader *reader)
{
    reader->is_cancel =
        arena_new_array(&reader->scratch, reader->scan.calendar_count, bool);
    for (size_t i = 0; i < reader->scan.count; i++) {
        if (reader->scan.slices[i].kind == ICAL_SLICE_PROPERTY)
            read_property(reader, &reader->scan.slices[i]);
    }
}

/* The times of all events. */
static void read_sources(struct reader *reader)
{
    struct ical_calendar *out = reader->out;

    out->component_count = reader->scan.event_count;
    reader->sources =
        arena_new_array(&reader->scratch, reader->scan.event_count,
                        struct ical_source);
    for (size_t i = 0; i < reader->scan.count; i++) {
        const struct ical_slice *slice = &reader->scan.slices[i];
        struct ical_source *source = &reader->sources[reader->source_count];
        const char *reason;

        if (slice->kind != ICAL_SLICE_EVENT)
            continue;
        if (ical_times_read(&reader->zones, slice, source, &reason))
            reader->source_count++;
        else
            import_note_add(&out->skipped, reader->arena,
                            source->has_uid ? source->uid : NULL, slice->line,
                            reason);
    }
}

static int compare_uids(const void *left, const void *right)
{
    const struct ical_source *l = *(struct ical_source *const *)left;
    const struct ical_source *r = *(struct ical_source *const *)right;
    int order = strcmp(l->uid, r->uid);

    return order != 0 ? order
                      : (l->slice->offset > r->slice->offset) -
                            (l->slice->offset < r->slice->offset);
}

/* Expands one UID after the other. */
static bool expand_all(struct reader *reader, struct ical_expander *expander)
{
    size_t count = reader->source_count;
    struct ical_source **events =
        arena_new_array(&reader->scratch, count, struct ical_source *);
    size_t end;

    for (size_t i = 0; i < count; i++)
        events[i] = &reader->sources[i];
    if (count > 0)
        qsort(events, count, sizeof(struct ical_source *), compare_uids);
    for (size_t start = 0; start < count; start = end) {
        end = start + 1;
        while (end < count && strcmp(events[start]->uid, events[end]->uid) == 0)
            end++;
        if (!ical_expand(expander, events + start, end - start))
            return error_set(reader->err, ERROR_INPUT,
                             "more visits than the limit of %zu",
                             expander->all_max);
        if (expander->looks <= 0)
            return error_set(reader->err, ERROR_INPUT,
                             "its rules take longer to follow than the limit "
                             "allows");
    }
    return true;
}

/* The words of an event, read when its first visit asks for them. */
static const struct ical_event *event_of(struct reader *reader,
                                         struct ical_source *source,
                                         struct buf *scratch)
{
    struct ical_calendar *out = reader->out;
    struct ical_event *event = source->event;

    if (event != NULL)
        return event;
    event = &out->events[out->event_count++];
    event->uid = source->uid;
    event->has_uid = source->has_uid;
    event->sequence = source->sequence;
    ical_words_read(ical_slice_text(&reader->scan, source->slice),
                    reader->arena, scratch, event);
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
static struct zone zone_of(struct reader *reader,
                           const struct ical_visit *visit)
{
    struct zone zone = ical_zone_label(visit->zone, visit->start);

    if (is_utc(&zone))
        zone =
            ical_zone_label(ical_zone_floating(&reader->zones,
                                               visit->source->slice->calendar),
                            visit->start);
    return is_utc(&zone) ? reader->zones.request->default_zone : zone;
}

static void fill(struct reader *reader, const struct ical_expander *expander)
{
    struct ical_calendar *out = reader->out;
    struct buf scratch;
    size_t used = 0;

    for (size_t i = 0; i < expander->count; i++) {
        used += !expander->visits[i].source->is_used;
        expander->visits[i].source->is_used = true;
    }
    buf_init(&scratch, WORDS_BYTES_MAX);
    out->events = arena_new_array(reader->arena, used, struct ical_event);
    out->occurrences =
        arena_new_array(reader->arena, expander->count, struct ical_occurrence);
    for (size_t i = 0; i < expander->count; i++) {
        const struct ical_visit *visit = &expander->visits[i];

        out->occurrences[out->occurrence_count++] = (struct ical_occurrence){
            .event = event_of(reader, visit->source, &scratch),
            .recurrence = visit->recurrence,
            .is_override = visit->is_override,
            .start = visit->start,
            .end = visit->end,
            .has_end = visit->has_end,
            .zone = zone_of(reader, visit),
            .all_day = visit->all_day,
            .first_day = visit->first_day,
            .day_after = visit->day_after,
        };
    }
    buf_finish(&scratch);
    ical_words_finish();
}

static int compare_names(const struct ical_occurrence *left,
                         const struct ical_occurrence *right)
{
    int order = strcmp(left->event->uid, right->event->uid);

    return order != 0 ? order : strcmp(left->recurrence, right->recurrence);
}

static int compare_identities(const void *left, const void *right)
{
    const struct ical_occurrence *l = left;
    const struct ical_occurrence *r = right;
    int order = compare_names(l, r);

    if (order != 0)
        return order;
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
    return compare_names(l, r);
}

/* Two people at one time under one UID: "…#2" is the second. */
static void tell_apart(struct reader *reader)
{
    struct ical_calendar *out = reader->out;
    struct ical_occurrence *items = out->occurrences;
    const char *name = NULL;
    size_t same = 1;

    if (out->occurrence_count == 0)
        return;
    qsort(items, out->occurrence_count, sizeof(*items), compare_identities);
    name = items[0].recurrence;
    for (size_t i = 1; i < out->occurrence_count; i++) {
        bool is_same =
            strcmp(items[i].event->uid, items[i - 1].event->uid) == 0 &&
            strcmp(items[i].recurrence, name) == 0;

        same = is_same ? same + 1 : 1;
        name = is_same ? name : items[i].recurrence;
        if (is_same)
            items[i].recurrence =
                arena_printf(reader->arena, "%s#%zu", name, same);
    }
    qsort(items, out->occurrence_count, sizeof(*items), compare_starts);
}

static size_t limit_or(size_t limit, size_t otherwise)
{
    return limit > 0 ? limit : otherwise;
}

static bool read_calendar(struct reader *reader)
{
    const struct import_request *request = &reader->request;
    struct ical_expander expander = {
        .request = request,
        .zones = &reader->zones,
        .arena = reader->arena,
        .scratch = &reader->scratch,
        .skipped = &reader->out->skipped,
        .warnings = &reader->out->warnings,
        .each_max = limit_or(request->limits.occurrences_each,
                             IMPORT_OCCURRENCES_EACH_MAX),
        .all_max =
            limit_or(request->limits.occurrences, IMPORT_OCCURRENCES_MAX),
        .looks = IMPORT_LOOKS_MAX,
    };

    if (!ical_scan(request, reader->arena, &reader->scan,
                   &reader->out->warnings, reader->err))
        return false;
    read_properties(reader);
    ical_zones_init(&reader->zones, &reader->scan, request, reader->arena,
                    &reader->out->warnings);
    read_sources(reader);
    if (!expand_all(reader, &expander))
        return false;
    fill(reader, &expander);
    tell_apart(reader);
    return true;
}

bool ical_read(const struct import_request *request, struct arena *arena,
               struct ical_calendar *out, struct error *err)
{
    struct reader reader = {
        .request = *request,
        .arena = arena,
        .out = out,
        .err = err,
    };
    bool ok;

    if (reader.request.from.unix_s < WINDOW_S_MIN)
        reader.request.from.unix_s = WINDOW_S_MIN;
    if (reader.request.until.unix_s > WINDOW_S_MAX)
        reader.request.until.unix_s = WINDOW_S_MAX;
    *out = (struct ical_calendar){0};
    ok = read_calendar(&reader);
    arena_free(&reader.scratch);
    return ok;
}
