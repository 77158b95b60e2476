/*
 * handover.h - a command that writes, handed to the daemon that runs
 */
#ifndef APP_HANDOVER_H
#define APP_HANDOVER_H

#include "app/call.h"

/* Where the daemon of a database listens. */
const char *handover_path(const char *db_path, struct arena *arena) NEVER_NULL;

/*
 * Hands the call over when its command writes and a daemon holds the
 * database. True: the daemon has answered (or refused), `status` is its exit
 * status. False: nobody listens, carry it out here.
 */
bool handover(struct call *call, int argc, char **argv, int *status);

#endif
