#include "importers/ical_times.h"

#include "base/crypto.h"
#include "importers/limits.h"

/* The lines of an event that say when; at NULL where absent. */
struct time_lines {
    struct ical_line uid, sequence, stamp, modified, summary;
    struct ical_line start, end, duration, recurrence;
    bool is_series;
};

/* Where the first line of a name belongs; NULL where nobody asks. */
static struct ical_line *place_of(struct time_lines *lines, enum ical_name id)
{
    if (id == ICAL_NAME_UID)
        return &lines->uid;
    if (id == ICAL_NAME_SEQUENCE)
        return &lines->sequence;
    if (id == ICAL_NAME_DTSTAMP)
        return &lines->stamp;
    if (id == ICAL_NAME_MODIFIED)
        return &lines->modified;
    if (id == ICAL_NAME_SUMMARY)
        return &lines->summary;
    if (id == ICAL_NAME_DTSTART)
        return &lines->start;
    if (id == ICAL_NAME_DTEND)
        return &lines->end;
    if (id == ICAL_NAME_DURATION)
        return &lines->duration;
    return id == ICAL_NAME_RECURRENCE ? &lines->recurrence : NULL;
}

static bool is_there(const struct ical_line *line)
{
    return line->value.at != NULL;
}

/* Finds the lines; of several with one name the first counts. */
static void find_lines(const struct ical_lines *lines, struct time_lines *out)
{
    *out = (struct time_lines){0};
    for (size_t i = 0; i < lines->count; i++) {
        const struct ical_line *line = &lines->items[i];
        struct ical_line *place = place_of(out, line->id);

        if (line->id == ICAL_NAME_RRULE || line->id == ICAL_NAME_RDATE)
            out->is_series = true;
        if (place != NULL && !is_there(place))
            *place = *line;
    }
}

static void warn(struct ical_zones *zones, const struct ical_source *source,
                 const char *what)
{
    import_note_add(zones->warnings, zones->arena, source->uid,
                    source->slice->line, what);
}

/* One that stays the same as long as the event does. */
static const char *make_uid(const struct time_lines *lines, struct arena *arena)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    const struct str parts[] = {
        lines->start.params,  lines->start.value,    lines->end.value,
        lines->summary.value, lines->duration.value,
    };

    return arena_printf(arena, "kept-%s",
                        crypto_fingerprint(parts, ARRAY_LEN(parts),
                                           fingerprint));
}

const char *ical_uid(struct str uid, struct arena *arena)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];

    if (uid.len <= IMPORT_UID_BYTES_MAX)
        return ical_unescape(uid, arena);
    return arena_printf(arena, "kept-%s",
                        crypto_fingerprint(&uid, 1, fingerprint));
}

bool ical_uid_read(const struct ical_lines *lines, struct arena *arena,
                   const char **out)
{
    struct time_lines found;
    struct str uid;

    find_lines(lines, &found);
    uid = found.uid.value;
    if (ical_trim(uid).len == 0) {
        *out = make_uid(&found, arena);
        return false;
    }
    *out = ical_uid(uid, arena);
    return true;
}

bool ical_moment_read(struct ical_zones *zones, size_t calendar,
                      const struct ical_line *line, struct str value,
                      const struct ical_moment *series, struct ical_moment *out)
{
    struct ical_time time;
    struct str param;

    if (!ical_time_read(value, &time))
        return false;
    if (ical_param(line, "VALUE", &param) && ical_is(param, "DATE") &&
        !time.is_date)
        time = (struct ical_time){.wall.date = time.wall.date, .is_date = true};

    out->is_date = time.is_date;
    out->wall = time.wall;
    out->zone = ical_zone_floating(zones, calendar);
    if (time.is_utc)
        out->zone = ical_zone_utc(zones);
    else if (!time.is_date && ical_param(line, "TZID", &param))
        out->zone = ical_zone_find(zones, calendar, param);
    else if (!time.is_date && series != NULL && !series->is_date)
        out->zone = series->zone;
    out->at = ical_zone_instant(out->zone, out->wall);
    return true;
}

static int64_t day_of(const struct ical_moment *moment)
{
    return civil_to_days(moment->wall.date);
}

/* Whether an end comes before a start. */
static bool is_before(const struct ical_moment *end,
                      const struct ical_moment *start)
{
    if (start->is_date)
        return day_of(end) < day_of(start);
    return instant_before(end->at, start->at);
}

/* Whole days: from the first to the day after the last. */
static struct ical_length length_in_days(const struct ical_moment *start,
                                         const struct ical_moment *end,
                                         struct ical_duration duration)
{
    struct ical_length length = {.is_known = true};

