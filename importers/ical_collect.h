/*
 * ical_collect.h - objects put together to a calendar as a whole
 */
#ifndef IMPORTERS_ICAL_COLLECT_H
#define IMPORTERS_ICAL_COLLECT_H

#include "importers/ical.h"

struct ical_collected;

/* Starts empty but for the arena, in which the objects live as well. */
struct ical_collector {
    struct arena *arena;
    struct ical_collected *objects; /* what is needed of each */
    size_t count;
    size_t room;
    struct ical_occurrence *occurrences;
    size_t occurrence_count;
    size_t occurrence_room;
    size_t event_count;
};

void ical_collect(struct ical_collector *collector,
                  const struct ical_object *object);

/* The calendar of all that was collected. */
void ical_collect_finish(struct ical_collector *collector,
                         const struct ical_head *head,
                         struct ical_calendar *out);

#endif
