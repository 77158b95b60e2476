/*
 * lock.h - one writer a database
 *
 * An exclusive flock on a file beside the database. It goes with the process
 * that holds it, however it ends.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/error.h"

/*
 * Takes the lock of database `path` and puts its descriptor into `fd`.
 * ERROR_CONFLICT: somebody else has it.
 */
MUST_USE bool lock_take(const char *path, int *fd, struct error *err);

/* −1 is accepted. */
void lock_release(int fd);

#endif
