/*
 * group.h - the missed rate by what an import calls "group:NAME"
 */
#ifndef ANALYTICS_GROUP_H
#define ANALYTICS_GROUP_H

#include "analytics/rate.h"
#include "analytics/slots.h"

/* A cell of fewer visits says more about a person than about a group. */
#define GROUP_VISITS_MIN 5

struct group_cell {
    const char *value;
    struct rate rate; /* missed of due; at least GROUP_VISITS_MIN due */
};

struct group {
    const char *name;
    struct group_cell *cells; /* by value */
    size_t count;
    int64_t hidden; /* values with too few visits */
};

struct groups {
    struct group *items; /* by name */
    size_t count;
};

/* Over all of `slots`. */
MUST_USE bool groups_read(struct db *db, const struct slots *slots,
                          struct arena *arena, struct groups *out,
                          struct error *err);

#endif
