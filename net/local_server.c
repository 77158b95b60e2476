/* local_server.c - the daemon's end of local_socket.h */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <uv.h>

#include "base/arena.h"
#include "base/buf.h"
#include "net/frame.h"
#include "net/local_address.h"
#include "net/local_socket.h"

/* Who has not said everything by then is not a command of ours. */
#define REQUEST_TIMEOUT_MS 60000
#define BACKLOG            16
#define READ_BYTES         (64UL * 1024)

/* Freed when its handle has closed and no reply needs it. */
struct local_server {
    uv_pipe_t pipe;
    uv_loop_t *loop;
    char *path;
    local_handler *handler;
    void *context;
    struct local_reply *first; /* connections */
    size_t count;
};

/*
 * One connection: reads a request, answers, ends. Its two handles close
 * together; it is freed when both have and the handler has ended.
 */
struct local_reply {
    struct local_server *server; /* NULL once that is gone */
    struct local_reply *next;
    struct local_reply *previous;
    uv_pipe_t pipe;
    uv_timer_t timer; /* until the request is whole */
    struct buf bytes;
    struct arena arena;
    struct local_request request;
    char chunk[READ_BYTES];
    bool is_handled; /* the handler has it and has not ended */
    bool is_closing;
    int open_handles;
};

struct local_write {
    uv_write_t write;
    struct local_reply *reply;
    bool is_last;
    struct buf bytes;
};

static void strike(struct local_reply *reply)
{
    struct local_server *server = reply->server;

    if (server == NULL)
        return;
    if (reply->previous == NULL)
        server->first = reply->next;
    else
        reply->previous->next = reply->next;
    if (reply->next != NULL)
        reply->next->previous = reply->previous;
    server->count--;
    reply->server = NULL;
}

static void free_when_unused(struct local_reply *reply)
{
    if (reply->open_handles > 0 || reply->is_handled)
        return;
    strike(reply);
    buf_finish(&reply->bytes);
    arena_free(&reply->arena);
    free(reply);
}

static void reply_closed(uv_handle_t *handle)
{
    struct local_reply *reply = handle->data;

    reply->open_handles--;
    free_when_unused(reply);
}

static void reply_close(struct local_reply *reply)
{
    if (reply->is_closing)
        return;
    reply->is_closing = true;
    uv_close((uv_handle_t *)&reply->timer, reply_closed);
    uv_close((uv_handle_t *)&reply->pipe, reply_closed);
}

static void written(uv_write_t *write, int status)
{
    struct local_write *job = write->data;
    struct local_reply *reply = job->reply;

    if (status != 0 || job->is_last)
        reply_close(reply);
    buf_finish(&job->bytes);
    free(job);
}

static void send_frame(struct local_reply *reply, enum frame_kind kind,
                       struct str body)
{
    struct local_write *job;
    uv_buf_t bytes;

    if (reply->is_closing)
        return;
    job = calloc(1, sizeof(*job));
    if (job == NULL)
        abort();
    job->write.data = job;
    job->reply = reply;
    job->is_last = kind == FRAME_EXIT;
    buf_init(&job->bytes, FRAME_HEAD_BYTES + body.len);
    if (!frame_write(kind, body, &job->bytes))
        abort(); /* four gigabytes at once */
    bytes = uv_buf_init(job->bytes.at, (unsigned)job->bytes.len);
    if (uv_write(&job->write, (uv_stream_t *)&reply->pipe, &bytes, 1,
                 written) != 0)
        written(&job->write, UV_EPIPE);
}

void local_reply_out(struct local_reply *reply, struct str bytes)
{
    send_frame(reply, FRAME_OUT, bytes);
}

void local_reply_err(struct local_reply *reply, struct str bytes)
{
    send_frame(reply, FRAME_ERR, bytes);
}

void local_reply_end(struct local_reply *reply, int status)
{
    char byte = (char)(unsigned char)status;

    assert(reply->is_handled);
    send_frame(reply, FRAME_EXIT, (struct str){.at = &byte, .len = 1});
    reply->is_handled = false;
    free_when_unused(reply);
}

static void turn_away(struct local_reply *reply, const char *why)
{
    reply->is_handled = true;
    local_reply_err(reply, str_of(why));
    local_reply_end(reply, 1);
}

/* Hands the request on as soon as it is whole. */
static void consider(struct local_reply *reply)
{
    struct frame frame;
    struct error err;
    size_t used;
    enum frame_state state = frame_read(buf_str(&reply->bytes),
                                        LOCAL_REQUEST_BYTES_MAX, &frame, &used);

    if (state == FRAME_PARTIAL)
        return;
    (void)uv_read_stop((uv_stream_t *)&reply->pipe);
    (void)uv_timer_stop(&reply->timer);
    if (state == FRAME_BROKEN || frame.kind != FRAME_REQUEST) {
        turn_away(reply, "the daemon did not understand the command\n");
        return;
    }
    if (!frame_read_request(frame.body, &reply->arena, &reply->request, &err)) {
        turn_away(reply, "the daemon did not understand the command\n");
        return;
    }
    reply->is_handled = true;
    reply->server->handler(&reply->request, reply, reply->server->context);
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    struct local_reply *reply = handle->data;

    (void)suggested;
    *out = uv_buf_init(reply->chunk, sizeof(reply->chunk));
}

