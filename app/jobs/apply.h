/*
 * apply.h - what a source says, written into the office
 *
 * In short transactions, so that nobody waits long for the writer. Each may
 * be carried out again: an object's digest is stored with the last of its
 * visits, so that one that was only half written is read anew.
 */
#ifndef APP_JOBS_APPLY_H
#define APP_JOBS_APPLY_H

#include "app/call.h"
#include "importers/reconcile.h"
#include "store/bookings.h"
#include "store/sources.h"

/* Processor time that one transaction may take, its commit not counted: who
 * waits for the writer waits for this. */
#define APPLY_MS  32
/* … and how many visits and objects it takes at most. */
#define APPLY_MAX 8000

/* An object whose row is written with its visits. */
struct apply_object {
    struct source_id id;           /* row 0: a new one */
    struct source_version version; /* its body not yet packed */
    size_t first;                  /* its bookings in `fetched` */
    size_t count;
    bool is_stale; /* an older copy than is known: the row stays as it is */
};

struct apply_request {
    const char *feed;             /* its name */
    const char *who;              /* for the events: "feed chair-1" */
    struct apply_object *objects; /* in the order of `fetched` */
    size_t object_count;
    const struct booking *fetched;
    const struct booking_rows *known;
    const struct source_id *absent; /* objects that did not come */
    size_t absent_count;
    const struct reconcile_result *result;
    const struct office *office;
    struct span lead; /* rule_lead() of it */
    struct instant now;
    size_t *joined; /* counts visits that another source had made known */
    struct instant last_good; /* when the source was understood last */
};

/* Told now and then how many visits have been written. */
typedef void apply_progress(void *context, size_t done);

/* Writes every change that is not held. `progress` may be NULL. */
MUST_USE bool apply_changes(struct call *call,
                            const struct apply_request *request,
                            apply_progress *progress, void *context,
                            struct error *err);

#endif
