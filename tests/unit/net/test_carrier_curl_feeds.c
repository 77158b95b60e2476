/* test_carrier_curl_feeds.c - what a carrier does with a stranger's link */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "net/document.h"
#include "tests/harness/one_exchange.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

#define BOMB_BYTES_MAX (256UL * 1024)

/* Reads a request, then says the server's context, a text. */
static void answer(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, stub_context(server));
}

/* Sends /old to /new and /moved to /here for good, passes /new on to /here. */
static void send_around(struct stub_server *server, int socket)
{
    while (stub_hear_http(server, socket)) {
        const char *heard = stub_heard(server);

        if (strstr(heard, " /old ") != NULL)
            stub_say(socket, "HTTP/1.1 301 Moved\r\nLocation: /new\r\n"
                             "Content-Length: 0\r\n\r\n");
        else if (strstr(heard, " /moved ") != NULL)
            stub_say(socket, "HTTP/1.1 308 Moved\r\nLocation: /here\r\n"
                             "Content-Length: 0\r\n\r\n");
        else if (strstr(heard, " /new ") != NULL)
            stub_say(socket, "HTTP/1.1 302 Found\r\nLocation: /here\r\n"
                             "Content-Length: 0\r\n\r\n");
        else if (strstr(heard, " /round ") != NULL)
            stub_say(socket, "HTTP/1.1 302 Found\r\nLocation: /round\r\n"
                             "Content-Length: 0\r\n\r\n");
        else if (strstr(heard, " /file ") != NULL)
            stub_say(socket, "HTTP/1.1 302 Found\r\n"
                             "Location: file:///etc/passwd\r\n"
                             "Content-Length: 0\r\n\r\n");
        else
            stub_say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n"
                             "ETag: \"e\"\r\n\r\nhere");
    }
}

static struct exchange_request feed_at(struct stub_server *server,
                                       const char *path, struct arena *arena)
{
    return (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .method = "GET",
        .url = arena_printf(arena, "http://127.0.0.1:%d%s", stub_port(server),
                            path),
        .timeout_s = 5,
        .reply_max = 20UL * 1024 * 1024,
        .is_untrusted = true,
        .allow_local = true,
    };
}

TEST(carrier_curl_feeds, does_not_lead_into_the_house)
{
    static const char *const hosts[] = {
        "127.0.0.1",          "localhost", "2130706433",  "0177.0.0.1",
        "[::ffff:127.0.0.1]", "0.0.0.0",   "127.127.1.1", "0x7f.1",
    };
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/", &arena);

    request.allow_local = false;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        struct exchange_reply reply;

        request.url =
            arena_printf(&arena, "http://%s:%d/", hosts[i], stub_port(server));
        reply = exchange_once(&request, &arena);
        if (reply.fate != EXCHANGE_REJECTED)
            FAIL(hosts[i]);
        CHECK_CONTAINS(reply.problem, "private address");
    }
    CHECK_INT(stub_connections(server), 0);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_feeds, follows_a_feed_that_has_moved)
{
    struct stub_server *server = stub_start(send_around, NULL);
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/old", &arena);
    struct exchange_reply reply = exchange_once(&request, &arena);

    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_INT(reply.status, 200);
    CHECK(str_equal(reply.body, STR("here")));
    CHECK_CONTAINS(reply.location, "/here");
    CHECK(!reply.moved_for_good); /* only half of the way */
    CHECK_STR(reply.etag, "\"e\"");

    request = feed_at(server, "/moved", &arena);
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.status, 200);
    CHECK(reply.moved_for_good);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_feeds, follows_neither_in_circles_nor_into_files)
{
    struct stub_server *server = stub_start(send_around, NULL);
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/round", &arena);

    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
    request = feed_at(server, "/file", &arena);
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_feeds, takes_no_more_than_its_limit)
{
    static const char *const answers[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"
        "123456789012345678901234567890",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        "123456789012345678901234567890",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "14\r\n12345678901234567890\r\n14\r\n12345678901234567890\r\n0\r\n\r\n",
    };

    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct stub_server *server = stub_start(answer, answers[i]);
        struct arena arena = {0};
        struct exchange_request request = feed_at(server, "/", &arena);

        request.reply_max = 29;
        CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
        request.reply_max = i == 2 ? 40 : 30;
        CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_ANSWERED);
        stub_stop(server);
        arena_free(&arena);
    }
}

