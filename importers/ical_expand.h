/*
 * ical_expand.h - from events to visits
 *
 * All VEVENTs of one UID belong together: newer versions replace older ones,
 * series are followed, single visits of a series are moved or cancelled.
 * Rules are followed in wall time and each visit is then turned into an
 * instant, so that nine o'clock stays nine o'clock when the clocks change.
 */
#ifndef IMPORTERS_ICAL_EXPAND_H
#define IMPORTERS_ICAL_EXPAND_H

#include "importers/ical_times.h"

/* A visit, before its words are read. */
struct ical_visit {
    struct ical_source *source;
    const char *recurrence; /* as in struct ical_occurrence */
    bool is_override;
    struct instant start;
    struct instant end;
    bool has_end;
    const struct ical_zone *zone;
    bool all_day;
    struct civil_date first_day;
    struct civil_date day_after;
};

struct ical_expander {
    const struct import_request *request;
    struct ical_zones *zones;
    struct arena *arena;          /* for `visits`, their texts, the notes */
    struct arena *scratch;        /* emptied by each call */
    struct import_notes *skipped; /* rules that are not followed */
    struct import_notes *warnings;
    struct ical_visit *visits; /* of the last call */
    size_t count;
    size_t room;
    size_t each_max;
    size_t all_max;  /* visits of the whole calendar */
    size_t all_left; /* … less those of earlier calls: the caller counts */
    int64_t looks;   /* left for it */
    /* Of the last call: the first visit at or after the window's end. Where
     * that is costly to tell, a time before it. */
    bool has_next;
    struct instant next;
};

/*
 * Lists the visits of the events of one UID, by their rank, that start in the
 * window. False when the calendar has more than `all_left`.
 */
bool ical_expand(struct ical_expander *expander, struct ical_source **events,
                 size_t count);

#endif
