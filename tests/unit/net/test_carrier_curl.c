#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "net/carrier_curl.h"
#include "tests/harness/one_exchange.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

/* Reads a request, then says the server's context, a text. */
static void answer(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, stub_context(server));
}

static void hear_and_hang_up(struct stub_server *server, int socket)
{
    (void)stub_hear_http(server, socket);
}

static void hear_and_stall(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_stall(socket, 10000);
}

static void hang_up(struct stub_server *server, int socket)
{
    (void)server;
    (void)socket;
}

static struct exchange_request to(struct stub_server *server, const char *path,
                                  struct arena *arena)
{
    return (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .method = "POST",
        .url = arena_printf(arena, "http://127.0.0.1:%d%s", stub_port(server),
                            path),
        .body = STR("{\"to\":\"x\"}"),
        .timeout_s = 2,
    };
}

/* The fate of one question to a server that talks like this. */
static enum exchange_fate fate_with(stub_talk *talk)
{
    struct stub_server *server = stub_start(talk, NULL);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct exchange_reply reply = exchange_once(&request, &arena);

    stub_stop(server);
    CHECK(reply.problem[0] != '\0');
    arena_free(&arena);
    return reply.fate;
}

TEST(carrier_curl, asks_and_brings_the_answer_back)
{
    struct stub_server *server = stub_start(
        answer, "HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\nETag: \"v1\"\r\n"
                "Last-Modified: Tue, 24 Nov 2026 17:00:00 GMT\r\n"
                "Retry-After: 17\r\n\r\nyes");
    struct arena arena = {0};
    struct exchange_request request = to(server, "/send?a=1", &arena);
    struct exchange_reply reply;

    request.headers[0] = (struct exchange_header){"X-Key", "k 1"};
    request.headers[1] = (struct exchange_header){"X-Empty", ""};
    request.header_count = 2;
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 202);
    CHECK(str_equal(reply.body, STR("yes")));
    CHECK_STR(reply.problem, "");
    CHECK_STR(reply.etag, "\"v1\"");
    CHECK_STR(reply.last_modified, "Tue, 24 Nov 2026 17:00:00 GMT");
    CHECK_INT(reply.retry_after.s, 17);
    CHECK_NULL(reply.location);
    CHECK_CONTAINS(stub_heard(server), "POST /send?a=1 HTTP/1.1\r\n");
    CHECK_CONTAINS(stub_heard(server), "\r\nX-Key: k 1\r\n");
    CHECK_CONTAINS(stub_heard(server), "\r\nX-Empty:");
    CHECK_CONTAINS(stub_heard(server), "\r\n\r\n{\"to\":\"x\"}");
    CHECK(strstr(stub_heard(server), "Expect") == NULL);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, gives_the_secret_to_the_server_and_to_nobody_else)
{
    struct stub_server *server = stub_start(answer, ok);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct exchange_reply reply;

    request.user = "rdv";
    request.secret = "p:w@d";
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.status, 200);
    /* "rdv:p:w@d" in base64 */
    CHECK_CONTAINS(stub_heard(server), "Authorization: Basic cmR2OnA6d0Bk\r\n");
    CHECK(strstr(stub_heard(server), "p:w@d") == NULL);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, is_certain_when_nobody_was_reached)
{
    struct stub_server *server = stub_start(hang_up, NULL);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct exchange_reply reply;

    stub_stop(server);
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.fate, EXCHANGE_UNREACHABLE);
    CHECK(reply.problem[0] != '\0');
    request.url = "http://no-such-host.invalid/";
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_UNREACHABLE);
    arena_free(&arena);
}

TEST(carrier_curl, doubts_a_question_that_left_and_was_not_answered)
{
    CHECK_INT(fate_with(hear_and_hang_up), EXCHANGE_INTERRUPTED);
    CHECK_INT(fate_with(hear_and_stall), EXCHANGE_INTERRUPTED);
}

TEST(carrier_curl, is_certain_when_tls_never_came_about)
{
    struct stub_server *server = stub_start(hang_up, NULL);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);

    request.url =
        arena_printf(&arena, "https://127.0.0.1:%d/", stub_port(server));
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_UNREACHABLE);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, does_not_believe_half_an_answer)
{
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct exchange_reply reply = exchange_once(&request, &arena);

    CHECK_INT(reply.fate, EXCHANGE_INTERRUPTED);
    CHECK_INT(reply.status, 200);
    stub_stop(server);
    arena_free(&arena);
}

/* Several questions on one carrier, one after the other. */
struct round {
    struct carrier *carrier;
    const struct exchange_request *request;
    int left;
    int answered;
    int unclear;
};

static void round_replied(const struct exchange_reply *reply, void *context)
{
    struct round *round = context;

    round->answered += reply->fate == EXCHANGE_ANSWERED;
    round->unclear += reply->fate == EXCHANGE_INTERRUPTED;
    if (--round->left > 0)
        carrier_send(round->carrier, round->request, round_replied, round);
}

static void play(struct round *round, const struct exchange_request *request,
                 int count)
{
    uv_loop_t loop;

    CHECK_INT(uv_loop_init(&loop), 0);
    *round = (struct round){
        .carrier = carrier_curl_create(&loop, NULL),
        .request = request,
        .left = count,
    };
    carrier_send(round->carrier, request, round_replied, round);
    CHECK_INT(round->left, count); /* never before send returns */
    while (round->left > 0 && uv_run(&loop, UV_RUN_ONCE) != 0)
        continue;
    carrier_curl_destroy(round->carrier);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), 0);
}

/* Keeps the connection, takes a second question and hangs up. */
static void answer_then_hang_up(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, ok);
    (void)stub_hear_http(server, socket);
}

