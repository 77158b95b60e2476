#include <signal.h>
#include <stdlib.h>

#include "app/daemon_parts.h"
#include "app/handover.h"
#include "base/crypto.h"
#include "base/log.h"
#include "net/carrier_curl.h"

static const int handled_signals[] = {SIGTERM, SIGINT, SIGHUP};

static void end_if_done(struct daemon *daemon)
{
    if (daemon->is_stopping && daemon->workers == 0 &&
        (dispatch_is_idle(daemon->engine.dispatch) ||
         dispatch_problem(daemon->engine.dispatch) != NULL))
        uv_stop(&daemon->engine.loop);
}

void daemon_call_init(struct daemon *daemon, struct arena *arena,
                      struct call *call)
{
    call_init(call, arena);
    call->daemon = daemon;
    call->db_path = daemon->engine.db_path;
    call->config_path = daemon->call->config_path;
    call->clock = daemon->engine.clock;
    call->store = daemon->engine.store;
}

void daemon_worker_ended(struct daemon *daemon)
{
    daemon->workers--;
    end_if_done(daemon);
}

static void passed(void *context, bool idle)
{
    struct daemon *daemon = context;

    if (idle || dispatch_problem(daemon->engine.dispatch) != NULL)
        daemon_release_waiters(daemon);
    if (!daemon->is_stopping) {
        daemon_start_feeds(daemon);
        daemon_tell_alarms(daemon);
        daemon_start_bounces(daemon);
    }
    end_if_done(daemon);
}

/* Whoever has not answered by now is cut off: an interrupted attempt. */
static void lose_patience(uv_timer_t *timer)
{
    struct daemon *daemon = timer->data;

    log_warn("daemon.impatient", LOG_NUMBER("seconds", DAEMON_STOP_S));
    carrier_curl_destroy(daemon->engine.carrier);
    daemon->engine.carrier = NULL;
}

static void stop(struct daemon *daemon)
{
    if (daemon->is_stopping)
        return;
    daemon->is_stopping = true;
    log_info("daemon.stopping",
             LOG_NUMBER("workers", (int64_t)daemon->workers));
    local_server_destroy(daemon->server);
    daemon->server = NULL;
    (void)uv_timer_start(&daemon->stop_timer, lose_patience,
                         DAEMON_STOP_S * 1000, 0);
    dispatch_stop(daemon->engine.dispatch);
}

static void reload(struct daemon *daemon)
{
    struct error err;

    if (!engine_configure(&daemon->engine, daemon->call, &err)) {
        log_alert("daemon.not-reloaded", LOG_ERROR(&err));
        return;
    }
    log_info("daemon.reloaded", LOG_TEXT("version", KEPT_VERSION));
    dispatch_kick(daemon->engine.dispatch);
}

static void on_signal(uv_signal_t *handle, int number)
{
    if (number == SIGHUP)
        reload(handle->data);
    else
        stop(handle->data);
}

static void on_wake(uv_async_t *handle)
{
    const struct daemon *daemon = handle->data;

    dispatch_kick(daemon->engine.dispatch);
}

bool daemon_is_stopping(const struct daemon *daemon)
{
    return daemon->is_stopping;
}

const atomic_bool *daemon_stopping(const struct daemon *daemon)
{
    return &daemon->is_stopping;
}

void daemon_kick(struct daemon *daemon)
{
    (void)uv_async_send(&daemon->wake);
}

static bool open_handles(struct daemon *daemon, struct error *err)
{
    uv_loop_t *loop = &daemon->engine.loop;
    const char *path =
        handover_path(daemon->engine.db_path, &daemon->engine.arena);

    (void)pthread_mutex_init(&daemon->mutex, NULL);
    daemon->wake.data = daemon;
    daemon->stop_timer.data = daemon;
    if (uv_async_init(loop, &daemon->wake, on_wake) != 0 ||
        uv_timer_init(loop, &daemon->stop_timer) != 0)
        return error_set(err, ERROR_MACHINE, "no event handles to be had");
    for (size_t i = 0; i < ARRAY_LEN(handled_signals); i++) {
        (void)uv_signal_init(loop, &daemon->signals[i]);
        daemon->signals[i].data = daemon;
        (void)uv_signal_start(&daemon->signals[i], on_signal,
                              handled_signals[i]);
    }
    return local_server_create(loop, path, daemon_serve_command, daemon,
                               &daemon->server, err);
}

static void close_handles(struct daemon *daemon)
{
    uv_close((uv_handle_t *)&daemon->wake, NULL);
    uv_close((uv_handle_t *)&daemon->stop_timer, NULL);
    for (size_t i = 0; i < ARRAY_LEN(handled_signals); i++)
        uv_close((uv_handle_t *)&daemon->signals[i], NULL);
    local_server_destroy(daemon->server);
}

bool daemon_run(struct call *call, int speed, struct error *err)
{
    struct daemon *daemon = calloc(1, sizeof(*daemon));
    struct engine_hooks hooks = {
        .also = daemon_look_at_feeds,
        .passed = passed,
        .context = daemon,
    };
    struct clock clock = call->clock;
    bool ok;

    if (daemon == NULL)
        abort();
    daemon->call = call;
    daemon->bounce_dice = (struct dice){crypto_seed()};
    if (call->has_at || speed != 1)
        clock = clock_running(clock_now(&call->clock), speed);
    if (!engine_create(call, clock, &hooks, &daemon->engine, err)) {
        free(daemon);
        return false;
    }
    ok = open_handles(daemon, err);
    if (ok) {
        log_info("daemon.started", LOG_TEXT("version", KEPT_VERSION));
        dispatch_kick(daemon->engine.dispatch);
        (void)uv_run(&daemon->engine.loop, UV_RUN_DEFAULT);
        log_info("daemon.stopped", LOG_TEXT("version", KEPT_VERSION));
    }
    close_handles(daemon);
    engine_destroy(&daemon->engine);
    arena_free(&daemon->due_arena);
    arena_free(&daemon->alarm_arena);
    (void)pthread_mutex_destroy(&daemon->mutex);
    free(daemon);
    return ok;
}
