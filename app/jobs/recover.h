/*
 * recover.h - what a crash left in doubt
 */
#ifndef APP_JOBS_RECOVER_H
#define APP_JOBS_RECOVER_H

#include "app/config.h"
#include "store/store.h"

/*
 * Judges messages that were claimed and have no result: again where the
 * gateway ignores repeats, asked for where it can be asked, else unknown.
 * `count` is how many there were. Before the first pass, with the lock held.
 */
MUST_USE bool recover_stranded(struct store *store, const struct config *config,
                               struct instant now, size_t *count,
                               struct error *err);

#endif
