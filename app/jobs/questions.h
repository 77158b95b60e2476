/*
 * questions.h - gateways are asked for messages whose fate is in doubt
 */
#ifndef APP_JOBS_QUESTIONS_H
#define APP_JOBS_QUESTIONS_H

#include "app/jobs/pass.h"

/*
 * Makes questions of what is to be asked about by now, as many as the pass
 * may send; where the gateway can no longer be asked the message becomes
 * unknown. Says through `wake` when the next question is due. On the store
 * thread, inside the pass's transaction.
 */
MUST_USE bool questions_due(struct db *db, struct pass *pass,
                            const struct routes *routes, struct wake *wake,
                            struct error *err);

#endif
