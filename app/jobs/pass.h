/*
 * pass.h - one pass of the engine on the store thread (dispatch.h)
 */
#ifndef APP_JOBS_PASS_H
#define APP_JOBS_PASS_H

#include "app/jobs/attempt.h"
#include "app/jobs/route.h"
#include "app/jobs/subjects.h"
#include "base/dice.h"
#include "domain/office.h"
#include "notifiers/wording_cache.h"
#include "scheduler/wake.h"
#include "store/outbox.h"
#include "store/store.h"

/*
 * Messages claimed in one pass on one channel: enough to make the commit
 * cheap, few enough that the transaction takes some milliseconds.
 */
#define CLAIM_BATCH_MAX 100

/* A claim is doubtful after this long; a living process never lets it come
 * so far, since every exchange has a shorter timeout. */
#define CLAIM_LEASE_S   300

/* The office, read again only when its sections changed. */
struct office_cache {
    struct arena arena;
    char fingerprint[64];
    struct office office;
    struct wording_cache wording; /* of the texts it writes */
};

struct pass {
    /* In. */
    struct instant now;
    struct routing routing;
    size_t capacity[CHANNEL_COUNT]; /* how many may be claimed or asked for */
    bool resumes_gateways;          /* the configuration was read again */
    struct attempts ended;          /* whose results are to be recorded */
    bool (*also)(struct db *db, const struct office *office, struct wake *wake,
                 void *context, struct error *err);
    void *also_context;
    struct dice *dice;          /* the store thread's own */
    struct office_cache *cache; /* likewise */

    /* Its own. */
    struct subjects subjects; /* what was read in this transaction */

    /* Out. */
    struct attempts claimed; /* messages and questions */
    size_t claimed_count[CHANNEL_COUNT];
    size_t asked_count[CHANNEL_COUNT];
    size_t outcomes[DELIVERY_OUTCOME_COUNT];
    size_t skipped;
    bool has_more;               /* appointments wait for the planner */
    bool is_left[CHANNEL_COUNT]; /* something due has not been claimed */
    bool has_stopped;            /* a gateway is stopped */
    struct instant next;         /* of anything due later */
};

/* A store_work over a struct pass. */
bool pass_work(struct db *db, void *context, struct error *err);

/* The office of the database, from the cache when it still holds. */
MUST_USE bool office_cached(struct db *db, struct office_cache *cache,
                            struct error *err);

#endif
