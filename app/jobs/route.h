/*
 * route.h - which gateway a channel's messages really take
 *
 * Nothing leaves an office that is not live, and with a pretended clock
 * nothing leaves this machine (product.md, invariants 20 and 21): such
 * messages go to the outbox, or to the one address of `kept live --to`.
 */
#ifndef APP_JOBS_ROUTE_H
#define APP_JOBS_ROUTE_H

#include "app/config.h"
#include "base/clock.h"
#include "notifiers/notifier.h"
#include "store/db.h"

struct route {
    const struct notifier *notifier;
    const struct gateway_settings *settings;
    const char *instead; /* everything goes to this address; NULL: nobody */
};

struct routes {
    struct route of[CHANNEL_COUNT];
};

/* What decides, besides `kept live`. */
struct routing {
    const struct config *config;
    const struct config *outbox; /* the ways out that never leave */
    const struct clock *clock;
};

MUST_USE bool routes_read(struct db *db, const struct routing *routing,
                          struct arena *arena, struct routes *out,
                          struct error *err);

#endif
