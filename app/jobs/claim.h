/*
 * claim.h - due messages, read again, become attempts
 *
 * Nothing stale is ever sent: what a message is about, who may be spoken to,
 * and the words are read in the transaction that claims it.
 */
#ifndef APP_JOBS_CLAIM_H
#define APP_JOBS_CLAIM_H

#include "app/jobs/pass.h"

/*
 * Claims what is due on a channel, as many as the pass may. On the store
 * thread, inside the pass's transaction.
 */
MUST_USE bool claim_due(struct db *db, struct pass *pass, enum channel channel,
                        const struct route *route, struct error *err);

#endif
