/*
 * backoff.h - the pause before the next attempt
 */
#ifndef SCHEDULER_BACKOFF_H
#define SCHEDULER_BACKOFF_H

#include "base/dice.h"
#include "base/instant.h"

#define BACKOFF_MIN_S 30   /* a hiccup is over by then */
#define BACKOFF_MAX_S 3600 /* an outage is noticed an hour after its end */

/*
 * The pause after the `attempts`-th failed attempt (from 1): between half and
 * all of 1, 2, 4 … minutes, at most BACKOFF_MAX_S, so that a crowd that
 * failed together does not come back together. A longer `retry_after`, which
 * is the other side's own wish, is honoured in full.
 */
struct span backoff_pause(int attempts, struct span retry_after,
                          struct dice *dice);

#endif
