/*
 * extracting.h - the words of one visit of a calendar that was read whole
 */
#ifndef TESTS_HARNESS_EXTRACTING_H
#define TESTS_HARNESS_EXTRACTING_H

#include "importers/extract.h"

/* `out->booking` and `out->block` are the visit's. */
static inline void extract_visit_of(const struct extractor *extractor,
                                    const struct ical_calendar *calendar,
                                    const struct ical_occurrence *occurrence,
                                    struct arena *arena, struct extracted *out)
{
    const struct extract_source source = {
        .product = calendar->product,
        .method = calendar->method,
    };
    struct booking visit;

    extract_event(extractor, &source, occurrence->event, arena, out);
    out->block = extract_visit(out, occurrence, &visit);
    out->booking = visit;
}

#endif
