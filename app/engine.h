/*
 * engine.h - everything that sending needs, made top to bottom
 *
 * A loop, the store, a carrier and the dispatch on them. `kept send` runs it
 * until nothing is due, `kept serve` for ever. Destroyed bottom to top, with
 * the assertion that the loop is empty.
 */
#ifndef APP_ENGINE_H
#define APP_ENGINE_H

#include <uv.h>

#include "app/call.h"
#include "app/jobs/dispatch.h"

struct engine {
    uv_loop_t loop;
    struct arena arena; /* configurations, as long as attempts may use them */
    struct clock clock;
    const struct config *config; /* never changed, only replaced */
    const struct config *outbox; /* where messages go that must not leave */
    const char *bounce_secret;   /* NULL: not read yet, or not wanted */
    struct store *store;
    struct carrier *carrier;
    bool is_carrier_lent; /* it is not ours to destroy */
    struct dispatch *dispatch;
    const char *db_path;
};

/* What the owner is told; as in dispatch.h. */
struct engine_hooks {
    bool (*also)(struct db *db, const struct office *office, struct wake *wake,
                 void *context, struct error *err);
    void (*passed)(void *context, bool idle);
    void *context;
    struct carrier *carrier; /* another than the real one, or NULL: a test's */
};

/*
 * Opens the store and makes the rest; recovers what a crash left. On failure
 * nothing is left open.
 */
MUST_USE bool engine_create(struct call *call, struct clock clock,
                            const struct engine_hooks *hooks,
                            struct engine *engine, struct error *err);

/* Nothing is in flight any more. */
void engine_destroy(struct engine *engine);

/*
 * Reads the configuration again. Old ones live on in the arena: an attempt
 * under way may still refer to its gateway. What is wrong changes nothing.
 */
MUST_USE bool engine_configure(struct engine *engine, struct call *call,
                               struct error *err);

#endif
