/*
 * store.h - the one thread that writes, and the jobs that travel to it
 *
 * A job is one transaction: begin, work, commit; a failed work rolls back.
 * Jobs run in order. An asynchronous job's `done` runs on the loop's thread,
 * once, never before store_write() returns; a call waits for its result on
 * the caller's own thread. A store holds the database's lock: a second one,
 * in this process or another, cannot be opened.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/clock.h"
#include "store/db.h"

struct store;
struct uv_loop_s;

struct store_job {
    /* Runs on the store thread, inside a transaction. */
    bool (*work)(struct store_job *job, struct db *db, struct error *err);
    /* Runs on the loop's thread; `err` is NULL when it was committed. */
    void (*done)(struct store_job *job, const struct error *err);

    /* The store's own. */
    struct store_job *next;
    struct error err;
    bool ok;
    bool is_call; /* somebody waits for it in store_call() */
    bool is_bare; /* outside a transaction */
    bool is_over;
};

/*
 * Opens `path`, made when absent and `create`, takes its lock, migrates, and
 * starts the thread. `loop` may be NULL: then only store_call() may be used.
 * ERROR_CONFLICT: another program has the lock.
 */
MUST_USE bool store_create(const char *path, bool create, struct instant now,
                           struct uv_loop_s *loop, struct store **out,
                           struct error *err);

/*
 * Finishes the jobs that wait, stops the thread, closes the database. With a
 * loop: run the loop once more afterwards, so that the handle closes.
 */
void store_destroy(struct store *store);

/*
 * Hands a job over; it must live until its `done` and keeps the loop alive
 * until then. From the loop's thread.
 */
void store_write(struct store *store, struct store_job *job);

typedef bool store_work(struct db *db, void *context, struct error *err);

/* Runs `work` as one transaction and waits. Not from the loop's thread. */
MUST_USE bool store_call(struct store *store, store_work *work, void *context,
                         struct error *err);

/* Like store_call, but outside a transaction: for VACUUM INTO and pragmas. */
MUST_USE bool store_call_bare(struct store *store, store_work *work,
                              void *context, struct error *err);

#endif
