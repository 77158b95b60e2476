/*
 * gateways.h - gateways that stopped because of our key, sender or balance
 */
#ifndef STORE_GATEWAYS_H
#define STORE_GATEWAYS_H

#include "base/instant.h"
#include "store/db.h"

/* Stops a gateway, with what it said; it stays so until somebody mends it. */
MUST_USE bool gateway_stop(struct db *db, const char *name, const char *reason,
                           struct instant now, struct error *err);

/* Lets it send again: after the daemon's configuration was read again. */
MUST_USE bool gateway_resume_all(struct db *db, struct error *err);

/* `reason` is NULL while it may send. */
MUST_USE bool gateway_stopped(struct db *db, const char *name,
                              struct arena *arena, const char **reason,
                              struct error *err);

#endif
