#include "net/carrier_curl_mail.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Mails of one pass follow each other within seconds. */
#define IDLE_NS     (UINT64_C(10) * 1000000000)
#define POLL_MS     1000
/* One connection, tried over two protocols at once, and one being closed. */
#define SOCKETS_MAX 8

struct queue {
    struct transfer *first;
    struct transfer *last;
    size_t count;
};

struct mail_worker {
    struct mail_room *room;
    uv_thread_t thread;
    bool is_started; /* its thread is to be joined */
    bool is_ended;   /* it will touch nothing any more */
    CURLM *multi;
    int sockets[SOCKETS_MAX]; /* −1: none; under the lock */
};

/* Everything under the lock but the loop's own: loop, async, under_way. */
struct mail_room {
    uv_loop_t *loop;
    uv_async_t async;
    size_t under_way; /* sent and not yet reported */
    uv_mutex_t lock;
    uv_cond_t wake;
    struct queue waiting;
    struct queue finished;
    size_t idle; /* workers that wait for work */
    bool is_stopping;
    int worker_count;
    struct mail_worker *workers;
};

static void queue_put(struct queue *queue, struct transfer *transfer)
{
    transfer->next = NULL;
    if (queue->last == NULL)
        queue->first = transfer;
    else
        queue->last->next = transfer;
    queue->last = transfer;
    queue->count++;
}

static struct transfer *queue_take(struct queue *queue)
{
    struct transfer *transfer = queue->first;

    if (transfer == NULL)
        return NULL;
    queue->first = transfer->next;
    if (queue->first == NULL)
        queue->last = NULL;
    queue->count--;
    return transfer;
}

/* Replaces `old` by `new` in the worker's list; false when it is not there. */
static bool replace_socket(struct mail_worker *worker, int old, int new)
{
    for (int i = 0; i < SOCKETS_MAX; i++) {
        if (worker->sockets[i] == old) {
            worker->sockets[i] = new;
            return true;
        }
    }
    return false;
}

static void socket_opened(void *context, curl_socket_t socket)
{
    struct mail_worker *worker = context;

    uv_mutex_lock(&worker->room->lock);
    (void)replace_socket(worker, -1, socket);
    uv_mutex_unlock(&worker->room->lock);
}

/* Under the lock, so that nobody shuts down another's descriptor. */
static int socket_closes(void *context, curl_socket_t socket)
{
    struct mail_worker *worker = context;
    int result;

    uv_mutex_lock(&worker->room->lock);
    (void)replace_socket(worker, socket, -1);
    result = close(socket);
    uv_mutex_unlock(&worker->room->lock);
    return result;
}

/* Nothing will be waited for on these any more. The lock is held. */
static void cut(struct mail_worker *worker)
{
    for (int i = 0; i < SOCKETS_MAX; i++) {
        if (worker->sockets[i] >= 0)
            (void)shutdown(worker->sockets[i], SHUT_RDWR);
    }
}

static void open_multi(struct mail_worker *worker)
{
    worker->multi = curl_multi_init();
    if (worker->multi == NULL ||
        curl_multi_setopt(worker->multi, CURLMOPT_MAXCONNECTS, 1L) != CURLM_OK)
        abort();
}

static bool is_stopping(struct mail_room *room)
{
    bool stopping;

    uv_mutex_lock(&room->lock);
    stopping = room->is_stopping;
    uv_mutex_unlock(&room->lock);
    return stopping;
}

static CURLcode result_of(CURLM *multi)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE)
            return message->data.result;
    }
    return CURLE_OPERATION_TIMEDOUT; /* we were told to stop */
}

/*
 * What is left of its time after the queue, in ms; at most 0 when it must not
 * be sent any more, because whoever asked has given it up.
 */
static long left_ms(const struct transfer *transfer)
{
    uint64_t waited_ms = (uv_hrtime() - transfer->queued_ns) / 1000000;

    return transfer->request->timeout_s * 1000L - (long)waited_ms;
}

static void perform(struct mail_worker *worker, struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    long timeout_ms = left_ms(transfer);
    int running = 1;

    transfer->opened = socket_opened;
    transfer->opened_context = worker;
    transfer->result = CURLE_OPERATION_TIMEDOUT;
    if (timeout_ms <= 0 ||
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, socket_closes) !=
            CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, (void *)worker) !=
            CURLE_OK ||
        curl_multi_add_handle(worker->multi, easy) != CURLM_OK)
        return;
    while (running > 0 && !is_stopping(worker->room)) {
        if (curl_multi_perform(worker->multi, &running) != CURLM_OK)
            break;
        if (running > 0)
            (void)curl_multi_poll(worker->multi, NULL, 0, POLL_MS, NULL);
    }
    transfer->result = result_of(worker->multi);
    (void)curl_multi_remove_handle(worker->multi, easy);
}

/* A connection with a failed mail on it is cut, not taken leave of. */
static void start_afresh(struct mail_worker *worker)
{
    uv_mutex_lock(&worker->room->lock);
    cut(worker);
    uv_mutex_unlock(&worker->room->lock);
    (void)curl_multi_cleanup(worker->multi);
    open_multi(worker);
}

/*
 * Whether it failed only because the relay had hung up on a connection we had
 * kept, or closes it now (421), before the mail's text.
 */
static bool was_stale(struct transfer *transfer)
{
    long opened = 1;
    long status = 0;

    return transfer->result != CURLE_OK &&
           curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &opened) ==
               CURLE_OK &&
           curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status) ==
               CURLE_OK &&
           opened == 0 && (status < 400 || status == 421) &&
           !transfer_has_left(transfer);
}

