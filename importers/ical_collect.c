#include "importers/ical_collect.h"

#include <stdlib.h>

/* An object's events, and where they stand among all. */
struct ical_collected {
    const struct ical_event *events;
    size_t event_count;
    size_t first_event;
    size_t occurrence_count;
};

void ical_collect(struct ical_collector *collector,
                  const struct ical_object *object)
{
    arena_reserve(collector->arena, collector->objects, collector->count,
                  collector->room, struct ical_collected);
    collector->objects[collector->count++] = (struct ical_collected){
        .events = object->events,
        .event_count = object->event_count,
        .first_event = collector->event_count,
        .occurrence_count = object->occurrence_count,
    };
    collector->event_count += object->event_count;
    for (size_t i = 0; i < object->occurrence_count; i++) {
        arena_reserve(collector->arena, collector->occurrences,
                      collector->occurrence_count, collector->occurrence_room,
                      struct ical_occurrence);
        collector->occurrences[collector->occurrence_count++] =
            object->occurrences[i];
    }
}

/* Lays the events side by side and lets the visits point there. */
static void join(const struct ical_collector *collector,
                 struct ical_event *events)
{
    struct ical_occurrence *visit = collector->occurrences;

    for (size_t i = 0; i < collector->count; i++) {
        const struct ical_collected *object = &collector->objects[i];
        struct ical_event *own = events + object->first_event;

        for (size_t j = 0; j < object->event_count; j++)
            own[j] = object->events[j];
        for (size_t j = 0; j < object->occurrence_count; j++, visit++)
            visit->event = own + (visit->event - object->events);
    }
}

static int compare_visits(const void *left, const void *right)
{
    const struct ical_occurrence *l = left;
    const struct ical_occurrence *r = right;
    int order;

    if (l->start.unix_s != r->start.unix_s)
        return l->start.unix_s < r->start.unix_s ? -1 : 1;
    order = strcmp(l->event->uid, r->event->uid);
    return order != 0 ? order : strcmp(l->recurrence, r->recurrence);
}

void ical_collect_finish(struct ical_collector *collector,
                         const struct ical_head *head,
                         struct ical_calendar *out)
{
    *out = (struct ical_calendar){
        .occurrences = collector->occurrences,
        .occurrence_count = collector->occurrence_count,
        .events = arena_new_array(collector->arena, collector->event_count,
                                  struct ical_event),
        .event_count = collector->event_count,
        .method = head->method,
        .product = head->product,
        .name = head->name,
        .zone = head->zone,
        .refresh = head->refresh,
        .component_count = head->component_count,
        .skipped = head->skipped,
        .warnings = head->warnings,
    };
    join(collector, out->events);
    if (out->occurrence_count > 0)
        qsort(out->occurrences, out->occurrence_count,
              sizeof(*out->occurrences), compare_visits);
}
