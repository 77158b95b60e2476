/* test_source.c - where a source leads, and what comes back */
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/jobs/source.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

/* Connections that anybody in this program has tried to make to a network. */
static atomic_int connects;

/* How often the name of many faces was asked for. */
static atomic_int faces;

/* Whether it is open.test, which lives in the open network: 192.0.2.1. */
static bool is_open(const struct sockaddr_in *to)
{
    return to->sin_family == AF_INET &&
           ntohl(to->sin_addr.s_addr) == 0xc0000201;
}

/*
 * Stands before the C library's: libcurl's connections are counted here,
 * whatever became of them. Those to open.test end at this machine.
 */
int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t len)
{
    const struct sockaddr *to = address.__sockaddr__;
    struct sockaddr_in here = {0};

    if (to->sa_family == AF_UNIX)
        return (int)syscall(SYS_connect, fd, to, len);
    memcpy(&here, to, len < sizeof(here) ? len : sizeof(here));
    if (!is_open(&here)) {
        connects++;
        return (int)syscall(SYS_connect, fd, to, len);
    }
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return (int)syscall(SYS_connect, fd, &here, sizeof(here));
}

/* The names there are. */
static const struct {
    const char *name;
    const char *address;
} names[] = {
    {"open.test", "192.0.2.1"},         {"metadata.test", "169.254.169.254"},
    {"printer.test", "192.168.1.20"},   {"six.test", "fd00::20"},
    {"mapped.test", "::ffff:10.0.0.1"},
};

static const char *address_of(const char *name)
{
    if (strcmp(name, "rebind.test") == 0) /* 192.0.2.0/24 is nobody's */
        return faces++ == 0 ? "192.0.2.1" : "127.0.0.1";
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcasecmp(names[i].name, name) == 0)
            return names[i].address;
    }
    return name;
}

/* Asks no name server; every name it does not know is this machine's. */
int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints,
                struct addrinfo **restrict out)
{
    typedef int asker(const char *, const char *, const struct addrinfo *,
                      struct addrinfo **);
    struct addrinfo numeric = {0};
    asker *ask;

    *(void **)&ask = dlsym(RTLD_NEXT, "getaddrinfo");
    if (hints != NULL)
        numeric = *hints;
    if (name == NULL)
        return ask(name, service, hints, out);
    numeric.ai_flags |= AI_NUMERICHOST;
    numeric.ai_family = AF_UNSPEC;
    if (ask(address_of(name), service, &numeric, out) == 0)
        return 0;
    return ask("127.0.0.1", service, &numeric, out);
}

static struct source_request request_of(const char *source)
{
    return (struct source_request){.source = source};
}

static void answer(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, stub_context(server));
}

#define EMPTY_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

/* What is said of a spelling, before anybody is asked anything. */
#define PRIVATE      "private address"

