/*
 * apply.h - the changes a source makes, written into the office
 */
#ifndef APP_JOBS_APPLY_H
#define APP_JOBS_APPLY_H

#include "app/call.h"
#include "importers/reconcile.h"
#include "store/bookings.h"

struct apply_request {
    const char *feed; /* its name */
    const char *who;  /* for the events: "feed chair-1" */
    const struct booking *fetched;
    const struct booking_rows *known;
    const struct reconcile_result *result;
    const struct office *office;
    struct instant now;
};

/* Changes of one transaction while others wait for the store thread. */
#define APPLY_CHUNK 250

/*
 * Writes every change that is not held. Alone on the database: one
 * transaction, all or nothing; in the daemon: chunks, each of which may be
 * applied again after a crash.
 */
MUST_USE bool apply_changes(struct call *call,
                            const struct apply_request *request,
                            struct error *err);

#endif
