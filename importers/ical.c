#include "importers/ical.h"

#include <stdlib.h>

#include "importers/ical_collect.h"
#include "importers/ical_object.h"
#include "importers/ical_scan.h"
#include "importers/ical_times.h"
#include "importers/ical_words.h"
#include "importers/ical_zone.h"
#include "importers/limits.h"

/* The text of one event: all of a document, at worst. */
#define SCRATCH_BYTES_MAX (SIZE_MAX / 2)

/* What years of four digits allow, less the length of a visit. */
#define WINDOW_S_MIN      INT64_C(-62135596800) /* 0001-01-01 */
#define WINDOW_S_MAX      INT64_C(250246627200) /* 9900-01-01 */

/* One call of ical_read_objects(). */
struct reader {
    const struct ical_reading *reading;
    struct import_request request; /* with a window that can be */
    struct arena *arena;           /* for what is handed back */
    struct arena scratch;          /* for the rest */
    struct arena each;             /* for one object after the other */
    struct arena expanding;        /* for finding its visits */
    struct ical_head *head;
    struct ical_scan scan;
    struct ical_zones zones;
    struct ical_frames frames;
    struct ical_groups groups;
    bool *is_cancel; /* for each VCALENDAR: METHOD:CANCEL */
    struct error *err;
};

/* Where the text of a property of the calendar belongs; NULL: nowhere. */
static const char **place_of(struct ical_head *head, enum ical_name id)
{
    if (id == ICAL_NAME_METHOD)
        return &head->method;
    if (id == ICAL_NAME_PRODID)
        return &head->product;
    if (id == ICAL_NAME_CALNAME || id == ICAL_NAME_NAME)
        return &head->name;
    return id == ICAL_NAME_TIMEZONE ? &head->zone : NULL;
}

/* REFRESH-INTERVAL beats X-PUBLISHED-TTL. */
static void read_refresh(struct ical_head *head, const struct ical_line *line)
{
    struct ical_duration refresh;

    if (ical_duration_read(line->value, &refresh) && !refresh.is_negative &&
        (head->refresh.s == 0 || line->id == ICAL_NAME_REFRESH))
        head->refresh.s = refresh.days * DAY_S + refresh.s;
}

/* A property of the calendar itself; the first of several counts. */
static void read_property(struct reader *reader, const struct ical_part *part)
{
    struct ical_line line;
    const char **place;
    char *text;

    if (!ical_line_split(part->text, &line) || ical_trim(line.value).len == 0)
        return;
    place = place_of(reader->head, line.id);
    if (place == NULL)
        read_refresh(reader->head, &line);
    if (line.id == ICAL_NAME_METHOD)
        reader->is_cancel[part->calendar] =
            ical_is(ical_trim(line.value), "CANCEL");
    if (place == NULL || *place != NULL ||
        line.value.len > IMPORT_WORD_BYTES_MAX)
        return;
    text = ical_unescape(ical_trim(line.value), reader->arena);
    if (line.id == ICAL_NAME_METHOD)
        ical_upper(text);
    *place = text;
}

static void read_properties(struct reader *reader)
{
    reader->is_cancel =
        arena_new_array(&reader->scratch, reader->scan.calendar_count, bool);
    for (size_t i = 0; i < reader->scan.part_count; i++) {
        if (reader->scan.parts[i].kind == ICAL_PART_PROPERTY)
            read_property(reader, &reader->scan.parts[i]);
    }
}

static int compare_digests(const void *left, const void *right)
{
    return memcmp(left, right, ICAL_DIGEST_BYTES);
}

/* Whether somebody knows an object of that digest; then that is noted. */
static bool is_known(struct reader *reader, const unsigned char *digest)
{
    const struct ical_reading *reading = reader->reading;
    const unsigned char *found;
    size_t index;

    if (reading->known_count == 0)
        return false;
    found = bsearch(digest, reading->known, reading->known_count,
                    ICAL_DIGEST_BYTES, compare_digests);
    if (found == NULL)
        return false;
    index = (size_t)(found - reading->known) / ICAL_DIGEST_BYTES;
    reader->head->known_seen[index / 8] |= (unsigned char)(1U << (index % 8));
    reader->head->unchanged_count++;
    return true;
}

static bool take_group(struct reader *reader,
                       struct ical_object_reader *objects,
                       const struct ical_group *group)
{
    const struct ical_reading *reading = reader->reading;
    unsigned char digest[ICAL_DIGEST_BYTES];
    struct ical_object object;
    bool ok;

    ical_group_digest(group, &reader->frames, digest);
    if (is_known(reader, digest))
        return true;
    ok = ical_object_read(objects, group,
                          reading->objects != NULL ? reading->objects
                                                   : &reader->each,
                          &object, reader->err);
    if (ok) {
        memcpy(object.digest, digest, sizeof(digest));
        ok = reading->take(reading->context, &object, reader->err);
    }
    arena_clear(&reader->each);
    return ok;
}