static const struct {
    const char *url; /* PORT: one on which somebody listens */
    const char *why; /* NULL: it is no address of anything */
} spellings[] = {
    /* This machine, as a number. */
    {"http://127.0.0.1:PORT/", PRIVATE},
    {"HTTP://127.0.0.1:PORT/", PRIVATE},
    {"http://127.1:PORT/", PRIVATE},
    {"http://127.0.1:PORT/", PRIVATE},
    {"http://2130706433:PORT/", PRIVATE},
    {"http://0x7f000001:PORT/", PRIVATE},
    {"http://0X7F000001:PORT/", PRIVATE},
    {"http://0x7f.1:PORT/", PRIVATE},
    {"http://0x7f.0x0.0x0.0x1:PORT/", PRIVATE},
    {"http://017700000001:PORT/", PRIVATE},
    {"http://0177.0.0.1:PORT/", PRIVATE},
    {"http://0177.0x0.0.01:PORT/", PRIVATE},
    {"http://00000177.0.0.1:PORT/", PRIVATE},
    {"http://127.0.0.1.:PORT/", PRIVATE},
    {"http://127.127.127.127:PORT/", PRIVATE},
    {"http://%31%32%37.0.0.1:PORT/", PRIVATE},
    {"http://4294967297:PORT/", NULL},
    {"http://127.0.0.1%00.example.org:PORT/", NULL},
    {"http://127%2e0%2e0%2e1:PORT/", PRIVATE},
    {"http://0.0.0.0:PORT/", PRIVATE},
    {"http://0:PORT/", PRIVATE},
    {"http://00.0x0.0:PORT/", PRIVATE},
    /* By name, with and without a login. */
    {"http://localhost:PORT/", PRIVATE},
    {"http://LocalHost:PORT/", PRIVATE},
    {"http://localhost.:PORT/", PRIVATE},
    {"webcal://localhost:PORT/", PRIVATE},
    {"webcals://127.0.0.1:PORT/", PRIVATE},
    {"https://127.0.0.1:PORT/", PRIVATE},
    {"http://calendar.example.org@127.0.0.1:PORT/", PRIVATE},
    {"http://calendar.example.org:80@127.0.0.1:PORT/", PRIVATE},
    {"http://a@b@127.0.0.1:PORT/", PRIVATE},
    {"http://calendar.example.org%40127.0.0.1:PORT/", NULL},
    {"http://127.0.0.1:PORT#@calendar.example.org/", PRIVATE},
    {"http://127.0.0.1:PORT?@calendar.example.org/", PRIVATE},
    {"http://127.0.0.1:PORT\\@calendar.example.test/", NULL},
    {"http:///127.0.0.1:PORT/", NULL},
    {"http:////127.0.0.1:PORT/", NULL},
    /* In digits that only look like some. */
    {"http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:PORT/", NULL},
    {"http://\uff11\uff12\uff17.0.0.1:PORT/", NULL},
    {"http://127\u30020\u30020\u30021:PORT/", NULL},
    {"http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:PORT/",
     NULL},
    /* In six times as many bits. */
    {"http://[::1]:PORT/", PRIVATE},
    {"http://[0:0:0:0:0:0:0:1]:PORT/", PRIVATE},
    {"http://[::0001]:PORT/", PRIVATE},
    {"http://[::]:PORT/", PRIVATE},
    {"http://[::ffff:127.0.0.1]:PORT/", PRIVATE},
    {"http://[::FFFF:7F00:1]:PORT/", PRIVATE},
    {"http://[0:0:0:0:0:ffff:7f00:0001]:PORT/", PRIVATE},
    {"http://[::127.0.0.1]:PORT/", PRIVATE},
    {"http://[64:ff9b::127.0.0.1]:PORT/", PRIVATE},
    {"http://[64:ff9b:1::7f00:1]:PORT/", PRIVATE},
    {"http://[2002:7f00:1::]:PORT/", PRIVATE},
    {"http://[2001:0:7f00:1::]:PORT/", PRIVATE},
    {"http://[fe80::1%25lo]:PORT/", PRIVATE},
    {"http://[fe80::1%251]:PORT/", PRIVATE},
    {"http://[::1%25lo]:PORT/", PRIVATE},
    {"http://[fec0::1]:PORT/", PRIVATE},
    {"http://[fc00::1]:PORT/", PRIVATE},
    {"http://[fd12:3456:789a::1]:PORT/", PRIVATE},
    {"http://[ff02::1]:PORT/", PRIVATE},
    {"http://[::ffff:169.254.169.254]:PORT/", PRIVATE},
    {"http://[::ffff:a9fe:a9fe]:PORT/", PRIVATE},
    {"http://[2001:db8::1]:PORT/", PRIVATE},
    /* The house's network, the provider's, and those for nothing. */
    {"http://10.0.0.1:PORT/", PRIVATE},
    {"http://012.0.0.1:PORT/", PRIVATE},
    {"http://172.16.0.1:PORT/", PRIVATE},
    {"http://172.31.255.254:PORT/", PRIVATE},
    {"http://192.168.0.1:PORT/", PRIVATE},
    {"http://3232235521:PORT/", PRIVATE},
    {"http://0xc0.0xa8.1:PORT/", PRIVATE},
    {"http://169.254.169.254:PORT/", PRIVATE},
    {"http://0xa9fea9fe:PORT/", PRIVATE},
    {"http://0251.0376.0251.0376:PORT/", PRIVATE},
    {"http://100.64.0.1:PORT/", PRIVATE},
    {"http://100.100.100.200:PORT/", PRIVATE},
    {"http://192.0.0.1:PORT/", PRIVATE},
    {"http://198.18.0.1:PORT/", PRIVATE},
    {"http://198.19.255.255:PORT/", PRIVATE},
    {"http://224.0.0.1:PORT/", PRIVATE},
    {"http://239.255.255.250:PORT/", PRIVATE},
    {"http://240.0.0.1:PORT/", PRIVATE},
    {"http://255.255.255.255:PORT/", PRIVATE},
    {"http://metadata.test:PORT/", PRIVATE},
    {"http://PRINTER.test:PORT/", PRIVATE},
    {"http://six.test:PORT/", PRIVATE},
    {"http://mapped.test:PORT/", PRIVATE},
};

/* `text` with the number in the place of PORT, if that is there. */
static const char *with_port(const char *url, int port, struct arena *arena)
{
    const char *at = strstr(url, "PORT");

    if (at == NULL)
        return url;
    return arena_printf(arena, "%.*s%d%s", (int)(at - url), url, port,
                        at + strlen("PORT"));
}

