/*
 * carried.h - what a message will say, read again before it is claimed
 */
#ifndef APP_JOBS_CARRIED_H
#define APP_JOBS_CARRIED_H

#include "app/jobs/pass.h"
#include "notifiers/wording.h"
#include "store/plan_facts.h"

/* The visits of a message, by start; good until the pass ends. */
struct carried {
    enum message_kind kind;
    const struct subject *subjects[WORDING_VISITS_MAX];
    struct plan_facts facts; /* of a notice of a move */
    size_t count;            /* 0: nothing is left to say */
};

/*
 * Reads the visits of a message that is due. Those of which nothing may be
 * said any more are settled; those whose customer has another address become
 * planned again, for a message of their own. A message without any is
 * cancelled; one outside the window of its first visit is put off, or dropped
 * where no allowed time is left: then `count` is 0, too.
 */
MUST_USE bool carried_load(struct db *db, struct pass *pass,
                           const struct outbox_item *item, struct carried *out,
                           struct error *err);

#endif
