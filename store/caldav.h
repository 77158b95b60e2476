/*
 * caldav.h - what is remembered of calendars on CalDAV servers
 */
#ifndef STORE_CALDAV_H
#define STORE_CALDAV_H

#include "base/instant.h"
#include "store/db.h"

struct caldav_row {
    const char *href;
    const char *etag; /* "": the server gives none */
    const char *uid;
};

struct caldav_state {
    const char *source;     /* the address it was found from */
    const char *collection; /* the calendar's own; NULL: nothing is known */
    const char *token;      /* or NULL */
    const char *ctag;       /* or NULL */
    struct instant whole;   /* when everything was compared last */
    struct caldav_row *rows;
    size_t count;
};

/*
 * What is known of a feed. Nothing (all zero) before the first look, or when
 * that was at another address than `source`.
 */
MUST_USE bool caldav_load(struct db *db, const char *feed, const char *source,
                          struct arena *arena, struct caldav_state *out,
                          struct error *err);

/* Forgets all of it: everything will be read again. */
MUST_USE bool caldav_forget(struct db *db, const char *feed, struct error *err);

/* Writes rows that are new or have changed. */
MUST_USE bool caldav_keep(struct db *db, const char *feed,
                          const struct caldav_row *rows, size_t count,
                          struct error *err);

/* Forgets rows; a href that is unknown is accepted. */
MUST_USE bool caldav_drop(struct db *db, const char *feed,
                          const char *const *hrefs, size_t count,
                          struct error *err);

/* Writes all of `state` but its rows. */
MUST_USE bool caldav_save(struct db *db, const char *feed,
                          const struct caldav_state *state, struct error *err);

#endif
