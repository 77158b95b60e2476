#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/local_socket.h"
#include "tests/test.h"

/* A daemon's loop in a thread of its own, and the socket's folder. */
struct daemon {
    char folder[64];
    char path[300];
    uv_loop_t loop;
    uv_async_t stop;
    struct local_server *server;
    pthread_t thread;
    struct local_reply *kept; /* a reply that the handler did not end */
    uv_timer_t later;
};

struct heard {
    struct buf out;
    struct buf err;
};

static void end_later(uv_timer_t *timer)
{
    struct daemon *daemon = timer->data;

    local_reply_out(daemon->kept, STR("at last"));
    local_reply_end(daemon->kept, 3);
}

/* Answers with what it was told; its first argument says how. */
static void handle(const struct local_request *request,
                   struct local_reply *reply, void *context)
{
    struct daemon *daemon = context;

    if (strcmp(request->argv[0], "later") == 0) {
        daemon->kept = reply;
        (void)uv_timer_start(&daemon->later, end_later, 20, 0);
        return;
    }
    if (strcmp(request->argv[0], "vanish") == 0) {
        local_server_destroy(daemon->server);
        daemon->server = NULL;
        local_reply_out(reply, STR("nobody hears this"));
        local_reply_end(reply, 0);
        return;
    }
    for (size_t i = 0; i < request->argc; i++) {
        local_reply_err(reply, str_of(request->argv[i]));
        local_reply_err(reply, STR(" "));
    }
    local_reply_out(reply, request->input);
    local_reply_end(reply, 0);
}

static void stop(uv_async_t *async)
{
    struct daemon *daemon = async->data;

    local_server_destroy(daemon->server);
    uv_close((uv_handle_t *)&daemon->stop, NULL);
    uv_close((uv_handle_t *)&daemon->later, NULL);
}

static void *run(void *argument)
{
    struct daemon *daemon = argument;

    (void)uv_run(&daemon->loop, UV_RUN_DEFAULT);
    return NULL;
}

static void daemon_start(struct daemon *daemon, const char *name)
{
    struct error err;

    memset(daemon, 0, sizeof(*daemon));
    (void)signal(SIGPIPE, SIG_IGN); /* as the program does */
    (void)snprintf(daemon->folder, sizeof(daemon->folder),
                   "/tmp/kept-test-XXXXXX");
    CHECK(mkdtemp(daemon->folder) != NULL);
    (void)snprintf(daemon->path, sizeof(daemon->path), "%s/%s", daemon->folder,
                   name);
    CHECK_INT(uv_loop_init(&daemon->loop), 0);
    CHECK_INT(uv_async_init(&daemon->loop, &daemon->stop, stop), 0);
    CHECK_INT(uv_timer_init(&daemon->loop, &daemon->later), 0);
    daemon->stop.data = daemon;
    daemon->later.data = daemon;
    if (!local_server_create(&daemon->loop, daemon->path, handle, daemon,
                             &daemon->server, &err))
        FAIL(err.text);
    CHECK_INT(pthread_create(&daemon->thread, NULL, run, daemon), 0);
}

static void daemon_stop(struct daemon *daemon)
{
    CHECK_INT(uv_async_send(&daemon->stop), 0);
    CHECK_INT(pthread_join(daemon->thread, NULL), 0);
    CHECK_INT(uv_loop_close(&daemon->loop), 0);
    CHECK(access(daemon->path, F_OK) != 0);
    CHECK_INT(rmdir(daemon->folder), 0);
}

static void hear(struct str bytes, bool is_error, void *context)
{
    struct heard *heard = context;

    (void)buf_add(is_error ? &heard->err : &heard->out, bytes.at, bytes.len);
}

static bool call(const struct daemon *daemon, const char *what,
                 struct str input, struct heard *heard, int *status,
                 struct error *err)
{
    struct local_request request = {
        .argc = 2,
        .argv = {what, "--json", NULL},
        .input = input,
    };

    buf_init(&heard->out, 100UL << 20);
    buf_init(&heard->err, 1000);
    return local_call(daemon->path, &request, hear, heard, status, err);
}

static void heard_finish(struct heard *heard)
{
    buf_finish(&heard->out);
    buf_finish(&heard->err);
}

TEST(local_socket, hands_a_command_over_and_brings_its_output_back)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    int status;

    daemon_start(&daemon, "kept.sock");
    CHECK(call(&daemon, "echo", STR("in\0put"), &heard, &status, &err));
    CHECK_INT(status, 0);
    CHECK(str_equal(buf_str(&heard.out), STR("in\0put")));
    CHECK_STR(buf_text(&heard.err), "echo --json ");
    heard_finish(&heard);
    daemon_stop(&daemon);
}

TEST(local_socket, is_patient_with_a_long_command)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    int status;

    daemon_start(&daemon, "kept.sock");
    CHECK(call(&daemon, "later", STR(""), &heard, &status, &err));
    CHECK_INT(status, 3);
    CHECK_STR(buf_text(&heard.out), "at last");
    heard_finish(&heard);
    daemon_stop(&daemon);
}