static void send_mail(struct mail_worker *worker, struct transfer *transfer)
{
    perform(worker, transfer);
    if (was_stale(transfer)) {
        start_afresh(worker);
        buf_clear(&transfer->good);
        buf_clear(&transfer->bad);
        perform(worker, transfer);
    }
    if (transfer->result != CURLE_OK)
        start_afresh(worker);
}

/* The next mail; NULL when there was none for a while. The lock is held. */
static struct transfer *next_mail(struct mail_room *room)
{
    int waited = 0;

    while (room->waiting.count == 0 && !room->is_stopping && waited == 0) {
        room->idle++;
        waited = uv_cond_timedwait(&room->wake, &room->lock, IDLE_NS);
        room->idle--;
    }
    return room->is_stopping ? NULL : queue_take(&room->waiting);
}

static void send_mails(struct mail_worker *worker)
{
    struct mail_room *room = worker->room;
    struct transfer *transfer;

    uv_mutex_lock(&room->lock);
    while ((transfer = next_mail(room)) != NULL) {
        uv_mutex_unlock(&room->lock);
        send_mail(worker, transfer);
        uv_mutex_lock(&room->lock);
        queue_put(&room->finished, transfer);
        (void)uv_async_send(&room->async);
    }
    uv_mutex_unlock(&room->lock);
}

/* While it takes its leave of the relay, new mail may have come. */
static void work(void *argument)
{
    struct mail_worker *worker = argument;
    struct mail_room *room = worker->room;
    bool is_ended = false;

    while (!is_ended) {
        open_multi(worker);
        send_mails(worker);
        (void)curl_multi_cleanup(worker->multi);
        uv_mutex_lock(&room->lock);
        is_ended = room->is_stopping || room->waiting.count == 0;
        worker->is_ended = is_ended;
        uv_mutex_unlock(&room->lock);
    }
}

/* A worker for what no idle one will take. The lock is held. */
static void add_worker(struct mail_room *room)
{
    for (int i = 0; i < room->worker_count; i++) {
        struct mail_worker *worker = &room->workers[i];

        if (worker->is_started && !worker->is_ended)
            continue;
        if (worker->is_started && uv_thread_join(&worker->thread) != 0)
            abort();
        worker->is_ended = false;
        worker->is_started = true;
        if (uv_thread_create(&worker->thread, work, worker) != 0)
            abort(); /* no thread is like no memory */
        return;
    }
}

void mail_room_send(struct mail_room *room, struct transfer *transfer)
{
    if (room->under_way++ == 0)
        uv_ref((uv_handle_t *)&room->async);
    transfer->queued_ns = uv_hrtime();
    uv_mutex_lock(&room->lock);
    queue_put(&room->waiting, transfer);
    if (room->waiting.count > room->idle)
        add_worker(room);
    uv_cond_signal(&room->wake);
    uv_mutex_unlock(&room->lock);
}

/* Reports all of a queue that nobody else touches any more. */
static void report_all(struct mail_room *room, struct queue *queue)
{
    struct transfer *transfer;

    while ((transfer = queue_take(queue)) != NULL) {
        if (--room->under_way == 0)
            uv_unref((uv_handle_t *)&room->async);
        transfer_report(transfer);
        transfer_destroy(transfer);
    }
}

static void mails_finished(uv_async_t *async)
{
    struct mail_room *room = async->data;
    struct queue finished;

    uv_mutex_lock(&room->lock);
    finished = room->finished;
    room->finished = (struct queue){0};
    uv_mutex_unlock(&room->lock);
    report_all(room, &finished);
}

struct mail_room *mail_room_create(uv_loop_t *loop, int threads_max)
{
    struct mail_room *room = calloc(1, sizeof(*room));

    assert(threads_max > 0);
    if (room == NULL)
        abort();
    room->loop = loop;
    room->worker_count = threads_max;
    room->workers = calloc((size_t)threads_max, sizeof(*room->workers));
    if (room->workers == NULL ||
        uv_async_init(loop, &room->async, mails_finished) != 0 ||
        uv_mutex_init(&room->lock) != 0 || uv_cond_init(&room->wake) != 0)
        abort();
    room->async.data = room;
    uv_unref((uv_handle_t *)&room->async);
    for (int i = 0; i < threads_max; i++) {
        room->workers[i].room = room;
        for (int k = 0; k < SOCKETS_MAX; k++)
            room->workers[i].sockets[k] = -1;
    }
    return room;
}

static void room_closed(uv_handle_t *handle)
{
    struct mail_room *room = handle->data;

    uv_cond_destroy(&room->wake);
    uv_mutex_destroy(&room->lock);
    free(room->workers);
    free(room);
}

/* No worker waits any more, neither for a relay nor for work. */
static void stop_workers(struct mail_room *room)
{
    uv_mutex_lock(&room->lock);
    room->is_stopping = true;
    for (int i = 0; i < room->worker_count; i++)
        cut(&room->workers[i]);
    uv_cond_broadcast(&room->wake);
    uv_mutex_unlock(&room->lock);
    for (int i = 0; i < room->worker_count; i++) {
        if (room->workers[i].is_started &&
            uv_thread_join(&room->workers[i].thread) != 0)
            abort();
    }
}

void mail_room_destroy(struct mail_room *room)
{
    stop_workers(room);
    report_all(room, &room->finished);
    for (struct transfer *at = room->waiting.first; at != NULL; at = at->next)
        at->result = CURLE_OPERATION_TIMEDOUT;
    report_all(room, &room->waiting);
    uv_close((uv_handle_t *)&room->async, room_closed);
}
