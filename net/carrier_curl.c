#include "net/carrier_curl.h"

#include <stdlib.h>
#include <unistd.h>

#include "net/carrier_curl_mail.h"
#include "net/carrier_curl_transfer.h"
#include "net/file_writer.h"
#include "net/program_runner.h"

/* One multi handle and the timer it asks for; freed when that has closed. */
struct pool {
    CURLM *multi;
    uv_loop_t *loop;
    uv_timer_t timer;
    struct transfer *first; /* under way */
};

/* A socket of libcurl's, watched; freed when its handle has closed. */
struct watch {
    uv_poll_t poll;
    struct pool *pool;
    curl_socket_t socket;
};

struct carrier_curl {
    struct carrier carrier;
    uv_loop_t *loop;
    struct pool *untrusted;
    struct pool *gateways;
    struct mail_room *mail;
    const char *cainfo; /* or NULL: libcurl's own idea */
};

static void pool_enlist(struct pool *pool, struct transfer *transfer)
{
    transfer->previous = NULL;
    transfer->next = pool->first;
    if (pool->first != NULL)
        pool->first->previous = transfer;
    pool->first = transfer;
}

static void pool_strike(struct pool *pool, struct transfer *transfer)
{
    if (transfer->previous == NULL)
        pool->first = transfer->next;
    else
        transfer->previous->next = transfer->next;
    if (transfer->next != NULL)
        transfer->next->previous = transfer->previous;
}

static void pool_end(struct pool *pool, struct transfer *transfer,
                     CURLcode result)
{
    pool_strike(pool, transfer);
    (void)curl_multi_remove_handle(pool->multi, transfer->easy);
    transfer->result = result;
    transfer_report(transfer);
    transfer_destroy(transfer);
}

/* Collects what has finished; callbacks may send anew. */
static void pool_drain(struct pool *pool)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(pool->multi, &left)) != NULL) {
        CURLcode result = message->data.result;
        struct transfer *transfer = NULL;

        if (message->msg != CURLMSG_DONE ||
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
                              (char **)&transfer) != CURLE_OK)
            continue;
        pool_end(pool, transfer, result);
    }
}

static void watch_ready(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    struct pool *pool = watch->pool; /* the next line may free the watch */
    int flags = 0;
    int running;

    if ((events & UV_READABLE) != 0)
        flags |= CURL_CSELECT_IN;
    if ((events & UV_WRITABLE) != 0)
        flags |= CURL_CSELECT_OUT;
    if (status < 0)
        flags = CURL_CSELECT_ERR;
    (void)curl_multi_socket_action(pool->multi, watch->socket, flags, &running);
    pool_drain(pool);
}

static void pool_timed_out(uv_timer_t *timer)
{
    struct pool *pool = timer->data;
    int running;

    (void)curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0,
                                   &running);
    pool_drain(pool);
}

/* Also for 0 ms a timer: libcurl must not be called from its callback. */
static int pool_wants_timer(CURLM *multi, long timeout_ms, void *context)
{
    struct pool *pool = context;

    (void)multi;
    if (timeout_ms < 0)
        (void)uv_timer_stop(&pool->timer);
    else
        (void)uv_timer_start(&pool->timer, pool_timed_out, (uint64_t)timeout_ms,
                             0);
    return 0;
}

static void watch_closed(uv_handle_t *handle)
{
    free(handle->data);
}

/* Descriptors are reused within a tick, so every watch is a new handle. */
static struct watch *watch_create(struct pool *pool, curl_socket_t socket)
{
    struct watch *watch = calloc(1, sizeof(*watch));

    if (watch == NULL)
        abort();
    watch->pool = pool;
    watch->socket = socket;
    if (uv_poll_init_socket(pool->loop, &watch->poll, socket) != 0) {
        free(watch);
        return NULL;
    }
    watch->poll.data = watch;
    (void)curl_multi_assign(pool->multi, socket, watch);
    return watch;
}

static int pool_wants_socket(CURL *easy, curl_socket_t socket, int what,
                             void *context, void *assigned)
{
    struct pool *pool = context;
    struct watch *watch = assigned;
    int events = 0;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL) {
            (void)curl_multi_assign(pool->multi, socket, NULL);
            (void)uv_poll_stop(&watch->poll);
            uv_close((uv_handle_t *)&watch->poll, watch_closed);
        }
        return 0;
    }
    if (watch == NULL)
        watch = watch_create(pool, socket);
    if (watch == NULL)
        return -1;
    if ((what & CURL_POLL_IN) != 0)
        events |= UV_READABLE;
    if ((what & CURL_POLL_OUT) != 0)
        events |= UV_WRITABLE;
    return uv_poll_start(&watch->poll, events, watch_ready);
}

