/*
 * ical_times.h - when one VEVENT takes place, and which version of what it is
 *
 * The part of an event that expansion needs. Words are read later, and only
 * for events with a visit in the window (ical_words.h).
 */
#ifndef IMPORTERS_ICAL_TIMES_H
#define IMPORTERS_ICAL_TIMES_H

#include "importers/ical.h"
#include "importers/ical_lines.h"
#include "importers/ical_zone.h"

/* A time whose zone is known. */
struct ical_moment {
    bool is_date; /* a whole day: `at` is its first instant */
    struct civil_time wall;
    const struct ical_zone *zone;
    struct instant at;
};

/* How long it takes: days on the calendar, then seconds on the watch. */
struct ical_length {
    bool is_known;
    int64_t days;
    int64_t s;
};

/* One VEVENT. */
struct ical_source {
    const struct ical_slice *slice;
    struct ical_lines lines;
    struct str raw;    /* the text, cut where it is long; ends with a NUL */
    size_t raw_offset; /* in that of the object */
    size_t rank; /* among those of its UID: by what they say, not by place */
    const char *uid;
    bool has_uid;
    int64_t sequence;   /* −1 when absent */
    int64_t stamp_s;    /* DTSTAMP; INT64_MIN when absent */
    int64_t modified_s; /* LAST-MODIFIED; likewise */
    struct str summary; /* as written: to tell versions from other people */
    struct ical_moment start;
    struct ical_length length;
    bool is_override; /* has a RECURRENCE-ID */
    bool is_range;    /* … for this and all later ones */
    struct ical_moment recurrence;
    bool is_series;           /* has RRULE or RDATE */
    bool is_used;             /* has a visit in the window */
    struct ical_event *event; /* its words, once somebody needs them */
};

/*
 * Reads the times of `source`, whose slice, lines, rank and UID are set; odd
 * ones are noted in `zones->warnings`. False when the event cannot be placed:
 * `reason` says why.
 */
bool ical_times_read(struct ical_zones *zones, struct ical_source *source,
                     const char **reason);

/* The value of a UID line as it is known by: one of endless length is a
 * fingerprint. */
const char *ical_uid(struct str uid, struct arena *arena) NEVER_NULL;

/*
 * The UID of an event, in `arena`; a very long one is cut, but stays itself.
 * Where it has none, one is made of what it says: then false.
 */
bool ical_uid_read(const struct ical_lines *lines, struct arena *arena,
                   const char **out);

/*
 * One value of a time property: with its Z, its TZID, or the zone of `series`
 * (NULL: the calendar's floating zone). False when it is no time.
 */
bool ical_moment_read(struct ical_zones *zones, size_t calendar,
                      const struct ical_line *line, struct str value,
                      const struct ical_moment *series,
                      struct ical_moment *out);

/* The instant `length` after a start. */
struct instant ical_length_end(const struct ical_zone *zone,
                               struct civil_time wall, struct instant at,
                               struct ical_length length);

#endif
