/*
 * pass.h - one pass of the engine on the store thread (dispatch.h)
 */
#ifndef APP_JOBS_PASS_H
#define APP_JOBS_PASS_H

#include "app/jobs/route.h"
#include "base/dice.h"
#include "domain/delivery.h"
#include "domain/office.h"
#include "scheduler/wake.h"
#include "store/outbox.h"
#include "store/store.h"

/*
 * Attempts under way on one channel. A gateway that answers within a tenth
 * of a second then takes some 160 messages a second.
 */
#define ATTEMPTS_WINDOW 16

/* A claim is doubtful after this long; a living process never lets it come
 * so far, since every exchange has a shorter timeout. */
#define CLAIM_LEASE_S   300

struct dispatch;

/* Lives from the claim until its result is on disk; sits in its own arena. */
struct attempt {
    struct attempt *next;
    struct arena arena;
    struct dispatch *dispatch;
    struct outbox_item item; /* its texts belong to the arena */
    struct route route;
    struct message message;
    int64_t fence;
    bool is_judged; /* the delivery is known without asking the gateway */
    struct delivery delivery;
};

struct attempts {
    struct attempt *first;
    struct attempt **last;
};

void attempts_init(struct attempts *attempts);
void attempts_add(struct attempts *attempts, struct attempt *attempt);
struct attempt *attempts_take(struct attempts *attempts);

/* The office, read again only when its sections changed. */
struct office_cache {
    struct arena arena;
    char fingerprint[64];
    struct office office;
};

struct pass {
    /* In. */
    struct instant now;
    struct routing routing;
    size_t capacity[CHANNEL_COUNT]; /* how many may be claimed */
    bool resumes_gateways;          /* the configuration was read again */
    struct attempts ended;          /* whose results are to be recorded */
    bool (*also)(struct db *db, const struct office *office, struct wake *wake,
                 void *context, struct error *err);
    void *also_context;
    struct dice *dice;          /* the store thread's own */
    struct office_cache *cache; /* likewise */

    /* Out. */
    struct attempts claimed;
    size_t claimed_count[CHANNEL_COUNT];
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
