/*
 * refill.h - how much of an empty slot somebody else filled
 *
 * Refilled = another appointment of the same provider that was booked (or
 * moved there) at or after the moment the slot was freed, and overlaps it, by
 * minutes; a miss frees its slot at its start. Whoever refills must have kept
 * the slot or stand in the figures with a loss of their own: an appointment
 * that was cancelled in time, cancelled by the office or withdrawn refills
 * nothing, one that was missed or cancelled at short notice does, so that a
 * chair that stayed empty is lost once.
 */
#ifndef ANALYTICS_REFILL_H
#define ANALYTICS_REFILL_H

#include "analytics/slots.h"

struct refill {
    const struct slots *slots;
    const size_t *order;  /* slots by provider, then start */
    const size_t *starts; /* by provider's number: where theirs begin */
    bool unknown_is_one;  /* slots without a provider share one chair */
};

/*
 * `unknown_is_one`: in an office with several providers two slots that name
 * none may be in different chairs, and nothing is known of a refill.
 */
void refill_init(struct refill *refill, const struct slots *slots,
                 bool unknown_is_one, struct arena *arena);

/* Seconds of the slot at `index` that were refilled, each counted once. */
int64_t refill_seconds(const struct refill *refill, size_t index);

#endif
