#include <stdlib.h>
#include <string.h>

#include "app/daemon_parts.h"
#include "app/jobs/import.h"
#include "base/log.h"
#include "store/feeds.h"
#include "store/settings.h"

static bool beat(struct db *db, struct instant now, struct error *err)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)now.unix_s);
    return setting_set(db, SETTING_HEARTBEAT, text, err);
}

bool daemon_look_at_feeds(struct db *db, const struct office *office,
                          struct wake *wake, void *context, struct error *err)
{
    struct daemon *daemon = context;
    struct arena arena = {0};
    bool ok =
        daemon_watch(daemon, db, office, wake, err) && beat(db, wake->now, err);

    arena_free(&daemon->due_arena);
    daemon->due_count = 0;
    for (size_t i = 0; ok && i < office->feed_count && i < FEEDS_MAX; i++) {
        const char *name = office->feeds[i].name;
        struct feed_row row;

        ok = feed_load(db, name, &arena, &row, err);
        if (!ok)
            break;
        wake_by(wake, row.next);
        if (!instant_before(wake->now, row.next))
            daemon->due[daemon->due_count++] =
                arena_strdup(&daemon->due_arena, name);
    }
    arena_free(&arena);
    return ok;
}

/* One feed on its way through a worker thread. */
struct visit_to_feed {
    uv_work_t work;
    struct daemon *daemon;
    size_t place;
    char *name;
};

static void read_feed(uv_work_t *work)
{
    struct visit_to_feed *visit =
        container_of(work, struct visit_to_feed, work);
    struct daemon *daemon = visit->daemon;
    struct arena arena = {0};
    struct call call;
    struct error err;

    daemon_call_init(daemon, &arena, &call);
    if (!import_feed(&call, visit->name, &err))
        log_warn("feed.failed", LOG_TEXT("feed", visit->name), LOG_ERROR(&err));
    call_finish(&call);
    arena_free(&arena);
}

static void feed_was_read(uv_work_t *work, int status)
{
    struct visit_to_feed *visit =
        container_of(work, struct visit_to_feed, work);
    struct daemon *daemon = visit->daemon;

    (void)status;
    daemon->running[visit->place] = NULL;
    free(visit->name);
    free(visit);
    dispatch_kick(daemon->engine.dispatch);
    daemon_worker_ended(daemon);
}

static bool is_running(const struct daemon *daemon, const char *name)
{
    for (size_t i = 0; i < FEEDS_AT_ONCE; i++) {
        if (daemon->running[i] != NULL && strcmp(daemon->running[i], name) == 0)
            return true;
    }
    return false;
}

static void start_feed(struct daemon *daemon, size_t place, const char *name)
{
    struct visit_to_feed *visit = calloc(1, sizeof(*visit));

    if (visit == NULL || (visit->name = strdup(name)) == NULL)
        abort();
    visit->daemon = daemon;
    visit->place = place;
    daemon->running[place] = visit->name;
    daemon->workers++;
    if (uv_queue_work(&daemon->engine.loop, &visit->work, read_feed,
                      feed_was_read) != 0)
        abort();
}

void daemon_start_feeds(struct daemon *daemon)
{
    size_t next = 0;

    for (size_t place = 0; place < FEEDS_AT_ONCE; place++) {
        if (daemon->running[place] != NULL)
            continue;
        while (next < daemon->due_count &&
               is_running(daemon, daemon->due[next]))
            next++;
        if (next == daemon->due_count)
            return;
        start_feed(daemon, place, daemon->due[next++]);
    }
}