static void received(uv_stream_t *stream, ssize_t got, const uv_buf_t *bytes)
{
    struct local_reply *reply = stream->data;

    if (got < 0 || !buf_add(&reply->bytes, bytes->base, (size_t)got)) {
        reply_close(reply);
        return;
    }
    consider(reply);
}

static void timed_out(uv_timer_t *timer)
{
    reply_close(timer->data);
}

/* Whether the other end is this user or root. */
static bool is_trusted(uv_pipe_t *pipe)
{
    struct ucred peer;
    socklen_t len = sizeof(peer);
    uv_os_fd_t file;

    if (uv_fileno((uv_handle_t *)pipe, &file) != 0 ||
        getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
        return false;
    return peer.uid == geteuid() || peer.uid == 0;
}

static struct local_reply *reply_create(struct local_server *server)
{
    struct local_reply *reply = calloc(1, sizeof(*reply));

    if (reply == NULL || uv_pipe_init(server->loop, &reply->pipe, 0) != 0 ||
        uv_timer_init(server->loop, &reply->timer) != 0)
        abort();
    reply->pipe.data = reply;
    reply->timer.data = reply;
    reply->open_handles = 2;
    reply->server = server;
    reply->next = server->first;
    if (server->first != NULL)
        server->first->previous = reply;
    server->first = reply;
    server->count++;
    buf_init(&reply->bytes, LOCAL_REQUEST_BYTES_MAX + FRAME_HEAD_BYTES);
    return reply;
}

static void connected(uv_stream_t *stream, int status)
{
    struct local_server *server = stream->data;
    struct local_reply *reply;

    if (status != 0)
        return;
    reply = reply_create(server);
    if (uv_accept(stream, (uv_stream_t *)&reply->pipe) != 0 ||
        !is_trusted(&reply->pipe)) {
        reply_close(reply);
        return;
    }
    if (server->count > LOCAL_CONNECTIONS_MAX) {
        turn_away(reply, "the daemon is busy with other commands\n");
        return;
    }
    (void)uv_timer_start(&reply->timer, timed_out, REQUEST_TIMEOUT_MS, 0);
    if (uv_read_start((uv_stream_t *)&reply->pipe, give_room, received) != 0)
        reply_close(reply);
}

static bool listen_failed(const char *path, int file, struct error *err)
{
    (void)error_set(err, ERROR_MACHINE, "socket '%s': %s", path,
                    strerror(errno));
    if (file >= 0)
        (void)close(file);
    return false;
}

/* Only what is a socket is removed. */
static void remove_socket(const char *path)
{
    struct stat status;

    if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode))
        (void)unlink(path);
}

/* A bound socket that only this user may connect to, from its first moment. */
static bool bind_socket(const char *path, int *out, struct error *err)
{
    struct local_address address;
    bool ok;

    if (!local_address_open(path, &address, err))
        return false;
    remove_socket(path);
    *out = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ok = *out >= 0 && fchmod(*out, 0600) == 0 &&
         bind(*out, (const struct sockaddr *)&address.address,
              sizeof(address.address)) == 0;
    if (!ok)
        (void)listen_failed(path, *out, err);
    local_address_close(&address);
    return ok;
}

static void server_closed(uv_handle_t *handle)
{
    struct local_server *server = handle->data;

    free(server->path);
    free(server);
}

bool local_server_create(uv_loop_t *loop, const char *path,
                         local_handler *handler, void *context,
                         struct local_server **out, struct error *err)
{
    struct local_server *server;
    int file;

    if (!bind_socket(path, &file, err))
        return false;
    server = calloc(1, sizeof(*server));
    if (server == NULL)
        abort();
    server->loop = loop;
    server->path = strdup(path);
    server->handler = handler;
    server->context = context;
    server->pipe.data = server;
    if (server->path == NULL || uv_pipe_init(loop, &server->pipe, 0) != 0 ||
        uv_pipe_open(&server->pipe, file) != 0)
        abort();
    server->pipe.data = server;
    if (uv_listen((uv_stream_t *)&server->pipe, BACKLOG, connected) != 0) {
        (void)listen_failed(path, -1, err);
        uv_close((uv_handle_t *)&server->pipe, server_closed);
        return false;
    }
    *out = server;
    return true;
}

void local_server_destroy(struct local_server *server)
{
    if (server == NULL)
        return;
    remove_socket(server->path);
    while (server->first != NULL) {
        struct local_reply *reply = server->first;

        strike(reply);
        reply_close(reply);
    }
    uv_close((uv_handle_t *)&server->pipe, server_closed);
}
