/*
 * made.h - slots made in memory, for tests of what is computed from them
 */
#ifndef TESTS_UNIT_ANALYTICS_MADE_H
#define TESTS_UNIT_ANALYTICS_MADE_H

#include "analytics/slots.h"

#define MADE_START_S     INT64_C(1792915200) /* 2026-10-25T08:00:00Z */
#define MADE_AT(minutes) ((struct instant){MADE_START_S + (minutes)*MINUTE_S})

/*
 * A slot from minute `from` to `until` after MADE_START_S, freed at its start
 * where it was missed, taken and booked at minute `booked`.
 */
static inline struct slot made_slot(enum outcome outcome, int64_t from,
                                    int64_t until, int64_t booked)
{
    return (struct slot){
        .customer = 1,
        .start = MADE_AT(from),
        .end = MADE_AT(until),
        .freed = MADE_AT(from),
        .freed_known = outcome_is_missed(outcome),
        .taken = MADE_AT(booked),
        .taken_known = true,
        .booked = MADE_AT(booked),
        .booked_known = true,
        .outcome = outcome,
        .lead = LEAD_UNKNOWN,
    };
}

/* `items` in order of their starts; one service and one provider, "". */
static inline struct slots made_slots(struct slot *items, size_t count,
                                      struct arena *arena)
{
    struct slots slots = {.items = items, .count = count};

    names_init(&slots.services, arena);
    names_init(&slots.providers, arena);
    (void)names_number(&slots.services, "");
    (void)names_number(&slots.providers, "");
    return slots;
}

#endif