TEST(source, leads_nowhere_but_into_the_open_network)
{
    struct stub_server *server = stub_start(answer, EMPTY_ANSWER);
    struct arena arena = {0};
    struct call call;
    int before = connects;

    call_init(&call, &arena);
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        struct source_bytes bytes;
        struct error err = {0};
        const char *url =
            with_port(spellings[i].url, stub_port(server), &arena);
        struct source_request request = request_of(url);
        bool ok = source_read(&call, &request, &bytes, &err);

        if (ok || connects != before ||
            (spellings[i].why != NULL &&
             strstr(err.text, spellings[i].why) == NULL))
            printf("%s: %s\n", url, err.text);
        CHECK(!ok);
        CHECK_INT(connects, before);
        if (spellings[i].why != NULL)
            CHECK_CONTAINS(err.text, spellings[i].why);
        source_close(&bytes);
    }
    CHECK_INT(stub_connections(server), 0);
    stub_stop(server);
    arena_free(&arena);
}

/* Reads `source` as it is; what came must be closed. */
static bool read_it(struct arena *arena, const struct source_request *request,
                    struct source_bytes *out, struct error *err)
{
    struct call call;

    call_init(&call, arena);
    return source_read(&call, request, out, err);
}

/* Sends on to its context. */
static void send_into_the_house(struct stub_server *server, int socket)
{
    struct arena arena = {0};

    if (stub_hear_http(server, socket))
        stub_say(socket, arena_printf(&arena,
                                      "HTTP/1.1 302 Found\r\nLocation: %s\r\n"
                                      "Content-Length: 0\r\n\r\n",
                                      (const char *)stub_context(server)));
    arena_free(&arena);
}

TEST(source, is_not_sent_into_the_house)
{
    struct stub_server *house = stub_start(answer, EMPTY_ANSWER);

    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        struct arena arena = {0};
        const char *to = with_port(spellings[i].url, stub_port(house), &arena);
        struct stub_server *open = stub_start(send_into_the_house, to);
        struct source_request request = request_of(
            arena_printf(&arena, "http://open.test:%d/", stub_port(open)));
        struct source_bytes bytes;
        struct error err;
        int before = connects;

        CHECK(!read_it(&arena, &request, &bytes, &err));
        CHECK_INT(err.kind, ERROR_REFUSED);
        CHECK_INT(connects, before);
        CHECK_INT(stub_requests(open), 1);
        stub_stop(open);
        arena_free(&arena);
    }
    CHECK_INT(stub_connections(house), 0);
    stub_stop(house);
}

TEST(source, is_looked_at_where_its_name_leads_this_time)
{
    struct stub_server *server = stub_start(answer, EMPTY_ANSWER);
    struct arena arena = {0};
    struct source_request request = request_of(
        arena_printf(&arena, "http://rebind.test:%d/", stub_port(server)));
    struct source_bytes bytes;
    struct error err;
    int before;

    /* A name that was looked up, and found good, a moment ago. */
    CHECK_STR(address_of("rebind.test"), "192.0.2.1");
    before = connects;
    CHECK(!read_it(&arena, &request, &bytes, &err));
    CHECK_INT(err.kind, ERROR_REFUSED);
    CHECK_CONTAINS(err.text, "rebind.test");
    CHECK_CONTAINS(err.text, PRIVATE);
    CHECK_INT(connects, before);
    request.allow_local = true;
    CHECK(read_it(&arena, &request, &bytes, &err));
    CHECK_INT(stub_connections(server), 1);
    source_close(&bytes);
    stub_stop(server);
    arena_free(&arena);
}

static void send_on(struct stub_server *server, int socket)
{
    static const struct {
        const char *from;
        const char *how;
    } ways[] = {
        {" /old ", "301 Moved Permanently\r\nLocation: /older"},
        {" /older ", "308 Permanent Redirect\r\nLocation: /new.ics"},
        {" /away ", "301 Moved Permanently\r\n"
                    "Location: http://localhost:PORT/new.ics"},
        {" /passing ", "302 Found\r\nLocation: /new.ics"},
        {" /mixed ", "301 Moved Permanently\r\nLocation: /passing"},
        {" /secret ", "301 Moved Permanently\r\n"
                      "Location: http://eve:pw@127.0.0.1:PORT/new.ics"},
        {" /round ", "302 Found\r\nLocation: /round"},
    };

    while (stub_hear_http(server, socket)) {
        struct arena arena = {0};
        const char *said = "200 OK\r\nETag: \"e\"";

        for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
            if (strstr(stub_heard(server), ways[i].from) != NULL)
                said = ways[i].how;
        }
        stub_say(socket,
                 arena_printf(&arena,
                              "HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\nOK",
                              with_port(said, stub_port(server), &arena)));
        arena_free(&arena);
    }
}

