/*
 * twins.h - a visit that another source made known already
 *
 * What is found by domain/twin.h is attached here: the new booking points to
 * the appointment that stands there, which learns what it did not know.
 */
#ifndef APP_JOBS_TWINS_H
#define APP_JOBS_TWINS_H

#include "app/jobs/apply_step.h"
#include "domain/twin.h"

/* Where a fetched visit belongs. */
struct twin_found {
    struct twin twin;            /* of `visit` */
    struct twin_visit visit;     /* the appointment, unless none */
    struct customer_id customer; /* row 0: not looked for yet */
};

/*
 * Looks for the appointment that the step's fetched visit may be. `customer`
 * is the visit's own, row 0 while it has only a name and nobody has looked.
 */
MUST_USE bool twins_find(struct db *db, const struct step *step,
                         struct customer_id customer, struct arena *arena,
                         struct twin_found *out, struct error *err);

/*
 * Lets the appointment learn from the visit: what it does not know, a
 * customer who can be reached, a cancellation, who came. What it knows stays,
 * and what a person has marked.
 */
MUST_USE bool twins_attach(struct db *db, const struct step *step,
                           const struct twin_found *found,
                           const struct appointment *fresh, struct error *err);

/*
 * What two sources say of one visit's state. An end that one of them says in
 * words counts; that it still stands in the other does not undo it, only
 * somebody's coming does. A word said exactly is better than one deduced.
 */
MUST_USE bool twins_agree(struct db *db, const struct step *step,
                          const struct appointment *known,
                          const struct appointment *fresh, struct error *err);

/* The slot of a shared appointment with the words of one of its sources: what
 * that does not say, and the other does, stays. */
void twins_complete(struct appointment *slot, const struct appointment *known);

/* Asks a person whether two are one. */
MUST_USE bool twins_ask(struct db *db, const struct step *step,
                        const struct twin_found *found,
                        struct appointment_id fresh,
                        struct customer_id customer, struct error *err);

#endif
