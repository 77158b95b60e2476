/*
 * local_socket.h - a command handed to the running daemon, on one machine
 *
 * A Unix socket of mode 0600. The client sends its arguments and its standard
 * input; the server streams back what goes to standard output and standard
 * error, and at last the exit status. Only the same user or root is heard.
 * The bytes on the way are frame.h's. The program ignores SIGPIPE.
 */
#ifndef NET_LOCAL_SOCKET_H
#define NET_LOCAL_SOCKET_H

#include <uv.h>

#include "base/error.h"
#include "base/str.h"

/* Arguments and standard input together: a calendar of 20 MiB is 27 in JSON,
 * a spreadsheet of ten years half a million rows. */
#define LOCAL_REQUEST_BYTES_MAX (80UL * 1024 * 1024)
#define LOCAL_ARGUMENTS_MAX     64
/* Commands under way at once; further ones are turned away. */
#define LOCAL_CONNECTIONS_MAX   16

struct local_request {
    size_t argc;                               /* 0..LOCAL_ARGUMENTS_MAX */
    const char *argv[LOCAL_ARGUMENTS_MAX + 1]; /* NULL after the last */
    struct str input;
};

struct local_server;

/* One command's answer; belongs to the server. */
struct local_reply;

/*
 * Called on the loop for each request. `request` lives until
 * local_reply_end(), which must be called exactly once, now or later.
 */
typedef void local_handler(const struct local_request *request,
                           struct local_reply *reply, void *context);

/*
 * Listens at `path`, replacing a socket left there by a crash: the caller
 * holds the lock that says no other daemon lives. ERROR_MACHINE.
 */
MUST_USE bool local_server_create(uv_loop_t *loop, const char *path,
                                  local_handler *handler, void *context,
                                  struct local_server **out, struct error *err);

/*
 * Stops listening, removes the socket and cuts every connection; replies not
 * yet ended may still be used until they are. The caller runs the loop until
 * it is empty. NULL is accepted.
 */
void local_server_destroy(struct local_server *server);

/* Loop thread only; bytes are copied. Silent when the client has gone. */
void local_reply_out(struct local_reply *reply, struct str bytes);
void local_reply_err(struct local_reply *reply, struct str bytes);

/* The last word; `reply` and its request are gone afterwards. */
void local_reply_end(struct local_reply *reply, int status);

/* Where a client's output goes: standard error when `is_error`. */
typedef void local_output(struct str bytes, bool is_error, void *context);

/*
 * Hands a command over and waits for its end: blocks. ERROR_MISSING when
 * nobody listens at `path`; ERROR_INPUT when the request is over the limits;
 * ERROR_REFUSED when the server belongs to somebody else; ERROR_TEMPORARY
 * when it went away in the middle: the command may or may not have been done.
 */
MUST_USE bool local_call(const char *path, const struct local_request *request,
                         local_output *output, void *context, int *status,
                         struct error *err);

#endif