static struct pool *pool_create(uv_loop_t *loop,
                                const struct carrier_limits *limits)
{
    struct pool *pool = calloc(1, sizeof(*pool));
    bool ok;

    if (pool == NULL)
        abort();
    pool->loop = loop;
    pool->multi = curl_multi_init();
    if (pool->multi == NULL || uv_timer_init(loop, &pool->timer) != 0)
        abort();
    pool->timer.data = pool;
    ok = curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION,
                           pool_wants_socket) == CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, (void *)pool) ==
             CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION,
                           pool_wants_timer) == CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, (void *)pool) ==
             CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                           (long)limits->connections_per_host) == CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                           (long)limits->connections_total) == CURLM_OK &&
         curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS,
                           (long)limits->connections_total) == CURLM_OK;
    if (!ok)
        abort(); /* a libcurl without these options */
    return pool;
}

static void pool_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void pool_destroy(struct pool *pool)
{
    while (pool->first != NULL)
        pool_end(pool, pool->first, CURLE_OPERATION_TIMEDOUT);
    (void)curl_multi_cleanup(pool->multi); /* lets go of its sockets */
    uv_close((uv_handle_t *)&pool->timer, pool_closed);
}

static void unfit_closed(uv_handle_t *handle)
{
    transfer_destroy(handle->data);
}

static void unfit_reported(uv_timer_t *timer)
{
    transfer_report(timer->data);
    uv_close((uv_handle_t *)timer, unfit_closed);
}

/* A request that cannot even start is answered on the next turn. */
static void report_later(uv_loop_t *loop, struct transfer *transfer)
{
    if (uv_timer_init(loop, &transfer->timer) != 0)
        abort();
    transfer->timer.data = transfer;
    transfer->result = CURLE_BAD_FUNCTION_ARGUMENT;
    (void)uv_timer_start(&transfer->timer, unfit_reported, 0, 0);
}

static void carrier_curl_send(struct carrier *carrier,
                              const struct exchange_request *request,
                              exchange_done *done, void *context)
{
    struct carrier_curl *self =
        container_of(carrier, struct carrier_curl, carrier);
    struct pool *pool =
        request->is_untrusted ? self->untrusted : self->gateways;
    struct transfer *transfer;

    if (request->kind == EXCHANGE_FILE) {
        file_writer_send(self->loop, request, done, context);
        return;
    }
    if (request->kind == EXCHANGE_PROGRAM) {
        program_runner_send(self->loop, request, done, context);
        return;
    }
    transfer = transfer_create(request, self->cainfo);
    transfer->done = done;
    transfer->context = context;
    if (!transfer->is_unfit && request->kind == EXCHANGE_SMTP) {
        mail_room_send(self->mail, transfer);
        return;
    }
    if (!transfer->is_unfit &&
        curl_multi_add_handle(pool->multi, transfer->easy) == CURLM_OK) {
        pool_enlist(pool, transfer);
        return;
    }
    transfer->is_unfit = true;
    report_later(self->loop, transfer);
}

/* libcurl's bundle of certificates, if it exists: one file, cached. */
static const char *system_cainfo(void)
{
    const curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);

    if (version->cainfo == NULL || access(version->cainfo, R_OK) != 0)
        return NULL;
    return version->cainfo;
}

struct carrier *carrier_curl_create(uv_loop_t *loop,
                                    const struct carrier_limits *limits)
{
    static const struct carrier_limits usual = {
        .connections_per_host = CARRIER_CONNECTIONS_PER_HOST,
        .connections_total = CARRIER_CONNECTIONS_TOTAL,
    };
    static const struct carrier_limits of_gateways = {
        .connections_per_host = CARRIER_CONNECTIONS_GATEWAY,
        .connections_total = CARRIER_CONNECTIONS_GATEWAYS,
    };
    struct carrier_curl *self = calloc(1, sizeof(*self));

    if (self == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
    if (limits == NULL)
        limits = &usual;
    self->carrier.send = carrier_curl_send;
    self->loop = loop;
    self->cainfo = system_cainfo();
    self->untrusted = pool_create(loop, limits);
    self->gateways =
        pool_create(loop, limits == &usual ? &of_gateways : limits);
    self->mail = mail_room_create(loop, limits->connections_per_host);
    return &self->carrier;
}

void carrier_curl_destroy(struct carrier *carrier)
{
    struct carrier_curl *self;

    if (carrier == NULL)
        return;
    self = container_of(carrier, struct carrier_curl, carrier);
    pool_destroy(self->untrusted);
    pool_destroy(self->gateways);
    mail_room_destroy(self->mail);
    free(self);
}