/* Where a feed at `path` lives from now on, as "PORT" and not a number. */
static void check_move(const char *login, const char *path, const char *moved)
{
    struct stub_server *server = stub_start(send_on, NULL);
    struct arena arena = {0};
    int port = stub_port(server);
    struct source_request request = {
        .source =
            arena_printf(&arena, "http://%s127.0.0.1:%d%s", login, port, path),
        .allow_local = true,
    };
    struct source_bytes bytes;
    struct error err;

    CHECK(read_it(&arena, &request, &bytes, &err));
    CHECK_STR(bytes.etag, "\"e\"");
    CHECK(document_map(&bytes.document, &err));
    CHECK(str_equal(bytes.document.bytes, STR("OK")));
    CHECK_STR(bytes.moved_source,
              moved == NULL ? NULL : with_port(moved, port, &arena));
    source_close(&bytes);
    stub_stop(server);
    arena_free(&arena);
}

TEST(source, moves_when_it_was_moved_for_good)
{
    check_move("", "/old", "http://127.0.0.1:PORT/new.ics");
    check_move("", "/older", "http://127.0.0.1:PORT/new.ics");
    check_move("", "/away", "http://localhost:PORT/new.ics");
}

TEST(source, stays_when_it_was_passed_on_for_now)
{
    check_move("", "/passing", NULL);
    check_move("", "/mixed", NULL);
    check_move("", "/new.ics", NULL);
    check_move("", "/secret", NULL);
}

TEST(source, takes_its_login_along_within_its_house_only)
{
    check_move("ada%40b:p%3aw@", "/old",
               "http://ada%40b:p%3aw@127.0.0.1:PORT/new.ics");
    check_move("ada:pw@", "/away", "http://localhost:PORT/new.ics");
}

TEST(source, follows_so_many_redirects_and_no_more)
{
    struct stub_server *server = stub_start(send_on, NULL);
    struct arena arena = {0};
    struct source_request request = {
        .source = arena_printf(&arena, "http://127.0.0.1:%d/round",
                               stub_port(server)),
        .allow_local = true,
    };
    struct source_bytes bytes;
    struct error err;

    CHECK(!read_it(&arena, &request, &bytes, &err));
    CHECK_INT(err.kind, ERROR_REFUSED);
    CHECK_INT(stub_requests(server), 6);
    request.redirects_max = 2;
    CHECK(!read_it(&arena, &request, &bytes, &err));
    CHECK_INT(stub_requests(server), 9);
    stub_stop(server);
    arena_free(&arena);
}

TEST(source, logs_in_with_what_its_address_means)
{
    struct stub_server *server = stub_start(answer, EMPTY_ANSWER);
    struct arena arena = {0};
    struct source_request request = {
        .source =
            arena_printf(&arena, "http://ada%%40x:p%%C3%%A9%%00@127.0.0.1:%d/",
                         stub_port(server)),
        .allow_local = true,
    };
    struct source_bytes bytes;
    struct error err;

    CHECK(read_it(&arena, &request, &bytes, &err));
    /* ada@x:pé%00: no text ends before its end. */
    CHECK_CONTAINS(stub_heard(server),
                   "Authorization: Basic YWRhQHg6cMOpJTAw\r\n");
    source_close(&bytes);
    stub_stop(server);
    arena_free(&arena);
}

TEST(source, says_why_there_is_nothing_but_not_where)
{
    static const struct {
        const char *status;
        enum error_kind kind;
        bool is_gone;
        const char *why;
    } answers[] = {
        {"401 Unauthorized", ERROR_REFUSED, false, "another login"},
        {"403 Forbidden", ERROR_REFUSED, false, "another login"},
        {"404 Not Found", ERROR_REFUSED, true, "no calendar"},
        {"410 Gone", ERROR_REFUSED, true, "no calendar"},
        {"429 Slow Down\r\nRetry-After: 600", ERROR_TEMPORARY, false, "429"},
        {"500 Oh", ERROR_TEMPORARY, false, "500"},
    };

    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct arena arena = {0};
        struct stub_server *server =
            stub_start(answer,
                       arena_printf(&arena,
                                    "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n",
                                    answers[i].status));
        struct source_request request = {
            .source =
                arena_printf(&arena,
                             "http://user:word@127.0.0.1:%d/private?key=s",
                             stub_port(server)),
            .allow_local = true,
        };
        struct source_bytes bytes;
        struct error err;

        CHECK(!read_it(&arena, &request, &bytes, &err));
        CHECK_INT(err.kind, answers[i].kind);
        CHECK_INT(bytes.is_gone, answers[i].is_gone);
        CHECK_CONTAINS(err.text, answers[i].why);
        CHECK_NULL(strstr(err.text, "word@"));
        CHECK_NULL(strstr(err.text, "private"));
        CHECK_NULL(strstr(err.text, "key"));
        CHECK_INT(bytes.retry_after.s, i == 4 ? 600 : 0);
        stub_stop(server);
        arena_free(&arena);
    }
}