TEST(carrier_curl, never_asks_a_gateway_twice_by_itself)
{
    struct stub_server *server = stub_start(answer_then_hang_up, NULL);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct round round;

    play(&round, &request, 3);
    CHECK_INT(round.answered, 3);
    CHECK_INT(stub_connections(server), 3); /* a fresh one each */
    CHECK_INT(stub_requests(server), 3);
    stub_stop(server);

    server = stub_start(hear_and_hang_up, NULL);
    request = to(server, "/", &arena);
    play(&round, &request, 2);
    CHECK_INT(round.unclear, 2);
    CHECK_INT(stub_requests(server), 2);
    stub_stop(server);
    arena_free(&arena);
}

static void check_refused(struct exchange_request request)
{
    struct arena arena = {0};
    struct exchange_reply reply = exchange_once(&request, &arena);

    CHECK_INT(reply.fate, EXCHANGE_REJECTED);
    CHECK(reply.problem[0] != '\0');
    CHECK(strstr(reply.problem, "hidden") == NULL);
    arena_free(&arena);
}

TEST(carrier_curl, refuses_line_breaks_where_they_would_be_obeyed)
{
    struct stub_server *server = stub_start(answer, ok);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);

    request.header_count = 1;
    request.headers[0] = (struct exchange_header){"X", "a\r\nhidden: 1"};
    check_refused(request);
    request.headers[0] = (struct exchange_header){"X: 1\r\nY", "hidden"};
    check_refused(request);
    request.header_count = 0;
    request.method = "GET / HTTP/1.0\r\nhidden: 1\r\n";
    check_refused(request);
    request = to(server, "/a b", &arena);
    check_refused(request);
    request = to(server, "/a\r\nhidden: 1", &arena);
    check_refused(request);
    request.url = "file:///etc/passwd";
    check_refused(request);
    request.url = "ftp://127.0.0.1/";
    check_refused(request);
    CHECK_INT(stub_connections(server), 0);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, does_not_follow_a_gateway_elsewhere)
{
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 302 Found\r\nLocation: /other\r\n"
                           "Content-Length: 0\r\n\r\n");
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct exchange_reply reply = exchange_once(&request, &arena);

    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 302);
    CHECK_INT(stub_connections(server), 1);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, asks_as_plainly_as_it_is_told)
{
    struct stub_server *server = stub_start(answer, ok);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);

    request.method = "GET";
    request.body = (struct str){0};
    CHECK_INT(exchange_once(&request, &arena).status, 200);
    CHECK_CONTAINS(stub_heard(server), "GET / HTTP/1.1\r\n");
    CHECK(strstr(stub_heard(server), "Content-") == NULL);
    request.method = "PUT";
    request.body = STR("put");
    CHECK_INT(exchange_once(&request, &arena).status, 200);
    CHECK_CONTAINS(stub_heard(server), "PUT / HTTP/1.1\r\n");
    CHECK_CONTAINS(stub_heard(server), "\r\n\r\nput");
    stub_stop(server);
    arena_free(&arena);
}

/* No connection is held open: the request is sent, the caller goes away. */
TEST(carrier_curl, calls_back_when_it_is_destroyed)
{
    struct stub_server *server = stub_start(hear_and_stall, NULL);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct round round = {.left = 1};
    uv_loop_t loop;

    CHECK_INT(uv_loop_init(&loop), 0);
    round.carrier = carrier_curl_create(&loop, NULL);
    carrier_send(round.carrier, &request, round_replied, &round);
    while (stub_requests(server) == 0)
        (void)uv_run(&loop, UV_RUN_NOWAIT);
    carrier_curl_destroy(round.carrier);
    CHECK_INT(round.left, 0);
    CHECK_INT(round.unclear, 1);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), 0);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, carries_many_at_once)
{
    struct stub_server *server = stub_start(answer, ok);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);
    struct carrier_limits limits = {4, 8};
    struct round rounds[60] = {0};
    struct carrier *carrier;
    int answered = 0;
    uv_loop_t loop;

    CHECK_INT(uv_loop_init(&loop), 0);
    carrier = carrier_curl_create(&loop, &limits);
    for (int i = 0; i < 60; i++) {
        rounds[i].left = 1;
        carrier_send(carrier, &request, round_replied, &rounds[i]);
    }
    for (int i = 0; i < 60; i++) {
        while (rounds[i].left > 0 && uv_run(&loop, UV_RUN_ONCE) != 0)
            continue;
        answered += rounds[i].answered;
    }
    CHECK_INT(answered, 60);
    CHECK_INT(stub_connections(server), 60);
    carrier_curl_destroy(carrier);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), 0);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, takes_no_advice_from_the_environment)
{
    struct stub_server *server = stub_start(answer, ok);
    struct arena arena = {0};
    struct exchange_request request = to(server, "/", &arena);

    (void)setenv("http_proxy", "http://127.0.0.1:1", 1);
    (void)setenv("all_proxy", "http://127.0.0.1:1", 1);
    CHECK_INT(exchange_once(&request, &arena).status, 200);
    (void)unsetenv("http_proxy");
    (void)unsetenv("all_proxy");
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl, keeps_the_first_bytes_of_a_gateway_that_talks_too_much)
{
    static char page[200 * 1024];
    struct stub_server *server;
    struct arena arena = {0};
    struct exchange_request request;
    struct exchange_reply reply;

    (void)snprintf(page, sizeof(page),
                   "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%0*d",
                   100 * 1024, 100 * 1024, 7);
    server = stub_start(answer, page);
    request = to(server, "/", &arena);
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 200);
    CHECK_UINT(reply.body.len, 64 * 1024);
    stub_stop(server);
    arena_free(&arena);
}
