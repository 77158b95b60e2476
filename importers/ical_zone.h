/*
 * ical_zone.h - which clock a TZID means
 *
 * In this order: an IANA name or link, in any case and behind any vendor's
 * prefix; the document's own VTIMEZONE (X-LIC-LOCATION in it first); a name
 * of Windows or Outlook; "GMT+05:30"; else the default, with a warning. An
 * IANA name beats the document, because the rules in feeds are often stale;
 * the document beats Windows, because it says what its author saw.
 */
#ifndef IMPORTERS_ICAL_ZONE_H
#define IMPORTERS_ICAL_ZONE_H

#include "importers/ical_frame.h"
#include "importers/ical_vtimezone.h"

/* One clock. Lives in the arena of the import. */
struct ical_zone {
    struct str id; /* as written; at NULL: times that name no zone */
    size_t frame;  /* of its calendar, whose VTIMEZONEs count first */
    struct zone named;
    bool has_named;
    bool is_shared; /* means the same in all frames of the document */
    const struct ical_vtimezone *own; /* when set, it decides */
    struct ical_zone *next;
};

/* A VTIMEZONE of the document. */
struct ical_zone_source {
    const struct ical_part *part;
    struct ical_vtimezone names;
};

struct ical_zones {
    const struct ical_frames *frames;
    const struct import_request *request;
    struct arena *arena;
    struct import_notes *warnings;
    bool is_full; /* more names than the limit; that was said */
    struct ical_zone_source *sources; /* at most IMPORT_ZONES_MAX */
    size_t source_count;
    struct zone *defaults;       /* for each frame */
    struct ical_zone **floating; /* for each frame; NULL before its use */
    struct ical_zone utc;
    struct ical_zone *first; /* those with a name */
    size_t count;            /* at most IMPORT_ZONES_MAX */
};

/*
 * The zones of a document that was scanned into `frames`. All arguments must
 * outlive `zones`.
 */
void ical_zones_init(struct ical_zones *zones, const struct ical_frames *frames,
                     const struct import_request *request, struct arena *arena,
                     struct import_notes *warnings);

/* UTC itself. */
const struct ical_zone *ical_zone_utc(struct ical_zones *zones) NEVER_NULL;

/* For times that name no zone: X-WR-TIMEZONE, else the request's. */
const struct ical_zone *ical_zone_floating(struct ical_zones *zones,
                                           size_t calendar) NEVER_NULL;

/*
 * The clock for a TZID in that calendar; the floating one where it means
 * none.
 */
const struct ical_zone *ical_zone_find(struct ical_zones *zones,
                                       size_t calendar,
                                       struct str id) NEVER_NULL;

/* Wall time to instant, as zone_instant(). */
struct instant ical_zone_instant(const struct ical_zone *zone,
                                 struct civil_time wall);

struct civil_time ical_zone_civil(const struct ical_zone *zone,
                                  struct instant at);

/* A zone of base/ that shows the same wall time at that instant. */
struct zone ical_zone_label(const struct ical_zone *zone, struct instant at);

#endif
