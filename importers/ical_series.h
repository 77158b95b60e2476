/*
 * ical_series.h - the instances of one series, before anybody moved any
 */
#ifndef IMPORTERS_ICAL_SERIES_H
#define IMPORTERS_ICAL_SERIES_H

#include "importers/ical_expand.h"

/* One of them. Its key is its instant, or its day × DAY_S for whole days. */
struct ical_instance {
    int64_t key_s;
    struct civil_time wall; /* in the zone of the series, or its own */
    const struct ical_zone *zone;
    struct instant at;
    struct ical_length length;
};

struct ical_series {
    struct ical_instance *items; /* ascending, no key twice */
    size_t count;
    size_t room;
    int64_t *excluded; /* keys; ascending */
    size_t excluded_count;
    size_t excluded_room;
    int64_t *days_off; /* EXDATE as a date in a series of times */
    size_t day_off_count;
    size_t day_off_room;
    /* A rule goes on: there is none between `until_s` and this key, unless it
     * is among `items`. */
    bool has_later;
    int64_t later_s;
};

/*
 * The instances of `master` whose wall time may lie in [from_s, until_s)
 * (seconds as if UTC); somewhat more than those. What EXDATE and EXRULE take
 * out is gone. Memory comes from `scratch`.
 */
void ical_series_collect(struct ical_expander *expander,
                         const struct ical_source *master, int64_t from_s,
                         int64_t until_s, struct arena *scratch,
                         struct ical_series *out);

#endif
