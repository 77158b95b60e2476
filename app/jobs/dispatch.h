/*
 * dispatch.h - the engine: planning, claims, attempts and their results
 *
 * One pass is one transaction on the store thread: it records the results of
 * attempts that ended, expires what came too late, plans what waits, puts due
 * reminders into messages and claims no more of them than leave within a
 * second. The claimed ones are then sent from the loop; each answer asks for
 * another pass. A crash at any instant leaves claimed messages without a
 * result, and nothing else in doubt: recover.h judges them.
 */
#ifndef APP_JOBS_DISPATCH_H
#define APP_JOBS_DISPATCH_H

#include <uv.h>

#include "app/config.h"
#include "base/clock.h"
#include "base/dice.h"
#include "domain/office.h"
#include "net/carrier.h"
#include "scheduler/wake.h"
#include "store/store.h"

struct dispatch;

/* What came of the attempts since the start, or since it was asked last. */
struct dispatch_counts {
    size_t accepted;
    size_t refused;
    size_t retry; /* and gateways that stopped */
    size_t unknown;
    size_t skipped; /* expired, or found needless at the last moment */
};

struct dispatch_setup {
    struct store *store;
    struct carrier *carrier;
    uv_loop_t *loop;
    const struct clock *clock;
    struct dice dice;
    /*
     * More work for the same transaction, on the store thread: says through
     * `wake` when it wants the next pass. NULL: none.
     */
    bool (*also)(struct db *db, const struct office *office, struct wake *wake,
                 void *context, struct error *err);
    /* Called on the loop after each pass, before the next one begins; `idle`:
     * nothing in flight or due. */
    void (*passed)(void *context, bool idle);
    void *context;
};

/* `setup` is copied; what it points to outlives the dispatch. */
struct dispatch *dispatch_create(const struct dispatch_setup *setup) NEVER_NULL;

/* When nothing is in flight any more; closes its timer: run the loop on. */
void dispatch_destroy(struct dispatch *dispatch);

/*
 * Which gateways there are, from now on. `outbox` is the configuration that
 * never leaves (config_default). Both outlive the dispatch or the next call.
 * Gateways that had stopped may try again.
 */
void dispatch_configure(struct dispatch *dispatch, const struct config *config,
                        const struct config *outbox);

/* Asks for a pass as soon as the loop comes round. Loop thread only. */
void dispatch_kick(struct dispatch *dispatch);

/* Claims nothing more; attempts under way still end and are recorded. */
void dispatch_stop(struct dispatch *dispatch);

bool dispatch_is_idle(const struct dispatch *dispatch);

/*
 * Why nothing could be written by the last pass, once nothing is in flight;
 * NULL when it went well. The daemon tries again, a command gives up.
 */
const struct error *dispatch_problem(const struct dispatch *dispatch);

/* The counts so far, and begins again from 0. */
struct dispatch_counts dispatch_take_counts(struct dispatch *dispatch);

/* When the next pass should be, as the last one saw it. */
struct instant dispatch_next(const struct dispatch *dispatch);

/* Whether a gateway stopped since the start because of our key or balance. */
bool dispatch_has_stopped_gateway(const struct dispatch *dispatch);

#endif
