#include "importers/ical_zone.h"

#include <strings.h>

#include "base/zone_names.h"
#include "importers/clean.h"
#include "importers/ical_line.h"
#include "importers/limits.h"

/* Zone names longer than this are nobody's. */
#define ID_BYTES_MAX    200
/* Of a name that a warning quotes. */
#define NOTE_POINTS_MAX 80

/* `text` as a string, when it may be a name at all. */
static bool copy_id(struct str text, char out[ID_BYTES_MAX])
{
    text = ical_trim(text);
    if (text.len == 0 || text.len >= ID_BYTES_MAX)
        return false;
    memcpy(out, text.at, text.len);
    out[text.len] = '\0';
    return true;
}

static bool load(const char *name, struct zone *out)
{
    struct error err;

    return zone_load(name, out, &err);
}

/* An IANA name, also as the tail of "/vendor.example/2026a/Europe/Paris". */
static bool find_iana(const char *id, struct zone *out)
{
    char name[ZONE_NAME_MAX];

    if (zone_find_name(id, name) && load(name, out))
        return true;
    while (*id == '/' && (id = strchr(id + 1, '/')) != NULL) {
        if (zone_find_name(id + 1, name) && load(name, out))
            return true;
    }
    return false;
}

/* "GMT+1", "UTC-03:30", "UTC+0530": hours east of Greenwich, in words. */
static bool find_offset(const char *id, int *offset_s)
{
    int hour = 0;
    int minute = 0;
    int digits = 0;
    char sign;

    if (strncasecmp(id, "GMT", 3) != 0 && strncasecmp(id, "UTC", 3) != 0)
        return false;
    id += 3;
    sign = *id;
    if (sign != '+' && sign != '-')
        return false;
    for (id++; *id >= '0' && *id <= '9' && digits < 2; digits++)
        hour = hour * 10 + (*id++ - '0');
    if (digits == 0)
        return false;
    if (*id == ':' || *id == '.')
        id++;
    for (digits = 0; *id >= '0' && *id <= '9' && digits < 2; digits++)
        minute = minute * 10 + (*id++ - '0');
    if ((*id != '\0' && *id != ')') || digits == 1 || hour > 14 || minute > 59)
        return false;
    *offset_s = (hour * 60 + minute) * (sign == '-' ? -60 : 60);
    return true;
}

/* Whether a clock is ever that far from UTC, in winter or in summer. */
static bool has_offset(const struct zone *zone, int offset_s)
{
    static const struct instant winter = {1767225600}; /* 2026-01-01 */
    static const struct instant summer = {1782864000}; /* 2026-07-01 */

    return zone_offset_s(zone, winter) == offset_s ||
           zone_offset_s(zone, summer) == offset_s;
}

/* "(UTC+01:00) Amsterdam, Berlin, …": a city with that offset. */
static bool find_display_name(const char *id, struct zone *out)
{
    const char *end = strchr(id, ')');
    struct str rest;
    struct str city;
    int offset_s = 0;
    bool has_any = *id == '(' && end != NULL &&
                   (find_offset(id + 1, &offset_s) || end - id == 4);

    if (!has_any)
        return false;
    rest = str_of(end + 1);
    while (ical_next(&rest, ',', &city)) {
        char text[ID_BYTES_MAX];
        char name[ZONE_NAME_MAX];

        if (copy_id(city, text) && zone_find_city(text, name) &&
            load(name, out) && has_offset(out, offset_s))
            return true;
    }
    *out = zone_fixed(offset_s);
    return true;
}

/* "(UTC-05:00) Eastern Time (US & Canada)" is Eastern Standard Time. */
static bool find_spoken_name(const char *id, struct zone *out)
{
    const char *name = *id == '(' ? strchr(id, ')') : NULL;
    const char *time = name == NULL ? NULL : strstr(name, " Time");
    char windows[ID_BYTES_MAX];
    char iana[ZONE_NAME_MAX];
    struct str stem;

    if (time == NULL)
        return false;
    stem = ical_trim((struct str){name + 1, (size_t)(time - name) - 1});
    if (stem.len + sizeof(" Standard Time") > sizeof(windows))
        return false;
    memcpy(windows, stem.at, stem.len);
    memcpy(windows + stem.len, " Standard Time", sizeof(" Standard Time"));
    return zone_find_windows(windows, iana) && load(iana, out);
}

static bool find_windows(const char *id, struct zone *out)
{
    static const char microsoft[] = "tzone://Microsoft/";
    char name[ZONE_NAME_MAX];

    if (strncasecmp(id, microsoft, sizeof(microsoft) - 1) == 0)
        id += sizeof(microsoft) - 1;
    if (strcasecmp(id, "UTC") == 0 || strcasecmp(id, "Z") == 0) {
        *out = zone_utc();
        return true;
    }
    return (zone_find_windows(id, name) && load(name, out)) ||
           find_spoken_name(id, out) || find_display_name(id, out);
}

