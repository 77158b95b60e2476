/*
 * apply_step.h - one change with its two sides at hand
 */
#ifndef APP_JOBS_APPLY_STEP_H
#define APP_JOBS_APPLY_STEP_H

#include "app/jobs/apply.h"
#include "store/appointments.h"
#include "store/twins.h"

/* What the change before found out. The visits of a series have their words,
 * and so their customer, at the very same places in memory. */
struct apply_memory {
    const struct booking *booking;
    struct customer_id customer;
    bool knows_world;
    struct twin_world world;
};

struct step {
    const struct apply_request *request;
    const struct change *change;
    const struct booking *fetched;   /* or NULL */
    const struct booking_row *known; /* or NULL */
    struct source_id object;         /* of `fetched` */
    struct author author;
    struct apply_memory *memory;
};

/* Carries the change out, inside a transaction. */
MUST_USE bool apply_step(struct db *db, const struct step *step,
                         struct error *err);

#endif