    if (end != NULL) {
        length.days = day_of(end) - day_of(start);
        if (civil_to_seconds(end->wall) % DAY_S != 0)
            length.days++;
    } else if (!duration.is_negative) {
        length.days = duration.days + (duration.s + DAY_S - 1) / DAY_S;
    }
    /* An end on the day of the start is kept as written. */
    if (length.days < 0 || (length.days == 0 && end == NULL))
        length.days = 1;
    return length;
}

/* Times: by the watch, except for the days of a DURATION. */
static struct ical_length length_in_time(const struct ical_moment *start,
                                         const struct ical_moment *end,
                                         struct ical_duration duration)
{
    struct ical_length length = {.is_known = true};

    if (end != NULL)
        length.s = end->at.unix_s - start->at.unix_s;
    else
        length = (struct ical_length){true, duration.days, duration.s};
    if (length.s < 0 || duration.is_negative)
        length = (struct ical_length){.is_known = true};
    return length;
}

/* DTEND beats DURATION; neither: whole days take one, others who knows. */
static void read_length(struct ical_zones *zones,
                        const struct time_lines *lines, struct ical_source *out)
{
    struct ical_duration duration = {0};
    struct ical_moment end;
    bool has_end = is_there(&lines->end) &&
                   ical_moment_read(zones, out->slice->calendar, &lines->end,
                                    lines->end.value, &out->start, &end);
    bool has_duration = !has_end && is_there(&lines->duration) &&
                        ical_duration_read(lines->duration.value, &duration);

    if (out->start.is_date)
        out->length =
            length_in_days(&out->start, has_end ? &end : NULL, duration);
    else if (has_end || has_duration)
        out->length =
            length_in_time(&out->start, has_end ? &end : NULL, duration);

    if (!has_end && !has_duration &&
        (is_there(&lines->end) || is_there(&lines->duration)))
        warn(zones, out, "its end cannot be read");
    if (duration.is_negative || (has_end && is_before(&end, &out->start)))
        warn(zones, out,
             out->start.is_date
                 ? "it ends before it starts; taken as one day"
                 : "it ends before it starts; taken as without length");
}

static int64_t read_utc(struct str value)
{
    struct ical_time time;

    return ical_time_read(value, &time) ? civil_to_seconds(time.wall)
                                        : INT64_MIN;
}

static bool read_recurrence(struct ical_zones *zones,
                            const struct time_lines *lines,
                            struct ical_source *out)
{
    struct str range;

    out->is_override = is_there(&lines->recurrence);
    if (!out->is_override)
        return true;
    out->is_range = ical_param(&lines->recurrence, "RANGE", &range) &&
                    ical_is(range, "THISANDFUTURE");
    return ical_moment_read(zones, out->slice->calendar, &lines->recurrence,
                            lines->recurrence.value, &out->start,
                            &out->recurrence);
}

/* Whether the start was written as the RFC has it. */
static bool is_odd(const struct ical_line *line)
{
    struct ical_time time;

    return ical_time_read(line->value, &time) && time.is_odd;
}

bool ical_times_read(struct ical_zones *zones, struct ical_source *out,
                     const char **reason)
{
    const struct ical_slice *slice = out->slice;
    struct time_lines lines;

    find_lines(&out->lines, &lines);
    out->sequence = -1;
    if (is_there(&lines.sequence) &&
        !ical_number_read(lines.sequence.value, 0, INT64_MAX, &out->sequence))
        out->sequence = -1;
    out->stamp_s = read_utc(lines.stamp.value);
    out->modified_s = read_utc(lines.modified.value);
    out->summary = lines.summary.value;
    out->is_series = lines.is_series;

    *reason = "it has no start";
    if (!is_there(&lines.start))
        return false;
    *reason = "its start is no date that exists";
    if (!ical_moment_read(zones, slice->calendar, &lines.start,
                          lines.start.value, NULL, &out->start))
        return false;
    *reason = "the visit it changes (RECURRENCE-ID) is no date that exists";
    if (!read_recurrence(zones, &lines, out))
        return false;
    if (is_odd(&lines.start))
        warn(zones, out, "its start is written in an unusual way");
    read_length(zones, &lines, out);
    return true;
}

struct instant ical_length_end(const struct ical_zone *zone,
                               struct civil_time wall, struct instant at,
                               struct ical_length length)
{
    if (length.days != 0) {
        wall.date = civil_add_days(wall.date, length.days);
        at = ical_zone_instant(zone, wall);
    }
    return instant_add(at, (struct span){length.s});
}