/* Everything that a name alone can tell. */
static bool find_by_name(const char *id, struct zone *out)
{
    int offset_s;

    if (find_iana(id, out) || find_windows(id, out))
        return true;
    if (!find_offset(id, &offset_s))
        return false;
    *out = zone_fixed(offset_s);
    return true;
}

static size_t frame_of(const struct ical_zones *zones, size_t calendar)
{
    return zones->frames->of[calendar];
}

/* The VTIMEZONE of that name: of this frame, else of any. */
static const struct ical_zone_source *find_source(
    const struct ical_zones *zones, size_t frame, const char *id)
{
    const struct ical_zone_source *found = NULL;

    for (size_t i = 0; i < zones->source_count; i++) {
        const struct ical_zone_source *source = &zones->sources[i];

        if (strcmp(source->names.id, id) != 0)
            continue;
        if (frame_of(zones, source->part->calendar) == frame)
            return source;
        found = found == NULL ? source : found;
    }
    return found;
}

static void warn(struct ical_zones *zones, const char *id, const char *what,
                 const char *more)
{
    const char *text =
        arena_printf(zones->arena, "time zone '%s' %s%s",
                     clean_cut(id, NOTE_POINTS_MAX, zones->arena), what, more);

    import_note_add(zones->warnings, zones->arena, NULL, 0, text);
}

/* The document's own description; false when it has none that works. */
static bool find_own(struct ical_zones *zones, struct ical_zone *zone,
                     const char *id)
{
    const struct ical_zone_source *source = find_source(zones, zone->frame, id);
    struct ical_vtimezone *own;
    const char *reason;

    if (source == NULL)
        return false;
    if (source->names.location != NULL &&
        find_iana(source->names.location, &zone->named)) {
        zone->has_named = true;
        return true;
    }
    own = arena_new(zones->arena, struct ical_vtimezone);
    if (!ical_vtimezone_read(source->part->text, zones->request->from,
                             zones->request->until, zones->arena, own,
                             &reason)) {
        warn(zones, id, "is described in a way we do not follow: ", reason);
        return false;
    }
    zone->own = own;
    zone->has_named = find_by_name(id, &zone->named);
    return true;
}

/* What the name alone tells, and the document says nothing else of. */
static bool resolve_shared(const struct ical_zones *zones,
                           struct ical_zone *zone, const char *id)
{
    zone->has_named =
        id[0] != '\0' && (find_iana(id, &zone->named) ||
                          (find_source(zones, zone->frame, id) == NULL &&
                           find_by_name(id, &zone->named)));
    zone->is_shared = zone->has_named;
    return zone->is_shared;
}

static void resolve(struct ical_zones *zones, struct ical_zone *zone)
{
    char id[ID_BYTES_MAX] = "";

    (void)copy_id(zone->id, id);
    if (resolve_shared(zones, zone, id))
        return;
    if (id[0] != '\0') {
        if (find_own(zones, zone, id))
            return;
        zone->has_named = find_by_name(id, &zone->named);
        if (zone->has_named)
            return;
    }
    zone->has_named = true;
    zone->named = zones->defaults[zone->frame];
    warn(zones, id, "is unknown; its times are read in ", zone->named.name);
}

static struct ical_zone *find_known(const struct ical_zones *zones,
                                    size_t frame, struct str id)
{
    for (struct ical_zone *zone = zones->first; zone != NULL;
         zone = zone->next) {
        if ((zone->is_shared || zone->frame == frame) &&
            str_equal(zone->id, id))
            return zone;
    }
    return NULL;
}

static void keep(struct ical_zones *zones, struct ical_zone *zone)
{
    zone->next = zones->first;
    zones->first = zone;
    zones->count++;
}

/* X-WR-TIMEZONE: a name, whatever VTIMEZONEs there are. */
static void set_default(struct ical_zones *zones, size_t frame, struct str id)
{
    struct ical_zone *zone = find_known(zones, frame, id);
    struct zone *out = &zones->defaults[frame];
    char text[ID_BYTES_MAX] = "";

    if (zone != NULL) {
        *out = zone->named;
        return;
    }
    (void)copy_id(id, text);
    if (zones->count >= IMPORT_ZONES_MAX)
        return;
    zone = arena_new(zones->arena, struct ical_zone);
    *zone = (struct ical_zone){.id = id, .frame = frame};
    if (resolve_shared(zones, zone, text)) {
        *out = zone->named;
        keep(zones, zone);
        return;
    }
    zones->count++; /* an unknown name costs as much as a known one */
    if (find_by_name(text, out))
        return;
    *out = zones->request->default_zone;
    warn(zones, text, "of the calendar is unknown; instead: ",
         zones->request->default_zone.name);
}

