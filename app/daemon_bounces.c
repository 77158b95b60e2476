#include <stdlib.h>

#include "app/daemon_parts.h"
#include "app/jobs/bounces.h"
#include "base/log.h"
#include "scheduler/cadence.h"

/* One look on its way through a worker thread. */
struct visit_to_mailbox {
    uv_work_t work;
    struct daemon *daemon;
    int failures; /* before this look */
    bool ok;
    struct bounces_look look;
};

static void read_mailbox(uv_work_t *work)
{
    struct visit_to_mailbox *visit =
        container_of(work, struct visit_to_mailbox, work);
    struct daemon *daemon = visit->daemon;
    struct arena arena = {0};
    struct config config;
    struct bounces_request request = {.config = &config,
                                      .failures = visit->failures,
                                      .give_up = daemon_stopping(daemon)};
    struct call call;
    struct error err;

    daemon_call_init(daemon, &arena, &call);
    visit->ok = call_config(&call, &config, &err) &&
                bounces_read(&call, &request, &visit->look, &err);
    if (!visit->ok)
        log_warn("bounces.failed", LOG_ERROR(&err));
    call_finish(&call);
    arena_free(&arena);
}

static void mailbox_was_read(uv_work_t *work, int status)
{
    struct visit_to_mailbox *visit =
        container_of(work, struct visit_to_mailbox, work);
    struct daemon *daemon = visit->daemon;
    struct instant now = clock_now(&daemon->engine.clock);
    struct cadence cadence = {.interval =
                                  daemon->engine.config->bounces.refresh};

    (void)status;
    daemon->is_reading_bounces = false;
    daemon->bounce_failures = visit->ok ? 0 : daemon->bounce_failures + 1;
    cadence.failures = daemon->bounce_failures;
    daemon->next_bounces = now;
    if (!visit->look.has_more && cadence.interval.s != 0)
        daemon->next_bounces =
            cadence_next(&cadence, now, &daemon->bounce_dice);
    free(visit);
    dispatch_kick(daemon->engine.dispatch);
    daemon_worker_ended(daemon);
}

void daemon_start_bounces(struct daemon *daemon)
{
    struct instant now = clock_now(&daemon->engine.clock);
    struct visit_to_mailbox *visit;

    if (daemon->engine.config->bounces.mailbox.url == NULL ||
        daemon->is_reading_bounces || instant_before(now, daemon->next_bounces))
        return;
    visit = calloc(1, sizeof(*visit));
    if (visit == NULL)
        abort();
    visit->daemon = daemon;
    visit->failures = daemon->bounce_failures;
    daemon->is_reading_bounces = true;
    daemon->workers++;
    if (uv_queue_work(&daemon->engine.loop, &visit->work, read_mailbox,
                      mailbox_was_read) != 0)
        abort();
}
