#include "analytics/refill.h"

/* No visit that starts earlier still lasts: longer entries are no visits. */
#define VISIT_S_MAX DAY_S

void refill_init(struct refill *refill, const struct slots *slots,
                 bool unknown_is_one, struct arena *arena)
{
    size_t providers = slots->providers.count;
    size_t *starts = arena_new_array(arena, providers + 1, size_t);
    size_t *next = arena_new_array(arena, providers + 1, size_t);
    size_t *order = arena_new_array(arena, slots->count + 1, size_t);

    for (size_t i = 0; i < slots->count; i++)
        starts[slots->items[i].provider + 1]++;
    for (size_t i = 0; i < providers; i++) {
        starts[i + 1] += starts[i];
        next[i] = starts[i];
    }
    for (size_t i = 0; i < slots->count; i++)
        order[next[slots->items[i].provider]++] = i;
    *refill = (struct refill){
        .slots = slots,
        .order = order,
        .starts = starts,
        .unknown_is_one = unknown_is_one,
    };
}

static bool occupies(const struct slot *slot)
{
    switch (slot->outcome) {
    case OUTCOME_ATTENDED:
    case OUTCOME_ATTENDED_LATE:
    case OUTCOME_NOT_SEEN:
    case OUTCOME_NO_SHOW:
    case OUTCOME_CANCELLED_SHORT:
    case OUTCOME_MOVED_SHORT:
    case OUTCOME_UNMARKED:
        return true;
    case OUTCOME_CANCELLED_EARLY:
    case OUTCOME_CANCELLED_OFFICE:
    case OUTCOME_MOVED_EARLY:
    case OUTCOME_WITHDRAWN:
        return false;
    case OUTCOME_FUTURE:
        return slot->stands;
    }
    return false;
}

/* Where the provider's slots that could reach past `at` begin. */
static size_t first_reaching(const struct refill *refill, size_t provider,
                             struct instant at)
{
    struct instant earliest = instant_sub(at, (struct span){VISIT_S_MAX});
    size_t low = refill->starts[provider];
    size_t high = refill->starts[provider + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (instant_before(refill->slots->items[refill->order[middle]].start,
                           earliest))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool may_refill(const struct slot *slot, const struct slot *other)
{
    return other != slot && other->taken_known &&
           !instant_before(other->taken, slot->freed) && occupies(other);
}

int64_t refill_seconds(const struct refill *refill, size_t index)
{
    const struct slot *items = refill->slots->items;
    const struct slot *slot = &items[index];
    struct instant filled = slot->start; /* up to here it is settled */
    int64_t seconds = 0;

    if (!slot->freed_known ||
        (!refill->unknown_is_one &&
         *refill->slots->providers.items[slot->provider] == '\0'))
        return 0;
    for (size_t i = first_reaching(refill, slot->provider, slot->start);
         i < refill->starts[slot->provider + 1]; i++) {
        const struct slot *other = &items[refill->order[i]];
        struct instant from = instant_later(other->start, filled);
        struct instant until = instant_earlier(other->end, slot->end);

        if (!instant_before(other->start, slot->end))
            break;
        if (!may_refill(slot, other) || !instant_before(from, until))
            continue;
        seconds += instant_since(until, from).s;
        filled = until;
    }
    return seconds;
}
