/*
 * outcome.h - what became of attempts is written down
 */
#ifndef APP_JOBS_OUTCOME_H
#define APP_JOBS_OUTCOME_H

#include "app/jobs/pass.h"

/*
 * Records every attempt of pass->ended with its verdict
 * (scheduler/verdict.h); a gateway that has to stop does. On the store
 * thread, inside the pass's transaction.
 */
MUST_USE bool outcome_record_all(struct db *db, struct pass *pass,
                                 struct error *err);

/* Whether a gateway can be asked what it has. */
bool outcome_is_askable(const struct notifier *notifier);

#endif
