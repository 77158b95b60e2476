/*
 * slot_past.h - what calendars do not say of a slot, but kept has seen
 */
#ifndef STORE_SLOT_PAST_H
#define STORE_SLOT_PAST_H

#include "base/instant.h"
#include "domain/ids.h"
#include "store/db.h"

/* A slot that the visit had before, and when it was given up. */
struct slot_move {
    struct appointment_id id;
    struct instant start;
    struct instant said; /* the customer's best end of the bracket */
};

struct slot_moves {
    struct slot_move *items;
    size_t count;
};

/* Where the visit was before, the first slot first; none when it never moved. */
MUST_USE bool slot_moves_to(struct db *db, struct appointment_id id,
                            struct arena *arena, struct slot_moves *out,
                            struct error *err);

/* Who took a slot that had become free. */
struct slot_refill {
    struct appointment_id id; /* row 0: nobody, or it is not free */
    struct instant freed;
    struct instant taken; /* when the other visit was booked, or first seen */
};

/*
 * The first visit of the same provider that was booked after the slot of `id`
 * was freed and overlaps it (product.md, "refilled").
 */
MUST_USE bool slot_refill_of(struct db *db, struct appointment_id id,
                             struct slot_refill *out, struct error *err);

#endif
