/*
 * plan.h - the planner's step: waiting appointments get their reminders
 */
#ifndef APP_JOBS_PLAN_H
#define APP_JOBS_PLAN_H

#include "app/call.h"

/* Planned in one transaction: some ten milliseconds. */
#define PLAN_CHUNK 200

/*
 * Plans up to PLAN_CHUNK waiting appointments; `count` is how many. On the
 * store thread, inside a transaction.
 */
MUST_USE bool plan_chunk(struct db *db, const struct office *office,
                         struct instant now, size_t *count, struct error *err);

/* Planned after a command: more is left to the engine's passes. */
#define PLAN_SETTLE_MAX 1000

/* Plans those who wait, after a command that changed something, so that what
 * is asked next shows it; of a large import only the first. */
MUST_USE bool plan_settle(struct call *call, struct error *err);

/*
 * Looks at every feed and every coming appointment again when the system's
 * zone data is not what planning last used (invariant 12).
 */
MUST_USE bool plan_notice_zone_data(struct db *db, struct instant now,
                                    struct error *err);

/* The same, as a transaction of its own: when an office is made or started. */
MUST_USE bool plan_check_zone_data(struct store *store, struct instant now,
                                   struct error *err);

#endif
