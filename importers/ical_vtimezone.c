#include "importers/ical_vtimezone.h"

#include <stdlib.h>

#include "importers/ical_line.h"
#include "importers/ical_rule.h"
#include "importers/limits.h"

/* Changes are worked out for some years around the window, never for more. */
#define MARGIN_S     (2 * 366 * DAY_S)
/* No place on earth is further from UTC. */
#define OFFSET_S_MAX (18 * 3600)

/* STANDARD or DAYLIGHT as read so far. */
struct observance {
    bool has_start, has_from, has_to;
    struct ical_time start;
    int from_s;
    int to_s;
    struct str rules[IMPORT_RULES_MAX];
    size_t rule_count;
    struct str dates[IMPORT_OBSERVANCES_MAX]; /* RDATE lines */
    size_t date_count;
};

struct reader {
    struct ical_vtimezone *zone;
    struct arena *arena;
    int64_t from_s;
    int64_t until_s;
    int64_t budget;
    size_t observances;
    int64_t earliest_s; /* the start whose TZOFFSETFROM comes first */
    const char *reason;
};

void ical_vtimezone_names(struct str slice, struct arena *arena,
                          struct ical_vtimezone *out)
{
    struct ical_line line;
    struct str text;

    *out = (struct ical_vtimezone){.id = ""};
    while (ical_line_next(&slice, &text)) {
        if (!ical_line_split(text, &line))
            continue;
        if (ical_is(line.name, "TZID"))
            out->id = ical_unescape(ical_trim(line.value), arena);
        else if (ical_is(line.name, "X-LIC-LOCATION"))
            out->location = ical_unescape(ical_trim(line.value), arena);
    }
}

static bool refuse(struct reader *reader, const char *reason)
{
    reader->reason = reason;
    return false;
}

/* Only the last change before the range matters of those before it. */
static bool add_change(struct reader *reader, int64_t at_s, int offset_s)
{
    struct ical_vtimezone *zone = reader->zone;

    if (at_s > reader->until_s)
        return true;
    if (zone->count >= IMPORT_TRANSITIONS_MAX)
        return refuse(reader, "it changes the clock too often");
    arena_reserve(reader->arena, zone->transitions, zone->count, zone->room,
                  struct ical_transition);
    zone->transitions[zone->count++] =
        (struct ical_transition){.at_s = at_s, .offset_s = offset_s};
    return true;
}

static bool add_rule(struct reader *reader, const struct observance *part,
                     struct str text)
{
    int64_t from_s = reader->from_s + part->from_s;
    int64_t until_s = reader->until_s + part->from_s;
    struct ical_rule rule;
    struct ical_walk walk;
    int64_t wall_s;

    if (!ical_rule_read(text, &rule, &reader->reason))
        return false;
    if (rule.frequency != ICAL_YEARLY)
        return refuse(reader, "a clock that changes more often than yearly");
    if (rule.has_until) {
        int64_t end_s = civil_to_seconds(rule.until.wall);

        if (rule.until.is_utc)
            end_s += part->from_s;
        if (rule.until.is_date)
            end_s += DAY_S - 1;
        until_s = end_s < until_s ? end_s : until_s;
        /* A rule that ended long ago still sets the clock it left. */
        from_s = until_s < from_s ? until_s - MARGIN_S : from_s;
    }
    ical_walk_start(&walk, &rule, part->start.wall, from_s, until_s,
                    &reader->budget);
    while (ical_walk_next(&walk, &wall_s)) {
        if (!add_change(reader, wall_s - part->from_s, part->to_s))
            return false;
    }
    return !walk.is_cut || refuse(reader, "its rules take too long to follow");
}

static bool add_dates(struct reader *reader, const struct observance *part,
                      struct str list)
{
    struct str item;
    struct ical_time time;

    while (ical_next(&list, ',', &item)) {
        int64_t at_s;

        if (!ical_time_read(item, &time))
            return refuse(reader, "one of its dates is none");
        at_s = civil_to_seconds(time.wall) - (time.is_utc ? 0 : part->from_s);
        if (!add_change(reader, at_s, part->to_s))
            return false;
    }
    return true;
}

