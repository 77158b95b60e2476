/*
 * slots.h - appointments as figures see them: read once, then plain arrays
 *
 * One query in order of the start; everything after that is C over arrays.
 */
#ifndef ANALYTICS_SLOTS_H
#define ANALYTICS_SLOTS_H

#include "analytics/names.h"
#include "analytics/outcome.h"
#include "store/db.h"

/* In place of a lead time that nobody knows. */
#define LEAD_UNKNOWN INT32_MIN

struct slot {
    int64_t id;
    int64_t customer; /* row 0: nobody known */
    struct instant start;
    struct instant end;    /* never before start */
    struct instant freed;  /* when it became free again, never after start */
    struct instant taken;  /* when this slot was taken: booked, or moved to */
    struct instant booked; /* when the visit was agreed; see slots.c, moves */
    bool freed_known;
    bool taken_known;
    bool booked_known;
    bool has_price;
    int64_t price_minor;
    int64_t fee_minor;
    size_t service; /* numbers in struct slots */
    size_t provider;
    int32_t day;  /* of the start on the wall, since 1970-01-01 */
    int32_t lead; /* calendar days from booking to start, or LEAD_UNKNOWN */
    enum outcome outcome;
    bool stands; /* booked or confirmed, whatever the time */
};

struct slots {
    struct slot *items; /* by start, then id */
    size_t count;
    struct names services;
    struct names providers;
};

/*
 * Which appointments: those that start in [from, until), and later ones up to
 * `now` that were booked by `booked_until` (for what became of a miss).
 */
struct slots_query {
    struct instant from;
    struct instant until;
    struct instant booked_until;
    struct instant now;
    struct span short_notice;
    const char *sole_provider; /* of slots that name none; or NULL */
};

/* Everything in `out` belongs to `arena`. ERROR_MACHINE: a damaged row. */
MUST_USE bool slots_read(struct db *db, const struct slots_query *query,
                         struct arena *arena, struct slots *out,
                         struct error *err);

/* The index of the first slot that starts at or after `at`. */
size_t slots_from(const struct slots *slots, struct instant at);

/* Indices of `slots` in order of (customer, start); those of nobody first. */
size_t *slots_by_customer(const struct slots *slots, struct arena *arena);

#endif