/* What the calendars themselves say: their VTIMEZONEs and X-WR-TIMEZONE. */
static void read_sources(struct ical_zones *zones)
{
    const struct ical_frames *frames = zones->frames;

    for (size_t i = 0; i < frames->scan->part_count; i++) {
        const struct ical_part *part = &frames->scan->parts[i];
        size_t frame = frame_of(zones, part->calendar);
        struct ical_line line;

        if (frames->first[frame] != part->calendar)
            continue; /* it says what the first one said */
        if (part->kind == ICAL_PART_TIMEZONE &&
            zones->source_count < IMPORT_ZONES_MAX) {
            struct ical_zone_source *source =
                &zones->sources[zones->source_count++];

            source->part = part;
            ical_vtimezone_names(part->text, zones->arena, &source->names);
        } else if (part->kind == ICAL_PART_PROPERTY &&
                   ical_line_split(part->text, &line) &&
                   line.id == ICAL_NAME_TIMEZONE) {
            set_default(zones, frame, ical_trim(line.value));
        }
    }
}

void ical_zones_init(struct ical_zones *zones, const struct ical_frames *frames,
                     const struct import_request *request, struct arena *arena,
                     struct import_notes *warnings)
{
    size_t count = frames->count;

    *zones = (struct ical_zones){
        .frames = frames,
        .request = request,
        .arena = arena,
        .warnings = warnings,
        .utc = {.named = zone_utc(), .has_named = true},
    };
    zones->sources =
        arena_new_array(arena, IMPORT_ZONES_MAX, struct ical_zone_source);
    zones->defaults = arena_new_array(arena, count, struct zone);
    zones->floating = arena_new_array(arena, count, struct ical_zone *);
    for (size_t i = 0; i < count; i++)
        zones->defaults[i] = request->default_zone;
    read_sources(zones);
}

const struct ical_zone *ical_zone_utc(struct ical_zones *zones)
{
    return &zones->utc;
}

const struct ical_zone *ical_zone_floating(struct ical_zones *zones,
                                           size_t calendar)
{
    size_t frame = frame_of(zones, calendar);
    struct ical_zone *zone = zones->floating[frame];

    if (zone == NULL) {
        zone = arena_new(zones->arena, struct ical_zone);
        *zone = (struct ical_zone){
            .frame = frame,
            .named = zones->defaults[frame],
            .has_named = true,
        };
        zones->floating[frame] = zone;
    }
    return zone;
}

/* One name more than the limit: said once. */
static const struct ical_zone *too_many(struct ical_zones *zones,
                                        size_t calendar)
{
    const struct ical_zone *zone = ical_zone_floating(zones, calendar);

    if (!zones->is_full)
        import_note_add(zones->warnings, zones->arena, NULL, 0,
                        arena_printf(zones->arena,
                                     "more time zones than the limit of %d; "
                                     "times in others are read in %s",
                                     IMPORT_ZONES_MAX, zone->named.name));
    zones->is_full = true;
    return zone;
}

const struct ical_zone *ical_zone_find(struct ical_zones *zones,
                                       size_t calendar, struct str id)
{
    size_t frame = frame_of(zones, calendar);
    struct ical_zone *zone;

    /* Longer ones are nobody's name, and are told apart no further. */
    if (id.len > ID_BYTES_MAX)
        id.len = ID_BYTES_MAX;
    zone = find_known(zones, frame, id);
    if (zone != NULL)
        return zone;
    if (zones->count >= IMPORT_ZONES_MAX)
        return too_many(zones, calendar);
    zone = arena_new(zones->arena, struct ical_zone);
    *zone = (struct ical_zone){.frame = frame};
    zone->id = (struct str){arena_strndup(zones->arena, id.at, id.len), id.len};
    resolve(zones, zone);
    keep(zones, zone);
    return zone;
}

struct instant ical_zone_instant(const struct ical_zone *zone,
                                 struct civil_time wall)
{
    return zone->own != NULL ? ical_vtimezone_instant(zone->own, wall)
                             : zone_instant(&zone->named, wall, NULL);
}

static int offset_at(const struct ical_zone *zone, struct instant at)
{
    return zone->own != NULL ? ical_vtimezone_offset_s(zone->own, at)
                             : zone_offset_s(&zone->named, at);
}

struct civil_time ical_zone_civil(const struct ical_zone *zone,
                                  struct instant at)
{
    return civil_from_seconds(at.unix_s + offset_at(zone, at));
}

struct zone ical_zone_label(const struct ical_zone *zone, struct instant at)
{
    int offset_s;

    if (zone->own == NULL)
        return zone->named;
    offset_s = offset_at(zone, at);

    if (zone->has_named && zone_offset_s(&zone->named, at) == offset_s)
        return zone->named;
    return zone_fixed(offset_s);
}
