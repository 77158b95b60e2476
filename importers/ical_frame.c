#include "importers/ical_frame.h"

#include <stdlib.h>

#include "importers/ical_line.h"
#include "importers/limits.h"

static const char zone_begin[] = "BEGIN:VTIMEZONE\n";
static const char zone_end[] = "END:VTIMEZONE\n";

/* One calendar of the document. */
struct calendar {
    size_t index;
    /* The digests of its parts, added up: their order means nothing. */
    uint64_t sum[DIGEST_BYTES / sizeof(uint64_t)];
    unsigned char digest[DIGEST_BYTES];
};

/* Whether a part belongs to the frame. */
static bool is_framing(const struct ical_part *part)
{
    struct ical_line line;

    return part->kind == ICAL_PART_TIMEZONE ||
           (ical_line_split(part->text, &line) &&
            (line.id == ICAL_NAME_METHOD || line.id == ICAL_NAME_TIMEZONE));
}

static void add_part(struct calendar *calendar, const struct ical_part *part)
{
    unsigned char digest[DIGEST_BYTES];
    uint64_t lanes[ARRAY_LEN(calendar->sum)];

    digest_of(part->text, digest);
    memcpy(lanes, digest, sizeof(lanes));
    for (size_t i = 0; i < ARRAY_LEN(lanes); i++)
        calendar->sum[i] += lanes[i];
}

static struct calendar *digest_calendars(const struct ical_scan *scan,
                                         const struct zone *zone,
                                         struct arena *arena)
{
    struct calendar *calendars =
        arena_new_array(arena, scan->calendar_count, struct calendar);

    for (size_t i = 0; i < scan->part_count; i++) {
        if (is_framing(&scan->parts[i]))
            add_part(&calendars[scan->parts[i].calendar], &scan->parts[i]);
    }
    for (size_t i = 0; i < scan->calendar_count; i++) {
        const struct str parts[] = {
            {(const char *)calendars[i].sum, sizeof(calendars[i].sum)},
            str_of(zone->name),
        };

        calendars[i].index = i;
        digest_of_parts(parts, ARRAY_LEN(parts), calendars[i].digest);
    }
    return calendars;
}

static int compare_calendars(const void *left, const void *right)
{
    const struct calendar *l = left;
    const struct calendar *r = right;
    int order = memcmp(l->digest, r->digest, sizeof(l->digest));

    return order != 0 ? order : (l->index > r->index) - (l->index < r->index);
}

/*
 * Numbers the frames by their first calendars. On the way `of` holds, for
 * each calendar, the first one with the same frame.
 */
static void number(struct ical_frames *out, struct calendar *calendars,
                   size_t count, struct arena *arena)
{
    size_t *frame = arena_new_array(arena, count, size_t);

    qsort(calendars, count, sizeof(*calendars), compare_calendars);
    for (size_t i = 0; i < count; i++) {
        bool is_same =
            i > 0 && memcmp(calendars[i - 1].digest, calendars[i].digest,
                            sizeof(calendars[i].digest)) == 0;

        out->of[calendars[i].index] =
            is_same ? out->of[calendars[i - 1].index] : calendars[i].index;
    }
    out->first = arena_new_array(arena, count, size_t);
    for (size_t i = 0; i < count; i++) {
        if (out->of[i] == i) {
            frame[i] = out->count++;
            out->first[frame[i]] = i;
        }
        out->of[i] = frame[out->of[i]];
    }
    out->items = arena_new_array(arena, out->count, struct ical_frame);
    for (size_t i = 0; i < count; i++)
        memcpy(out->items[out->of[calendars[i].index]].digest,
               calendars[i].digest, sizeof(calendars[i].digest));
}

static void append(struct ical_frame *frame, const char *text, size_t len)
{
    memcpy((char *)(uintptr_t)frame->body.at + frame->body.len, text, len);
    frame->body.len += len;
}

static void append_part(struct ical_frame *frame, const struct ical_part *part)
{
    bool is_zone = part->kind == ICAL_PART_TIMEZONE;

    if (is_zone)
        append(frame, zone_begin, sizeof(zone_begin) - 1);
    append(frame, part->text.at, part->text.len);
    if (is_zone)
        append(frame, zone_end, sizeof(zone_end) - 1);
    else
        append(frame, "\n", 1);
}

/* Bytes of a part as append_part() writes it, and somewhat more. */
static size_t size_of(const struct ical_part *part)
{
    return part->text.len + sizeof(zone_begin) + sizeof(zone_end);
}

/* Writes the texts, each by the first calendar that has the frame. */
static void write_bodies(const struct ical_scan *scan, struct ical_frames *out,
                         struct arena *arena)
{
    size_t *sizes = arena_new_array(arena, out->count, size_t);
    bool *is_kept = arena_new_array(arena, scan->part_count, bool);
    size_t total = 0;

    for (size_t i = 0; i < scan->part_count; i++) {
        const struct ical_part *part = &scan->parts[i];
        size_t frame = out->of[part->calendar];

        is_kept[i] = out->first[frame] == part->calendar && is_framing(part) &&
                     total + size_of(part) <= IMPORT_FRAMES_BYTES_MAX;
        total += is_kept[i] ? size_of(part) : 0;
        sizes[frame] += is_kept[i] ? size_of(part) : 0;
    }
    for (size_t i = 0; i < out->count; i++)
        out->items[i].body.at = arena_alloc(arena, sizes[i] + 1);
    for (size_t i = 0; i < scan->part_count; i++) {
        if (is_kept[i])
            append_part(&out->items[out->of[scan->parts[i].calendar]],
                        &scan->parts[i]);
    }
}

void ical_frames_read(const struct ical_scan *scan, const struct zone *zone,
                      struct arena *arena, struct ical_frames *out)
{
    struct calendar *calendars = digest_calendars(scan, zone, arena);

    *out = (struct ical_frames){
        .scan = scan,
        .of = arena_new_array(arena, scan->calendar_count, size_t),
    };
    number(out, calendars, scan->calendar_count, arena);
    write_bodies(scan, out, arena);
}
