/* local_client.c - a command's end of local_socket.h */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/frame.h"
#include "net/local_address.h"
#include "net/local_socket.h"

/* One piece of output; the server sends what a command prints at once. */
#define REPLY_BYTES_MAX (80UL * 1024 * 1024)
#define READ_BYTES      (64UL * 1024)

/* Where the output of one call goes. */
struct local_sink {
    local_output *output;
    void *context;
    bool is_ended;
    int status;
};

static bool is_nobody(int failure)
{
    return failure == ENOENT || failure == ECONNREFUSED || failure == ENOTDIR;
}

static bool connect_to(const char *path, int *out, struct error *err)
{
    struct local_address address;
    bool ok;

    if (!local_address_open(path, &address, err))
        return false;
    *out = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ok = *out >= 0 && connect(*out, (const struct sockaddr *)&address.address,
                              sizeof(address.address)) == 0;
    if (!ok)
        (void)error_set(err,
                        is_nobody(errno)  ? ERROR_MISSING
                        : errno == EACCES ? ERROR_REFUSED
                                          : ERROR_MACHINE,
                        "socket '%s': %s", path, strerror(errno));
    if (!ok && *out >= 0)
        (void)close(*out);
    local_address_close(&address);
    return ok;
}

/* The server is this user's or root's; else we would tell it everything. */
static bool is_trusted(int file)
{
    struct ucred peer;
    socklen_t len = sizeof(peer);

    return getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0 || geteuid() == 0);
}

/*
 * False when the server stopped reading: it may have turned us away, so what
 * it said is read all the same.
 */
static bool send_all(int file, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(file, bytes.at, bytes.len, MSG_NOSIGNAL);

        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0) {
            bytes.at += sent;
            bytes.len -= (size_t)sent;
        }
    }
    return true;
}

static bool send_request(int file, const struct local_request *request,
                         struct error *err)
{
    struct buf bytes;
    bool ok;

    buf_init(&bytes, LOCAL_REQUEST_BYTES_MAX + FRAME_HEAD_BYTES);
    ok = frame_write_request(request, &bytes, err);
    if (ok)
        (void)send_all(file, buf_str(&bytes));
    buf_finish(&bytes);
    return ok;
}

static void take_frame(const struct frame *frame, struct local_sink *sink)
{
    switch (frame->kind) {
    case FRAME_OUT:
        sink->output(frame->body, false, sink->context);
        return;
    case FRAME_ERR:
        sink->output(frame->body, true, sink->context);
        return;
    case FRAME_EXIT:
        sink->is_ended = frame->body.len == 1;
        if (sink->is_ended)
            sink->status = (unsigned char)frame->body.at[0];
        return;
    case FRAME_REQUEST:
        return;
    }
}

/* Passes whole frames on; what is left moves to the front. */
static bool take_frames(struct buf *bytes, struct local_sink *sink)
{
    struct str rest = buf_str(bytes);
    enum frame_state state;
    struct frame frame;
    size_t used;

    while ((state = frame_read(rest, REPLY_BYTES_MAX, &frame, &used)) ==
           FRAME_WHOLE) {
        take_frame(&frame, sink);
        rest.at += used;
        rest.len -= used;
    }
    if (rest.len > 0)
        memmove(bytes->at, rest.at, rest.len);
    bytes->len = rest.len;
    return state == FRAME_PARTIAL;
}

static bool read_reply(int file, struct local_sink *sink, struct error *err)
{
    char chunk[READ_BYTES];
    struct buf bytes;
    bool ok = true;

    buf_init(&bytes, REPLY_BYTES_MAX + FRAME_HEAD_BYTES + READ_BYTES);
    while (ok && !sink->is_ended) {
        ssize_t got = read(file, chunk, sizeof(chunk));

        if (got < 0 && errno == EINTR)
            continue;
        ok = got > 0 && buf_add(&bytes, chunk, (size_t)got) &&
             take_frames(&bytes, sink);
    }
    buf_finish(&bytes);
    return ok || error_set(err, ERROR_TEMPORARY,
                           "the daemon went away before it was done");
}

bool local_call(const char *path, const struct local_request *request,
                local_output *output, void *context, int *status,
                struct error *err)
{
    struct local_sink sink = {.output = output, .context = context};
    bool ok;
    int file;

    if (!connect_to(path, &file, err))
        return false;
    if (!is_trusted(file)) {
        (void)close(file);
        return error_set(err, ERROR_REFUSED,
                         "socket '%s' belongs to somebody else", path);
    }
    ok = send_request(file, request, err) && read_reply(file, &sink, err);
    (void)close(file);
    *status = sink.status;
    return ok;
}
