/*
 * feeds.h - how each calendar source fared, and when it is asked again
 */
#ifndef STORE_FEEDS_H
#define STORE_FEEDS_H

#include "base/instant.h"
#include "domain/ids.h"
#include "store/db.h"

/* An instant that may not be known. */
struct moment {
    bool is_known;
    struct instant at;
};

struct feed_row {
    const char *name;
    const char *etag;            /* or NULL */
    const char *last_modified;   /* or NULL */
    const char *body_hash;       /* of what it said last, or NULL */
    struct moment good;          /* last fetch that was understood */
    struct moment changed;       /* last one with news */
    struct instant next;         /* not before */
    int failures;                /* in a row */
    const char *state;           /* "new", "ok", "suspicious", "rejected" */
    const char *detail;          /* why, in words */
    const char *mapping;         /* digest of what its words were read with */
    struct moment refused_since; /* 404 or 410 ever since */
    const char *moved_source;    /* where a permanent redirect has led … */
    const char *moved_from;      /* … from this source; both or none NULL */
    struct moment earliest;      /* first and last start it has shown */
    struct moment latest;
    struct moment same_since; /* suspicious: the very same since then … */
    int64_t same_count;       /* … at so many fetches */
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

/*
 * One feed is due at once, and its server is not asked for news only: its
 * entry in the office has changed, and with it perhaps its address. A feed
 * never seen is accepted.
 */
MUST_USE bool feed_ask_anew(struct db *db, const char *name, struct error *err);

/*
 * Whether the feed was a table. One that was ever a calendar stays one: its
 * history came as a table (docs/feeds.md).
 */
MUST_USE bool feed_note_kind(struct db *db, const char *name, bool is_table,
                             struct error *err);

/* What a suspicious fetch would have taken away from one booking. */
struct held_change {
    struct booking_id booking;
    const char *change; /* "missing", "withdrawn", "changed"… */
    struct instant since;
};

struct held_changes {
    struct held_change *items;
    size_t count;
};

/* By booking. */
MUST_USE bool held_list(struct db *db, const char *feed, struct arena *arena,
                        struct held_changes *out, struct error *err);

/* These and no others; none: nothing is held any more. */
MUST_USE bool held_replace(struct db *db, const char *feed,
                           const struct held_changes *held, struct error *err);

#endif
