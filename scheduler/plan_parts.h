/*
 * plan_parts.h - what plan.c and its notices share; for scheduler/plan* alone
 */
#ifndef SCHEDULER_PLAN_PARTS_H
#define SCHEDULER_PLAN_PARTS_H

#include "scheduler/plan.h"

/* What one rule has to say, before its channels are looked at. */
struct intention {
    struct instant due;
    struct instant expires;
    enum reminder_state state; /* PLANNED, SKIPPED or EXPIRED */
    enum reminder_reason reason;
};

/* The same, but not said. */
struct intention plan_silent(struct intention intention,
                             enum reminder_reason reason);

/* Why the visit, the customer or the rule's `only` make it silent; or NONE. */
enum reminder_reason plan_unwanted(const struct plan_request *request,
                                   const struct rule *rule);

/* SKIPPED or EXPIRED where its latest useful time is over; else as it was. */
struct intention plan_clocked(const struct plan_request *request,
                              struct intention intention);

/* Whether anything of the rule can reach the customer. */
bool plan_speaks(const struct plan_request *request, const struct rule *rule,
                 const struct intention *intention);

/* One reminder a channel of the rule. */
void plan_channels(const struct plan_request *request, const struct rule *rule,
                   const struct intention *intention,
                   struct reminder_list *out);

/*
 * The notice of a move; false when there is none to give: the customer knows
 * of no other time, or the office gives none.
 */
bool plan_moved(const struct plan_request *request, struct intention *out);

/* Likewise, of a cancellation by the office. */
bool plan_cancelled(const struct plan_request *request, struct intention *out);

/* What a rule of MESSAGE_MISSED has to say of a visit that was missed. */
struct intention plan_missed(const struct plan_request *request,
                             const struct rule *rule);

#endif
