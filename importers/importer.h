/*
 * importer.h - what goes into an importer and what comes out
 *
 * An importer turns foreign bytes into bookings. It is pure: no clock, no
 * files, no network; equal requests give equal results. It tolerates one bad
 * event or row (listed in `skipped`) and refuses a bad document (ERROR_INPUT
 * with a text an operator can act on). It runs in a child process, because
 * the bytes are a stranger's; limits.h says how much it will look at.
 *
 * Everything handed back belongs to the arena of the call.
 */
#ifndef IMPORTERS_IMPORTER_H
#define IMPORTERS_IMPORTER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/zone.h"
#include "domain/booking.h"

/* Other limits than those of limits.h, lower or higher; 0 means theirs. */
struct import_limits {
    size_t bytes;
    size_t events;
    size_t occurrences_each;
    size_t occurrences;
};

static inline size_t import_limit(size_t limit, size_t otherwise)
{
    return limit > 0 ? limit : otherwise;
}

struct import_request {
    struct str document; /* as it came; borrowed for the call */

    /* Visits are listed when they start in [from, until). An all-day one
     * has a date instead: it counts as midnight UTC of that date. */
    struct instant from;
    struct instant until;

    struct zone default_zone; /* for times that name no zone */
    const char *country;      /* "FR", for telephone numbers; may be NULL */
    struct import_limits limits;
};

/* Something to tell a person: about an event, a row, or the document. */
struct import_note {
    const char *uid;    /* NULL when it is about the whole document */
    size_t line;        /* from 1; 0 when unknown */
    const char *reason; /* a sentence without full stop, in English */
};

struct import_notes {
    struct import_note *items;
    size_t count; /* at most IMPORT_NOTES_MAX */
    size_t room;
    size_t unlisted; /* those beyond the limit */
};

/* What one document says. */
struct import_result {
    struct booking *bookings;
    size_t count;
    struct import_notes skipped;  /* what is not among the bookings, and why */
    struct import_notes warnings; /* odd, but read */
};

/* Appends a note; texts are copied into `arena`. `uid` may be NULL. */
void import_note_add(struct import_notes *notes, struct arena *arena,
                     const char *uid, size_t line, const char *reason);

/* Appends all of `others`. */
void import_notes_add(struct import_notes *notes, struct arena *arena,
                      const struct import_notes *others);

#endif
