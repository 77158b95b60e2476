/*
 * import.h - one look at a source: fetched, read, compared, applied
 */
#ifndef APP_JOBS_IMPORT_H
#define APP_JOBS_IMPORT_H

#include "app/jobs/bookings.h"
#include "importers/reconcile.h"
#include "store/bookings.h"

struct import_job {
    const char *source; /* path, "-", URL, or the name of an office's feed */
    const char *feed;   /* --feed, or NULL: made of the source */
    const char *map;    /* --map, or NULL */
    bool preview;       /* look, change nothing */
    bool allow_local;   /* somebody sits there and typed the URL */
};

struct import_outcome {
    const char *feed;
    bool is_rejected;  /* set by whoever shows a refused document */
    bool is_stray_url; /* a URL that no feed of the office has */
    bool is_unchanged; /* 304: nothing was read */
    struct bookings bookings;
    struct booking_rows known;
    struct reconcile_result result;
    size_t customers; /* of a customer list: kept */
};

/*
 * Looks once. On failure nothing was changed but, for a feed of the office,
 * its own record. Everything in `out` belongs to the call's arena.
 */
MUST_USE bool import_run(struct call *call, const struct import_job *job,
                         struct import_outcome *out, struct error *err);

/* A feed of the office, by name, as the daemon does it. */
MUST_USE bool import_feed(struct call *call, const char *name,
                          struct error *err);

#endif
