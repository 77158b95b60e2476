/*
 * segment.h - the missed rate by weekday, lead time, service and provider
 *
 * Each row is `fta` (figures.h) over its part of the period, so that the rows
 * of one breakdown add up to the whole.
 */
#ifndef ANALYTICS_SEGMENT_H
#define ANALYTICS_SEGMENT_H

#include "analytics/figures.h"
#include "analytics/period.h"
#include "analytics/slots.h"

enum breakdown {
    BREAKDOWN_WEEKDAY, /* of the start, on the appointment's own wall */
    BREAKDOWN_LEAD,    /* calendar days from booking to start */
    BREAKDOWN_SERVICE,
    BREAKDOWN_PROVIDER,
};

#define BREAKDOWN_COUNT 4

struct segment {
    const char *name; /* "monday", "3-6", a service; "" when unknown */
    struct counts counts;
    struct rate rate;
};

/* Rows that hold anything: by weekday, by days, else by name. */
struct segments {
    struct segment *items;
    size_t count;
};

void segments_of(const struct slots *slots, const struct period *period,
                 enum breakdown breakdown, struct arena *arena,
                 struct segments *out);

/* "weekday", "lead_days", "service", "provider". */
const char *breakdown_name(enum breakdown breakdown) NEVER_NULL;

#endif
