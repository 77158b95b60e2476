/*
 * feeds.h - how each calendar source fared, and when it is asked again
 */
#ifndef STORE_FEEDS_H
#define STORE_FEEDS_H

#include "base/instant.h"
#include "store/db.h"

struct feed_row {
    const char *name;
    const char *etag;          /* or NULL */
    const char *last_modified; /* or NULL */
    const char *body_hash;     /* or NULL */
    bool was_good;
    struct instant good; /* last fetch that was understood */
    struct instant next; /* not before */
    int failures;        /* in a row */
    const char *state;   /* "new", "ok", "suspicious", "rejected" */
    const char *detail;  /* why, in words */
};

/* A feed never seen is "new" and due at once. */
MUST_USE bool feed_load(struct db *db, const char *name, struct arena *arena,
                        struct feed_row *out, struct error *err);

/* Writes all of it; `now` is when it was looked at. */
MUST_USE bool feed_save(struct db *db, const struct feed_row *feed,
                        struct instant now, struct error *err);

/*
 * Every feed is due at once, and what it said last is no excuse for not
 * reading it: the same bytes mean something else now (zone data).
 */
MUST_USE bool feed_read_anew(struct db *db, struct error *err);

#endif