TEST(local_socket, carries_a_big_file)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    size_t len = 30UL << 20;
    char *bytes = malloc(len);
    int status;

    CHECK(bytes != NULL);
    memset(bytes, 'x', len);
    daemon_start(&daemon, "kept.sock");
    CHECK(
        call(&daemon, "echo", (struct str){bytes, len}, &heard, &status, &err));
    CHECK_UINT(heard.out.len, len);
    heard_finish(&heard);
    daemon_stop(&daemon);
    free(bytes);
}

TEST(local_socket, refuses_more_than_it_will_read)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    size_t len = LOCAL_REQUEST_BYTES_MAX;
    char *bytes = calloc(1, len);
    int status;

    CHECK(bytes != NULL);
    daemon_start(&daemon, "kept.sock");
    CHECK(!call(&daemon, "echo", (struct str){bytes, len}, &heard, &status,
                &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    heard_finish(&heard);
    daemon_stop(&daemon);
    free(bytes);
}

TEST(local_socket, is_for_its_owner_only)
{
    struct stat status;
    struct daemon daemon;

    daemon_start(&daemon, "kept.sock");
    CHECK_INT(lstat(daemon.path, &status), 0);
    CHECK(S_ISSOCK(status.st_mode));
    CHECK_INT(status.st_mode & 07777, 0600);
    daemon_stop(&daemon);
}

TEST(local_socket, may_lie_at_the_end_of_a_long_path)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    int status;

    daemon_start(&daemon,
                 "a-name-so-long-that-with-its-folder-it-is-too-much-for-"
                 "sun_path-and-yet-not-alone-.sock");
    CHECK(strlen(daemon.path) >= sizeof(((struct sockaddr_un *)0)->sun_path));
    CHECK(call(&daemon, "echo", STR("x"), &heard, &status, &err));
    CHECK_STR(buf_text(&heard.out), "x");
    heard_finish(&heard);
    daemon_stop(&daemon);
}

TEST(local_socket, says_when_nobody_is_there)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    int status;

    daemon_start(&daemon, "kept.sock");
    daemon_stop(&daemon);
    CHECK(!call(&daemon, "echo", STR(""), &heard, &status, &err));
    CHECK_INT(err.kind, ERROR_MISSING);
    heard_finish(&heard);
}

TEST(local_socket, says_when_the_daemon_went_away_in_the_middle)
{
    struct daemon daemon;
    struct heard heard;
    struct error err;
    int status;

    daemon_start(&daemon, "kept.sock");
    CHECK(!call(&daemon, "vanish", STR(""), &heard, &status, &err));
    CHECK_INT(err.kind, ERROR_TEMPORARY);
    heard_finish(&heard);
    daemon_stop(&daemon);
}

TEST(local_socket, replaces_what_a_crash_left_behind)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct local_server *server;
    char folder[] = "/tmp/kept-test-XXXXXX";
    struct error err;
    uv_loop_t loop;
    int old = socket(AF_UNIX, SOCK_STREAM, 0);

    CHECK(mkdtemp(folder) != NULL);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", folder);
    CHECK_INT(bind(old, (struct sockaddr *)&address, sizeof(address)), 0);
    (void)close(old);
    CHECK_INT(uv_loop_init(&loop), 0);
    CHECK(local_server_create(&loop, address.sun_path, handle, NULL, &server,
                              &err));
    local_server_destroy(server);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), 0);
    CHECK_INT(rmdir(folder), 0);
}

TEST(local_socket, leaves_an_ordinary_file_alone)
{
    char path[] = "/tmp/kept-test-XXXXXX";
    struct local_server *server;
    struct error err;
    uv_loop_t loop;
    int file = mkstemp(path);

    CHECK(file >= 0);
    CHECK_INT(uv_loop_init(&loop), 0);
    CHECK(!local_server_create(&loop, path, handle, NULL, &server, &err));
    CHECK_INT(err.kind, ERROR_MACHINE);
    CHECK_INT(access(path, F_OK), 0);
    CHECK_INT(uv_loop_close(&loop), 0);
    (void)close(file);
    (void)unlink(path);
}

TEST(local_socket, turns_away_what_is_not_a_command)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct daemon daemon;
    char answer[200] = {0};
    int client = socket(AF_UNIX, SOCK_STREAM, 0);

    daemon_start(&daemon, "kept.sock");
    memcpy(address.sun_path, daemon.path, strlen(daemon.path) + 1);
    CHECK_INT(connect(client, (struct sockaddr *)&address, sizeof(address)), 0);
    CHECK_INT(write(client, "GET / HTTP/1.0\r\n\r\n", 18), 18);
    CHECK(read(client, answer, sizeof(answer) - 1) > 5);
    CHECK_CONTAINS(answer + 5, "did not understand");
    (void)close(client);
    daemon_stop(&daemon);
}
