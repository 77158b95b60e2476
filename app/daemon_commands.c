#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/daemon_parts.h"

/* A command from the socket, on its way through a worker thread. */
struct task {
    uv_work_t work;
    struct daemon *daemon;
    const struct local_request *request;
    struct local_reply *reply;
    char *out;
    size_t out_len;
    char *err;
    size_t err_len;
    int status;
};

/* The client's words in a call of ours; its first word is its folder. */
static void run_command(struct task *task, FILE *out, FILE *err)
{
    const struct local_request *request = task->request;
    struct arena arena = {0};
    struct call call;
    char **argv = arena_new_array(&arena, request->argc + 1, char *);

    argv[0] = arena_strdup(&arena, "kept");
    for (size_t i = 1; i < request->argc; i++)
        argv[i] = arena_strdup(&arena, request->argv[i]);
    call_init(&call, &arena);
    call.out = out;
    call.err = err;
    call.folder = request->argv[0];
    if (command_line_read((int)request->argc, argv, &call, &task->status)) {
        call.daemon = task->daemon;
        call.db_path = task->daemon->engine.db_path;
        if (!call.config_named)
            call.config_path = task->daemon->call->config_path;
        call.clock = task->daemon->engine.clock;
        call.store = task->daemon->engine.store;
        call.input_given = true;
        call.input = request->input;
        if (call.command->kind == COMMAND_WRITES)
            task->status = call.command->run(&call);
        call_finish(&call);
    }
    arena_free(&arena);
}

static void work(uv_work_t *work)
{
    struct task *task = container_of(work, struct task, work);
    FILE *out = open_memstream(&task->out, &task->out_len);
    FILE *err = open_memstream(&task->err, &task->err_len);

    if (out == NULL || err == NULL)
        abort();
    task->status = EXIT_USAGE;
    run_command(task, out, err);
    (void)fclose(out);
    (void)fclose(err);
}

static void worked(uv_work_t *work, int status)
{
    struct task *task = container_of(work, struct task, work);
    struct daemon *daemon = task->daemon;

    (void)status;
    local_reply_out(task->reply,
                    (struct str){.at = task->out, .len = task->out_len});
    local_reply_err(task->reply,
                    (struct str){.at = task->err, .len = task->err_len});
    local_reply_end(task->reply, task->status);
    free(task->out);
    free(task->err);
    free(task);
    dispatch_kick(daemon->engine.dispatch);
    daemon_worker_ended(daemon);
}

void daemon_serve_command(const struct local_request *request,
                          struct local_reply *reply, void *context)
{
    struct daemon *daemon = context;
    struct task *task;

    if (request->argc < 2) { /* somebody asks whether we live */
        local_reply_end(reply, EXIT_DONE);
        return;
    }
    task = calloc(1, sizeof(*task));
    if (task == NULL)
        abort();
    task->daemon = daemon;
    task->request = request;
    task->reply = reply;
    daemon->workers++;
    if (uv_queue_work(&daemon->engine.loop, &task->work, work, worked) != 0)
        abort();
}

struct waiter {
    struct waiter *next;
    uv_sem_t released;
    struct dispatch_counts counts;
    bool stopped;
};

void daemon_release_waiters(struct daemon *daemon)
{
    struct waiter *waiter;
    struct dispatch_counts counts;

    (void)pthread_mutex_lock(&daemon->mutex);
    if (daemon->waiters != NULL)
        counts = dispatch_take_counts(daemon->engine.dispatch);
    while ((waiter = daemon->waiters) != NULL) {
        daemon->waiters = waiter->next;
        waiter->counts = counts;
        waiter->stopped =
            dispatch_has_stopped_gateway(daemon->engine.dispatch) ||
            dispatch_problem(daemon->engine.dispatch) != NULL;
        uv_sem_post(&waiter->released);
    }
    (void)pthread_mutex_unlock(&daemon->mutex);
}

void daemon_send(struct daemon *daemon, struct dispatch_counts *counts,
                 bool *stopped)
{
    struct waiter waiter = {0};

    if (uv_sem_init(&waiter.released, 0) != 0)
        abort();
    (void)pthread_mutex_lock(&daemon->mutex);
    waiter.next = daemon->waiters;
    /* It waits below until it was taken off the list. */
    /* cppcheck-suppress autoVariables */
    daemon->waiters = &waiter;
    (void)pthread_mutex_unlock(&daemon->mutex);
    daemon_kick(daemon);
    uv_sem_wait(&waiter.released);
    uv_sem_destroy(&waiter.released);
    *counts = waiter.counts;
    *stopped = waiter.stopped;
}
