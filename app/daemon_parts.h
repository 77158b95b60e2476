/*
 * daemon_parts.h - what the daemon's files share, and nobody else sees
 *
 * Members are the loop thread's unless it says otherwise.
 */
#ifndef APP_DAEMON_PARTS_H
#define APP_DAEMON_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include <uv.h>

#include "app/daemon.h"
#include "app/engine.h"
#include "net/local_socket.h"
#include "store/alarms.h"

/* Feeds read at the same time; the others wait for the next pass. */
#define FEEDS_AT_ONCE 2

/* An office with more chairs has them in fewer calendars. */
#define FEEDS_MAX     64

struct waiter; /* a `send` that waits for the engine to be idle */

struct daemon {
    struct engine engine;
    struct call *call; /* of `kept serve` itself */
    struct local_server *server;
    uv_signal_t signals[3];
    uv_async_t wake;         /* from worker threads */
    uv_timer_t stop_timer;   /* patience with attempts under way */
    size_t workers;          /* commands and feeds under way */
    atomic_bool is_stopping; /* written by the loop thread alone */

    /* Feeds: found due by a pass on the store thread, started after it. */
    struct arena due_arena;
    const char *due[FEEDS_MAX];
    size_t due_count;
    const char *running[FEEDS_AT_ONCE]; /* NULL: a free place */

    /* Alarms: found by a pass on the store thread, told after it. */
    struct arena alarm_arena;
    struct alarms alarms;
    const char *office_name;
    struct instant next_watch; /* 0: never looked */

    /* The mailbox of bounces. */
    bool is_reading_bounces;
    int bounce_failures;         /* in a row */
    struct instant next_bounces; /* 0: never looked */
    struct dice bounce_dice;

    /* Commands that wait; under the mutex. */
    pthread_mutex_t mutex;
    struct waiter *waiters;
};

/* A call of the daemon's own, on a worker thread: its store, its clock. */
void daemon_call_init(struct daemon *daemon, struct arena *arena,
                      struct call *call);

/* Whether the last worker is gone: then the daemon may end. */
void daemon_worker_ended(struct daemon *daemon);

/* The pass's own look at feeds and heartbeat (struct dispatch_setup.also). */
bool daemon_look_at_feeds(struct db *db, const struct office *office,
                          struct wake *wake, void *context, struct error *err);

/* Starts the feeds that the last pass found due. */
void daemon_start_feeds(struct daemon *daemon);

/* The pass's look at what is wrong, every minute. */
MUST_USE bool daemon_watch(struct daemon *daemon, struct db *db,
                           const struct office *office, struct wake *wake,
                           struct error *err);

/* Tells the owner of the alarms that the last look left. */
void daemon_tell_alarms(struct daemon *daemon);

/* Begins to read the mailbox of bounces when it is time. */
void daemon_start_bounces(struct daemon *daemon);

/* Serves one command from the socket (a local_handler). */
void daemon_serve_command(const struct local_request *request,
                          struct local_reply *reply, void *context);

/* Lets the commands go that wait for an idle engine. */
void daemon_release_waiters(struct daemon *daemon);

#endif