/* How often somebody is told how far we got. */
#define PASSED_BYTES (1024 * 1024)

static bool take_groups(struct reader *reader,
                        struct ical_object_reader *objects)
{
    const struct ical_reading *reading = reader->reading;
    size_t passed = 0;

    for (size_t i = 0; i < reader->groups.count; i++) {
        const struct ical_group *group = &reader->groups.items[i];

        if (!take_group(reader, objects, group))
            return false;
        if (reading->passed == NULL || group->offset < passed + PASSED_BYTES)
            continue;
        passed = group->offset;
        reading->passed(reading->context, passed);
    }
    return true;
}

/* Who allows more visits allows more of what it takes to find them. */
static int64_t looks_max(size_t visits)
{
    size_t times = visits / IMPORT_OCCURRENCES_MAX + 1;

    if (visits <= IMPORT_OCCURRENCES_MAX)
        return IMPORT_LOOKS_MAX;
    return times > INT64_MAX / IMPORT_LOOKS_MAX
               ? INT64_MAX
               : (int64_t)times * IMPORT_LOOKS_MAX;
}

static bool read_objects(struct reader *reader)
{
    const struct import_request *request = &reader->request;
    size_t all_max =
        import_limit(request->limits.occurrences, IMPORT_OCCURRENCES_MAX);
    struct ical_object_reader objects = {
        .request = request,
        .scan = &reader->scan,
        .frames = &reader->frames,
        .is_cancel = reader->is_cancel,
        .zones = &reader->zones,
        .expander = {.request = request,
                     .scratch = &reader->expanding,
                     .zones = &reader->zones,
                     .each_max = import_limit(request->limits.occurrences_each,
                                              IMPORT_OCCURRENCES_EACH_MAX),
                     .all_max = all_max,
                     .all_left = all_max,
                     .looks = looks_max(all_max)},
        .notes_arena = reader->arena,
        .skipped = &reader->head->skipped,
        .warnings = &reader->head->warnings,
    };
    bool ok;

    buf_init(&objects.scratch, SCRATCH_BYTES_MAX);
    ok = take_groups(reader, &objects);
    buf_finish(&objects.scratch);
    ical_words_finish();
    return ok;
}

/* What comes before the objects. */
static bool read_head(struct reader *reader)
{
    const struct ical_reading *reading = reader->reading;
    const struct ical_scan_request scan = {
        .document = reader->request.document,
        .limits = reader->request.limits,
        .passed = reading->passed,
        .context = reading->context,
    };
    struct ical_head *head = reader->head;
    struct import_notes warnings = {0};

    if (!ical_scan(&scan, &reader->scratch, &reader->scan, &warnings,
                   reader->err))
        return false;
    import_notes_add(&head->warnings, reader->arena, &warnings);
    read_properties(reader);
    ical_frames_read(&reader->scan, &reader->request.default_zone,
                     reader->arena, &reader->frames);
    ical_zones_init(&reader->zones, &reader->frames, &reader->request,
                    reader->arena, &head->warnings);
    ical_groups_read(&reader->scan, &reader->scratch, &reader->groups);
    head->frames = reader->frames.items;
    head->frame_count = reader->frames.count;
    head->component_count = reader->scan.event_count;
    head->object_count = reader->groups.count;
    head->known_count = reading->known_count;
    head->known_seen =
        arena_new_array(reader->arena, reading->known_count / 8 + 1,
                        unsigned char);
    return true;
}

bool ical_read_objects(const struct ical_reading *reading, struct arena *arena,
                       struct ical_head *out, struct error *err)
{
    struct reader reader = {
        .reading = reading,
        .request = *reading->request,
        .arena = arena,
        .head = out,
        .err = err,
    };
    bool ok;

    if (reader.request.from.unix_s < WINDOW_S_MIN)
        reader.request.from.unix_s = WINDOW_S_MIN;
    if (reader.request.until.unix_s > WINDOW_S_MAX)
        reader.request.until.unix_s = WINDOW_S_MAX;
    *out = (struct ical_head){0};
    ok = read_head(&reader) && read_objects(&reader);
    ical_scan_finish(&reader.scan);
    arena_free(&reader.expanding);
    arena_free(&reader.each);
    arena_free(&reader.scratch);
    return ok;
}

static bool collect(void *context, const struct ical_object *object,
                    struct error *err)
{
    (void)err;
    ical_collect(context, object);
    return true;
}

bool ical_read(const struct import_request *request, struct arena *arena,
               struct ical_calendar *out, struct error *err)
{
    struct ical_collector collector = {.arena = arena};
    const struct ical_reading reading = {
        .request = request,
        .take = collect,
        .context = &collector,
        .objects = arena,
    };
    struct ical_head head;

    if (!ical_read_objects(&reading, arena, &head, err))
        return false;
    ical_collect_finish(&collector, &head, out);
    return true;
}
