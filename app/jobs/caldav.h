/*
 * caldav.h - a look at a calendar on a CalDAV server
 *
 * Carries out what importers/caldav.h asks for. An import does this:
 *
 *   1. caldav_memory_load() of the feed (caldav_memory.h);
 *   2. caldav_look(): asks until it knows;
 *   3. `delta->is_unchanged`: nothing to read. `is_whole`: `document` is a
 *      calendar like any other. Else it holds only what has changed: objects
 *      that are not in it are as they were, those of `delta->gone` are gone,
 *      which the server has said and one look is enough for;
 *   4. caldav_memory_save() in a transaction after the changes were applied.
 *      Not before: whatever comes between is then told again next time. Not
 *      either when anything was held, so that it is told again until a person
 *      has decided.
 */
#ifndef APP_JOBS_CALDAV_H
#define APP_JOBS_CALDAV_H

#include "app/jobs/source_login.h"
#include "app/progress.h"
#include "importers/caldav.h"
#include "net/document.h"

/*
 * Bytes of all answers of one look. A calendar of IMPORT_BYTES_MAX comes once
 * with its names and ETags twice, in XML.
 */
#define CALDAV_BYTES_MAX     (256L * 1024 * 1024)
/* One answer: the ETags of a very large calendar. */
#define CALDAV_ANSWER_MAX    (64UL * 1024 * 1024)
/* Questions of one look, so that it ends: a calendar of 200,000 in batches,
 * and a good many one by one. */
#define CALDAV_QUESTIONS_MAX 10000

struct caldav_look_request {
    const char *source; /* caldav(s):// or http(s):// */
    struct source_login login;
    bool allow_local;
    size_t bytes_max;  /* of the document; 0: IMPORT_BYTES_MAX */
    int redirects_max; /* 0: five */
    const struct caldav_memory *memory;
    struct instant now;
    struct instant from; /* the time range */
    struct instant until;
    struct progress *progress; /* or NULL */
};

struct caldav_look {
    struct document document; /* an empty calendar when unchanged; not mapped */
    const struct caldav_delta *delta;

    /* After a failure. */
    struct span retry_after;             /* the server's wish */
    bool is_gone;                        /* 404 or 410: there is no calendar */
    const struct caldav_choice *choices; /* several: name one */
    size_t choice_count;
};

/*
 * Looks. Errors as source_read(), and ERROR_USAGE with `choices` when the
 * address has several calendars. All of `out` belongs to the call's arena but
 * the document: document_close() afterwards, whatever came of it.
 */
MUST_USE bool caldav_look(struct call *call,
                          const struct caldav_look_request *request,
                          struct caldav_look *out, struct error *err);

/* The URL of a source without its user part: what a memory is of. */
const char *caldav_place(const char *source, struct arena *arena) NEVER_NULL;

#endif
