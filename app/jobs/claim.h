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

/*
 * Makes the message of one due reminder and claims it: what a pass may still
 * claim and nobody has to look at again, since `subject` was read in this
 * transaction and found fit. A message that exists already is joined, and
 * claimed by the next pass.
 */
MUST_USE bool claim_fresh(struct db *db, struct pass *pass,
                          const struct reminder *reminder,
                          const struct outgoing *outgoing,
                          const struct route *route, struct error *err);

#endif
