/*
 * wake.h - when the daemon looks again
 *
 *     struct wake wake = wake_start(now);
 *
 *     wake_by(&wake, first_due_message);
 *     wake_by(&wake, next_feed);
 *     return wake.at;
 */
#ifndef SCHEDULER_WAKE_H
#define SCHEDULER_WAKE_H

#include "base/instant.h"

/*
 * A stepped system clock hurts for at most this long; and with nothing to do
 * the daemon wakes no more often.
 */
#define WAKE_MAX_S 60

/* What a pass could not finish waits this long, so that nothing spins. */
#define WAKE_MIN_S 1

struct wake {
    struct instant now;
    struct instant at; /* in [now + WAKE_MIN_S, now + WAKE_MAX_S] */
};

/* Nothing to do: WAKE_MAX_S from now. */
struct wake wake_start(struct instant now);

/* Something is due at `at`; one that has passed counts as due now. */
void wake_by(struct wake *wake, struct instant at);

#endif
