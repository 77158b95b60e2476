/*
 * feed_watch.h - a feed as people look at it: what it amounts to, what of it
 * is held, what it has changed
 */
#ifndef STORE_FEED_WATCH_H
#define STORE_FEED_WATCH_H

#include "store/feeds.h"

/* Every source that was ever read under a name, by name. */
struct feed_names {
    const char **items;
    size_t count;
};

MUST_USE bool feed_names(struct db *db, struct arena *arena,
                         struct feed_names *out, struct error *err);

struct feed_sum {
    int64_t ahead;    /* visits that stand and start after now */
    int64_t missing;  /* absent at the last good fetch, not yet withdrawn */
    int64_t pinned;   /* absent, and a person said that they stand */
    int64_t held;     /* waiting for a person */
    int64_t versions; /* earlier words that are kept */
};

MUST_USE bool feed_sum_of(struct db *db, const char *feed, struct instant now,
                          struct feed_sum *out, struct error *err);

/* A held change with the visit it would change. */
struct held_visit {
    struct booking_id booking;
    struct appointment_id appointment;
    const char *uid;
    const char *recurrence; /* "" for the only one of its UID */
    const char *change;     /* "missing", "withdrawn"… */
    struct instant since;
    struct instant start;
    const char *zone;
    const char *customer_name; /* "" when unknown */
    const char *service;
    const char *title;
};

struct held_visits {
    struct held_visit *items;
    size_t count;
};

/* By start. */
MUST_USE bool held_visits_of(struct db *db, const char *feed,
                             struct arena *arena, struct held_visits *out,
                             struct error *err);

/* What a feed did to an appointment. */
struct feed_deed {
    struct instant at;
    struct appointment_id appointment;
    const char *what;
    const char *before;
    const char *after;
};

struct feed_deeds {
    struct feed_deed *items;
    size_t count;
};

/* The last `limit` of them, the newest first; `who` as events have it
 * ("feed chair-1"). */
MUST_USE bool feed_deeds_of(struct db *db, const char *who, int64_t limit,
                            struct arena *arena, struct feed_deeds *out,
                            struct error *err);

#endif
