/*
 * gather.h - due reminders go into the messages that will carry them
 */
#ifndef APP_JOBS_GATHER_H
#define APP_JOBS_GATHER_H

#include "app/jobs/pass.h"

/*
 * Puts what is due on a channel into messages and claims them, or settles or
 * postpones it: as many reminders as the pass may still claim messages. On the
 * store thread, inside the pass's transaction.
 */
MUST_USE bool gather_due(struct db *db, struct pass *pass, enum channel channel,
                         const struct route *route, struct error *err);

#endif