/* What one STANDARD or DAYLIGHT says; broken ones are left out. */
static bool add_observance(struct reader *reader, const struct observance *part)
{
    int64_t start_s;

    if (!part->has_start || !part->has_from || !part->has_to)
        return true;
    if (++reader->observances > IMPORT_OBSERVANCES_MAX)
        return refuse(reader, "it has too many parts");
    start_s = civil_to_seconds(part->start.wall) - part->from_s;
    if (reader->observances == 1 || start_s < reader->earliest_s) {
        reader->earliest_s = start_s;
        reader->zone->first_offset_s = part->from_s;
    }
    if (part->rule_count == 0 && !add_change(reader, start_s, part->to_s))
        return false;
    for (size_t i = 0; i < part->rule_count; i++) {
        if (!add_rule(reader, part, part->rules[i]))
            return false;
    }
    for (size_t i = 0; i < part->date_count; i++) {
        if (!add_dates(reader, part, part->dates[i]))
            return false;
    }
    return true;
}

static bool read_line(struct reader *reader, struct observance *part,
                      const struct ical_line *line)
{
    if (ical_is(line->name, "DTSTART")) {
        part->has_start = ical_time_read(line->value, &part->start);
    } else if (ical_is(line->name, "TZOFFSETFROM")) {
        part->has_from = ical_offset_read(line->value, &part->from_s) &&
                         abs(part->from_s) <= OFFSET_S_MAX;
    } else if (ical_is(line->name, "TZOFFSETTO")) {
        part->has_to = ical_offset_read(line->value, &part->to_s) &&
                       abs(part->to_s) <= OFFSET_S_MAX;
    } else if (ical_is(line->name, "RRULE")) {
        if (part->rule_count == ARRAY_LEN(part->rules))
            return refuse(reader, "it has too many rules");
        part->rules[part->rule_count++] = line->value;
    } else if (ical_is(line->name, "RDATE")) {
        if (part->date_count == ARRAY_LEN(part->dates))
            return refuse(reader, "it has too many dates");
        part->dates[part->date_count++] = line->value;
    }
    return true;
}

static int compare_changes(const void *left, const void *right)
{
    const struct ical_transition *l = left;
    const struct ical_transition *r = right;

    return (l->at_s > r->at_s) - (l->at_s < r->at_s);
}

bool ical_vtimezone_read(struct str slice, struct instant from,
                         struct instant until, struct arena *arena,
                         struct ical_vtimezone *out, const char **reason)
{
    struct reader reader = {
        .zone = out,
        .arena = arena,
        .from_s = from.unix_s - MARGIN_S,
        .until_s = until.unix_s + MARGIN_S,
        .budget = IMPORT_ZONE_LOOKS_MAX,
        .reason = "it does not say what the clock shows",
    };
    struct observance part = {0};
    struct ical_line line;
    struct str text;
    bool ok = true;

    ical_vtimezone_names(slice, arena, out);
    while (ok && ical_line_next(&slice, &text)) {
        if (!ical_line_split(text, &line))
            continue;
        if (ical_is(line.name, "BEGIN"))
            part = (struct observance){0};
        else if (ical_is(line.name, "END"))
            ok = add_observance(&reader, &part);
        else
            ok = read_line(&reader, &part, &line);
    }
    *reason = reader.reason;
    if (!ok || reader.observances == 0)
        return false;
    if (out->count > 0)
        qsort(out->transitions, out->count, sizeof(*out->transitions),
              compare_changes);
    return true;
}

int ical_vtimezone_offset_s(const struct ical_vtimezone *zone,
                            struct instant at)
{
    size_t low = 0;
    size_t high = zone->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zone->transitions[middle].at_s <= at.unix_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? zone->first_offset_s
                    : zone->transitions[low - 1].offset_s;
}

struct instant ical_vtimezone_instant(const struct ical_vtimezone *zone,
                                      struct civil_time wall)
{
    int64_t wall_s = civil_to_seconds(wall);
    int before =
        ical_vtimezone_offset_s(zone, (struct instant){wall_s - DAY_S});
    int after = ical_vtimezone_offset_s(zone, (struct instant){wall_s + DAY_S});
    struct instant early = {wall_s - before};
    struct instant late = {wall_s - after};

    if (ical_vtimezone_offset_s(zone, early) == before)
        return early;
    if (ical_vtimezone_offset_s(zone, late) == after)
        return late;
    return early; /* skipped by the clock: the offset before counts */
}
