/*
 * spending.h - what an office lets its messages cost in a day
 *
 * A day is the office's own. What was claimed counts, and what a gateway
 * certainly did not take is given back. Without a limit nothing is counted.
 */
#ifndef APP_JOBS_SPENDING_H
#define APP_JOBS_SPENDING_H

#include "base/civil.h"
#include "domain/office.h"
#include "store/db.h"

struct spending {
    bool is_limited;
    char day[CIVIL_DATE_TEXT_MAX];
    struct instant next_day; /* when the next one begins */
    int64_t limit_micro;     /* millionths of the currency's unit */
    int64_t spent_micro;
};

MUST_USE bool spending_load(struct db *db, const struct office *office,
                            struct instant now, struct spending *out,
                            struct error *err);

/* Counts `cost_micro`; false when the limit does not allow it. */
bool spending_take(struct spending *spending, int64_t cost_micro);

/* Writes down what was taken. */
MUST_USE bool spending_save(struct db *db, const struct spending *spending,
                            struct error *err);

/* Gives back what a message that was not taken would have cost. */
MUST_USE bool spending_return(struct db *db, const struct office *office,
                              struct instant now, int64_t cost_micro,
                              struct error *err);

/* The limit was met: the owner hears of it. */
MUST_USE bool spending_alarm(struct db *db, const struct office *office,
                             const struct spending *spending,
                             struct instant now, struct error *err);

#endif
