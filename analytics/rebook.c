#include "analytics/rebook.h"

#include <stdlib.h>

/* Attended visits of one customer, and those of theirs that were missed. */
struct customer_visits {
    const struct slot *items;
    size_t *came; /* by when they were booked */
    size_t came_count;
    size_t *missed; /* by their start */
    size_t missed_count;
};

static int compare_booked(const void *left, const void *right, void *context)
{
    const struct slot *items = context;
    size_t l = *(const size_t *)left;
    size_t r = *(const size_t *)right;

    if (items[l].booked.unix_s != items[r].booked.unix_s)
        return items[l].booked.unix_s < items[r].booked.unix_s ? -1 : 1;
    return (l > r) - (l < r);
}

static bool may_offset(const struct slot *miss, const struct slot *came)
{
    return !instant_before(came->booked, miss->start) &&
           !instant_before(came->start, miss->start);
}

/* All windows are equally long, so earliest first offsets the most. */
static void match(const struct customer_visits *visits, bool *rebooked)
{
    const struct span window = {REBOOK_DAYS * DAY_S};
    size_t next = 0;

    for (size_t i = 0; i < visits->missed_count; i++) {
        const struct slot *miss = &visits->items[visits->missed[i]];

        while (next < visits->came_count &&
               !may_offset(miss, &visits->items[visits->came[next]]))
            next++;
        if (next == visits->came_count)
            return;
        if (instant_before(instant_add(miss->start, window),
                           visits->items[visits->came[next]].booked))
            continue;
        rebooked[visits->missed[i]] = true;
        next++;
    }
}

static void sort_out(const size_t *order, size_t count,
                     struct customer_visits *visits)
{
    visits->came_count = 0;
    visits->missed_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct slot *slot = &visits->items[order[i]];

        if (outcome_is_missed(slot->outcome))
            visits->missed[visits->missed_count++] = order[i];
        else if (outcome_is_attended(slot->outcome) && slot->booked_known)
            visits->came[visits->came_count++] = order[i];
    }
}

bool *rebook_find(const struct slots *slots, struct arena *arena)
{
    bool *rebooked = arena_new_array(arena, slots->count + 1, bool);
    const size_t *order = slots_by_customer(slots, arena);
    struct customer_visits visits = {
        .items = slots->items,
        .came = arena_new_array(arena, slots->count + 1, size_t),
        .missed = arena_new_array(arena, slots->count + 1, size_t),
    };
    size_t end;

    for (size_t at = 0; at < slots->count; at = end) {
        int64_t customer = slots->items[order[at]].customer;

        for (end = at; end < slots->count &&
                       slots->items[order[end]].customer == customer;)
            end++;
        if (customer == 0)
            continue;
        sort_out(order + at, end - at, &visits);
        if (visits.missed_count == 0 || visits.came_count == 0)
            continue;
        qsort_r(visits.came, visits.came_count, sizeof(size_t), compare_booked,
                slots->items);
        match(&visits, rebooked);
    }
    return rebooked;
}