TEST(carrier_curl_feeds, goes_into_a_document_up_to_its_limit)
{
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                           "BEGIN:VCALENDAR");
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/", &arena);
    struct exchange_reply reply;
    struct document_writer writer;
    struct document document;
    struct error err;

    CHECK(document_writer_open(&writer, 15, &err));
    request.into = &writer;
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.status, 200);
    CHECK_INT(reply.body.len, 0);
    CHECK(document_writer_seal(&writer, &document, &err));
    CHECK(document_map(&document, &err));
    CHECK(str_equal(document.bytes, STR("BEGIN:VCALENDAR")));
    document_close(&document);

    CHECK(document_writer_open(&writer, 14, &err));
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.fate, EXCHANGE_REJECTED);
    CHECK_CONTAINS(reply.problem, "larger than allowed");
    document_writer_close(&writer);
    stub_stop(server);
    arena_free(&arena);
}

struct bomb {
    size_t len;
    char bytes[BOMB_BYTES_MAX];
};

static void throw_bomb(struct stub_server *server, int socket)
{
    const struct bomb *bomb = stub_context(server);
    char head[200];

    if (!stub_hear_http(server, socket))
        return;
    (void)snprintf(head, sizeof(head),
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                   "Content-Length: %zu\r\n\r\n",
                   bomb->len);
    stub_say(socket, head);
    stub_say_bytes(socket, bomb->bytes, bomb->len);
}

static void pack(const char *command, struct bomb *out)
{
    FILE *pipe = popen(command, "r");

    CHECK(pipe != NULL);
    out->len = fread(out->bytes, 1, sizeof(out->bytes), pipe);
    CHECK_INT(pclose(pipe), 0);
    CHECK(out->len > 0 && out->len < sizeof(out->bytes));
}

static struct exchange_reply fetch_packed(const char *command,
                                          struct arena *arena)
{
    static struct bomb bomb;
    struct exchange_request request;
    struct exchange_reply reply;
    struct stub_server *server;

    pack(command, &bomb);
    server = stub_start(throw_bomb, &bomb);
    request = feed_at(server, "/", arena);
    reply = exchange_once(&request, arena);
    stub_stop(server);
    return reply;
}

TEST(carrier_curl_feeds, unpacks_a_calendar_but_no_bomb)
{
    struct arena arena = {0};
    struct exchange_reply reply = fetch_packed("seq 1 30000 | gzip -c", &arena);

    CHECK_INT(reply.fate, EXCHANGE_ANSWERED);
    CHECK_UINT(reply.body.len, 168894);
    /* 15 MB of nothing fit into the limit, but no calendar looks like it. */
    reply = fetch_packed("head -c 15000000 /dev/zero | gzip -c", &arena);
    CHECK_INT(reply.fate, EXCHANGE_REJECTED);
    CHECK_CONTAINS(reply.problem, "unpacks");
    arena_free(&arena);
}

TEST(carrier_curl_feeds, is_cut_when_half_of_it_is_missing)
{
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                           "BEGIN:VCALENDAR\r\n");
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/", &arena);

    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_INTERRUPTED);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_feeds, leaves_this_machine_only_when_it_may)
{
    struct stub_server *server =
        stub_start(answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    struct arena arena = {0};
    struct exchange_request request = feed_at(server, "/", &arena);
    struct exchange_reply reply;

    request.is_untrusted = false;
    request.only_loopback = true;
    CHECK_INT(exchange_once(&request, &arena).status, 200);
    request.url = "http://192.0.2.1/"; /* documentation: nobody's */
    reply = exchange_once(&request, &arena);
    CHECK_INT(reply.fate, EXCHANGE_REJECTED);
    CHECK_CONTAINS(reply.problem, "this machine");
    stub_stop(server);
    arena_free(&arena);
}
