/* test_carrier_curl_dav.c - questions of CalDAV, and the ways to log in */
#include <string.h>

#include "base/arena.h"
#include "tests/harness/one_exchange.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

static const char question[] = "<propfind xmlns=\"DAV:\"/>";

static struct exchange_request question_at(struct stub_server *server,
                                           const char *path,
                                           struct arena *arena)
{
    return (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .method = "PROPFIND",
        .url = arena_printf(arena, "http://127.0.0.1:%d%s", stub_port(server),
                            path),
        .headers = {{"Depth", "0"}, {"Content-Type", "application/xml"}},
        .header_count = 2,
        .body = {question, sizeof(question) - 1},
        .timeout_s = 5,
        .is_untrusted = true,
        .allow_local = true,
    };
}

/* /.well-known moves to /dav; what stands there lies beyond a login. */
static void talk(struct stub_server *server, int socket)
{
    while (stub_hear_http(server, socket)) {
        const char *heard = stub_heard(server);

        if (strstr(heard, " /.well-known") != NULL) {
            stub_say(socket, "HTTP/1.1 301 Moved\r\nLocation: /dav\r\n"
                             "Content-Length: 0\r\n\r\n");
        } else if (strstr(heard, "Authorization: ") == NULL) {
            stub_say(socket, stub_context(server));
        } else {
            stub_say(socket, "HTTP/1.1 207 Multi-Status\r\n"
                             "Content-Length: 4\r\n\r\nhere");
            return;
        }
    }
}

static const char digest[] =
    "HTTP/1.1 401 Who\r\nContent-Length: 0\r\n"
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n";
static const char basic[] = "HTTP/1.1 401 Who\r\nContent-Length: 0\r\n"
                            "WWW-Authenticate: Basic realm=\"r\"\r\n\r\n";

/* `told_again`: how to tell it next time without waiting to be asked. */
static void check_login(const char *asked, enum exchange_auth auth,
                        enum exchange_auth told_again, const char *told)
{
    struct stub_server *server = stub_start(talk, asked);
    struct arena arena = {0};
    struct exchange_request request = question_at(server, "/dav", &arena);
    struct exchange_reply reply;

    request.auth = auth;
    request.user = "ada";
    request.secret = "secret";
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.status, 207);
    CHECK_INT(reply.auth, told_again);
    CHECK_CONTAINS(stub_heard(server), told);
    CHECK_CONTAINS(stub_heard(server), "PROPFIND /dav HTTP/1.1\r\n");
    CHECK_CONTAINS(stub_heard(server), "\r\nDepth: 0\r\n");
    CHECK_CONTAINS(stub_heard(server), question);
    CHECK_NULL(strstr(stub_heard(server), "secret\"\r\n"));
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_dav, logs_in_as_the_server_asks)
{
    check_login(digest, EXCHANGE_AUTH_ASKED, EXCHANGE_AUTH_ASKED,
                "Authorization: Digest username=\"ada\",");
    check_login(basic, EXCHANGE_AUTH_ASKED, EXCHANGE_AUTH_BASIC,
                "Authorization: Basic YWRhOnNlY3JldA==");
    check_login(basic, EXCHANGE_AUTH_BASIC, EXCHANGE_AUTH_BASIC,
                "Authorization: Basic YWRhOnNlY3JldA==");
    check_login(basic, EXCHANGE_AUTH_BEARER, EXCHANGE_AUTH_BEARER,
                "Authorization: Bearer secret");
}

TEST(carrier_curl_dav, keeps_its_question_when_it_is_sent_on)
{
    struct stub_server *server = stub_start(talk, basic);
    struct arena arena = {0};
    struct exchange_request request =
        question_at(server, "/.well-known/caldav", &arena);
    struct exchange_reply reply;

    request.auth = EXCHANGE_AUTH_BEARER;
    request.secret = "secret";
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.status, 207);
    CHECK_CONTAINS(reply.location, "/dav");
    CHECK_CONTAINS(stub_heard(server), "PROPFIND /dav HTTP/1.1\r\n");
    CHECK_CONTAINS(stub_heard(server), question);
    stub_stop(server);
    arena_free(&arena);
}

/* Says its context to every question. */
static void say_once(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, stub_context(server));
}

TEST(carrier_curl_dav, tells_no_other_server_who_asks)
{
    static const enum exchange_auth ways[] = {
        EXCHANGE_AUTH_BASIC,
        EXCHANGE_AUTH_ASKED,
        EXCHANGE_AUTH_BEARER,
    };

    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct arena arena = {0};
        struct stub_server *other = stub_start(say_once, basic);
        struct stub_server *server = stub_start(
            say_once, arena_printf(&arena,
                                   "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
                                   "Location: http://127.0.0.1:%d/dav\r\n\r\n",
                                   stub_port(other)));
        struct exchange_request request = question_at(server, "/", &arena);

        request.auth = ways[i];
        request.user = "ada";
        request.secret = "secret";
        CHECK_INT(exchange_once(&request, &arena).status, 401);
        CHECK_CONTAINS(stub_heard(other), "PROPFIND /dav");
        CHECK_NULL(strstr(stub_heard(other), "Authorization"));
        stub_stop(server);
        stub_stop(other);
        arena_free(&arena);
    }
}
