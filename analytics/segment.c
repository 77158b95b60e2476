#include "analytics/segment.h"

#include <stdlib.h>
#include <string.h>

static const char *const breakdown_names[BREAKDOWN_COUNT] = {
    [BREAKDOWN_WEEKDAY] = "weekday",
    [BREAKDOWN_LEAD] = "lead_days",
    [BREAKDOWN_SERVICE] = "service",
    [BREAKDOWN_PROVIDER] = "provider",
};

/* Up to and with `last` days; the buckets of evidence.md 5.1. */
static const struct {
    int32_t last;
    const char *name;
} leads[] = {
    {-1, "<0"},   {0, "0"},      {1, "1"},      {2, "2"},           {6, "3-6"},
    {13, "7-13"}, {29, "14-29"}, {59, "30-59"}, {INT32_MAX, "60+"},
};

#define LEAD_COUNT (ARRAY_LEN(leads) + 1) /* the last: nobody knows */

static size_t lead_number(int32_t lead)
{
    size_t number = 0;

    if (lead == LEAD_UNKNOWN)
        return LEAD_COUNT - 1;
    while (lead > leads[number].last)
        number++;
    return number;
}

static size_t weekday_number(int32_t day)
{
    return (size_t)civil_weekday(civil_from_days(day));
}

static size_t number_of(const struct slot *slot, enum breakdown breakdown)
{
    switch (breakdown) {
    case BREAKDOWN_WEEKDAY:
        return weekday_number(slot->day);
    case BREAKDOWN_LEAD:
        return lead_number(slot->lead);
    case BREAKDOWN_SERVICE:
        return slot->service;
    case BREAKDOWN_PROVIDER:
        return slot->provider;
    }
    return 0;
}

static size_t number_count(const struct slots *slots, enum breakdown breakdown)
{
    switch (breakdown) {
    case BREAKDOWN_WEEKDAY:
        return WEEKDAY_COUNT;
    case BREAKDOWN_LEAD:
        return LEAD_COUNT;
    case BREAKDOWN_SERVICE:
        return slots->services.count;
    case BREAKDOWN_PROVIDER:
        return slots->providers.count;
    }
    return 0;
}

static const char *name_of(const struct slots *slots, enum breakdown breakdown,
                           size_t number)
{
    switch (breakdown) {
    case BREAKDOWN_WEEKDAY:
        return weekday_name((enum weekday)number);
    case BREAKDOWN_LEAD:
        return number < ARRAY_LEN(leads) ? leads[number].name : "";
    case BREAKDOWN_SERVICE:
        return slots->services.items[number];
    case BREAKDOWN_PROVIDER:
        return slots->providers.items[number];
    }
    return "";
}

/* By name, the unknown last. */
static int compare_names(const void *left, const void *right)
{
    const struct segment *l = left;
    const struct segment *r = right;

    if (*l->name == '\0' || *r->name == '\0')
        return (*l->name == '\0') - (*r->name == '\0');
    return strcmp(l->name, r->name);
}

void segments_of(const struct slots *slots, const struct period *period,
                 enum breakdown breakdown, struct arena *arena,
                 struct segments *out)
{
    size_t count = number_count(slots, breakdown);
    struct segment *all = arena_new_array(arena, count + 1, struct segment);

    *out = (struct segments){.items = all};
    for (size_t i = slots_from(slots, period->from); i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];

        if (!instant_before(slot->start, period->until))
            break;
        all[number_of(slot, breakdown)].counts.of[slot->outcome]++;
    }
    for (size_t i = 0; i < count; i++) {
        struct segment segment = all[i];

        if (counts_total(&segment.counts) == 0)
            continue;
        segment.name = name_of(slots, breakdown, i);
        segment.rate = figure_rate(&segment.counts, FIGURE_FTA);
        all[out->count++] = segment;
    }
    if (breakdown == BREAKDOWN_SERVICE || breakdown == BREAKDOWN_PROVIDER)
        qsort(all, out->count, sizeof(struct segment), compare_names);
}

const char *breakdown_name(enum breakdown breakdown)
{
    assert(breakdown <= BREAKDOWN_PROVIDER);
    return breakdown_names[breakdown];
}
