/*
 * daemon.h - kept serve: feeds on their interval, reminders at their time,
 * commands handed over, signals
 */
#ifndef APP_DAEMON_H
#define APP_DAEMON_H

#include <stdatomic.h>

#include "app/call.h"
#include "app/jobs/dispatch.h"

struct daemon;

/*
 * Runs until SIGTERM or SIGINT and stops gently: claims nothing more, waits
 * up to DAEMON_STOP_S for attempts under way. SIGHUP reads the configuration
 * again and lets stopped gateways try again. `speed` is 1 or more.
 */
MUST_USE bool daemon_run(struct call *call, int speed, struct error *err);

/* Attempts that take longer become lapsed claims. Real seconds. */
#define DAEMON_STOP_S 20

/*
 * From a command's worker thread: lets everything that is due leave, waits,
 * and says what came of it since.
 */
void daemon_send(struct daemon *daemon, struct dispatch_counts *counts,
                 bool *stopped);

/* From a worker thread: long work had better end. */
bool daemon_is_stopping(const struct daemon *daemon);

/* The same, for those who wait for somebody else. */
const atomic_bool *daemon_stopping(const struct daemon *daemon) NEVER_NULL;

/* From a worker thread: something changed, look again. */
void daemon_kick(struct daemon *daemon);

#endif
