/*
 * plan_facts.h - what the planner asks about a visit besides the visit itself
 */
#ifndef STORE_PLAN_FACTS_H
#define STORE_PLAN_FACTS_H

#include "store/appointments.h"

struct plan_facts {
    bool is_moved; /* the slot came about by a move */
    /* Where it was when its customer last heard of it, by a message that left
     * or may have left: the nearest such slot before this one. */
    bool is_announced;
    struct appointment was; /* only then */
    bool is_rebooked;       /* its customer has a later visit that stands */
};

/* `is_rebooked` is looked for only where the visit was missed. */
MUST_USE bool plan_facts_load(struct db *db, const struct visit *visit,
                              struct arena *arena, struct plan_facts *out,
                              struct error *err);

#endif
