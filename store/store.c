#include "store/store.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <uv.h>

#include "store/lock.h"
#include "store/migrate.h"

struct queue {
    struct store_job *first;
    struct store_job **last;
};

struct store {
    struct db *db;
    int lock_fd;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards the queues and `stopping` */
    pthread_cond_t wake;   /* the thread: there is a job */
    pthread_cond_t over;   /* callers: one of you has its answer */
    struct queue waiting;
    struct queue finished;
    bool stopping;
    uv_async_t *async; /* NULL without a loop; freed by its close callback */
    size_t travelling; /* jobs that keep the loop alive; the loop's thread */
};

static void queue_init(struct queue *queue)
{
    queue->first = NULL;
    queue->last = &queue->first;
}

static void queue_add(struct queue *queue, struct store_job *job)
{
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
}

static struct store_job *queue_take(struct queue *queue)
{
    struct store_job *job = queue->first;

    if (job == NULL)
        return NULL;
    queue->first = job->next;
    if (queue->first == NULL)
        queue->last = &queue->first;
    return job;
}

static void run_job(struct store *store, struct store_job *job)
{
    job->err = (struct error){.kind = ERROR_NONE};
    if (job->is_bare) {
        job->ok = job->work(job, store->db, &job->err);
        return;
    }
    job->ok = db_begin(store->db, &job->err);
    if (!job->ok)
        return;
    job->ok =
        job->work(job, store->db, &job->err) && db_commit(store->db, &job->err);
    if (!job->ok)
        db_rollback(store->db);
}

/* Tells whoever waits for the job; the mutex is held. */
static void announce(struct store *store, struct store_job *job)
{
    if (job->is_call) {
        job->is_over = true;
        (void)pthread_cond_broadcast(&store->over);
        return;
    }
    queue_add(&store->finished, job);
    if (store->async != NULL)
        (void)uv_async_send(store->async);
}

/* What may stay in memory while nothing is to be done, and how long the rest
 * stays: the next chunk of an import comes sooner. */
#define HELD_IDLE_MAX (4UL * 1024 * 1024)
#define HELD_S        5

/* Until there is a job or the thread is to stop; the mutex is held. */
static void wait_for_job(struct store *store)
{
    bool holds = db_held(store->db) > HELD_IDLE_MAX;
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += HELD_S;
    while (store->waiting.first == NULL && !store->stopping) {
        if (!holds) {
            (void)pthread_cond_wait(&store->wake, &store->mutex);
        } else if (pthread_cond_timedwait(&store->wake, &store->mutex,
                                          &until) == ETIMEDOUT) {
            db_give_back(store->db);
            holds = false;
        }
    }
}

static void *store_thread(void *context)
{
    struct store *store = context;
    struct store_job *job;

    (void)pthread_mutex_lock(&store->mutex);
    for (;;) {
        wait_for_job(store);
        job = queue_take(&store->waiting);
        if (job == NULL)
            break;
        (void)pthread_mutex_unlock(&store->mutex);
        run_job(store, job);
        (void)pthread_mutex_lock(&store->mutex);
        announce(store, job);
    }
    (void)pthread_mutex_unlock(&store->mutex);
    return NULL;
}

static void deliver(struct store *store)
{
    struct store_job *job;

    for (;;) {
        (void)pthread_mutex_lock(&store->mutex);
        job = queue_take(&store->finished);
        (void)pthread_mutex_unlock(&store->mutex);
        if (job == NULL)
            return;
        if (--store->travelling == 0)
            uv_unref((uv_handle_t *)store->async);
        job->done(job, job->ok ? NULL : &job->err);
    }
}

static void on_async(uv_async_t *async)
{
    deliver(async->data);
}

static bool open_locked(struct store *store, const char *path, bool create,
                        struct instant now, struct error *err)
{
    if (!lock_take(path, &store->lock_fd, err))
        return false;
    if (!db_open(path, create ? DB_CREATE : DB_WRITE, &store->db, err))
        return false;
    return migrate(store->db, now, err) ||
           error_wrap(err, "database '%s'", path);
}

static void abandon(struct store *store)
{
    db_close(store->db);
    lock_release(store->lock_fd);
    free(store);
}

bool store_create(const char *path, bool create, struct instant now,
                  struct uv_loop_s *loop, struct store **out, struct error *err)
{
    struct store *store = calloc(1, sizeof(*store));

    if (store == NULL)
        abort();
    store->lock_fd = -1;
    if (!open_locked(store, path, create, now, err)) {
        abandon(store);
        return false;
    }
    queue_init(&store->waiting);
    queue_init(&store->finished);
    (void)pthread_mutex_init(&store->mutex, NULL);
    (void)pthread_cond_init(&store->wake, NULL);
    (void)pthread_cond_init(&store->over, NULL);
    if (loop != NULL) {
        store->async = calloc(1, sizeof(*store->async));
        if (store->async == NULL || uv_async_init(loop, store->async, on_async))
            abort();
        store->async->data = store;
        /* Idle, the store must not keep the loop alive. */
        uv_unref((uv_handle_t *)store->async);
    }
    if (pthread_create(&store->thread, NULL, store_thread, store) != 0)
        abort();
    *out = store;
    return true;
}

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

void store_destroy(struct store *store)
{
    if (store == NULL)
        return;
    (void)pthread_mutex_lock(&store->mutex);
    store->stopping = true;
    (void)pthread_cond_signal(&store->wake);
    (void)pthread_mutex_unlock(&store->mutex);
    (void)pthread_join(store->thread, NULL);
    deliver(store);
    if (store->async != NULL)
        uv_close((uv_handle_t *)store->async, free_handle);
    (void)pthread_cond_destroy(&store->wake);
    (void)pthread_cond_destroy(&store->over);
    (void)pthread_mutex_destroy(&store->mutex);
    abandon(store);
}

void store_write(struct store *store, struct store_job *job)
{
    if (store->travelling++ == 0)
        uv_ref((uv_handle_t *)store->async);
    (void)pthread_mutex_lock(&store->mutex);
    queue_add(&store->waiting, job);
    (void)pthread_cond_signal(&store->wake);
    (void)pthread_mutex_unlock(&store->mutex);
}

struct call {
    struct store_job job;
    store_work *work;
    void *context;
};

static bool call_work(struct store_job *job, struct db *db, struct error *err)
{
    const struct call *call = container_of(job, struct call, job);

    return call->work(db, call->context, err);
}

static bool call_and_wait(struct store *store, struct call *call,
                          struct error *err)
{
    (void)pthread_mutex_lock(&store->mutex);
    queue_add(&store->waiting, &call->job);
    (void)pthread_cond_signal(&store->wake);
    while (!call->job.is_over)
        (void)pthread_cond_wait(&store->over, &store->mutex);
    (void)pthread_mutex_unlock(&store->mutex);
    if (!call->job.ok)
        *err = call->job.err;
    return call->job.ok;
}

bool store_call(struct store *store, store_work *work, void *context,
                struct error *err)
{
    struct call call = {
        .job = {.work = call_work, .is_call = true},
        .work = work,
        .context = context,
    };

    return call_and_wait(store, &call, err);
}

bool store_call_bare(struct store *store, store_work *work, void *context,
                     struct error *err)
{
    struct call call = {
        .job = {.work = call_work, .is_call = true, .is_bare = true},
        .work = work,
        .context = context,
    };

    return call_and_wait(store, &call, err);
}
