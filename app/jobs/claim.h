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

/* A due reminder that was found fit in this very transaction. */
struct fresh {
    const struct reminder *reminder;
    const struct subject *subject;
    const struct outgoing *outgoing;
};

/*
 * Makes the message of one reminder of a visit and claims it, without looking
 * at anything again. `done` is false, and nothing was changed, when there is a
 * message for that occasion already.
 */
MUST_USE bool claim_fresh(struct db *db, struct pass *pass,
                          const struct fresh *fresh, const struct route *route,
                          bool *done, struct error *err);

#endif
