/* test_carrier_curl_smtp.c - what becomes of a mail, reply by reply */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "tests/harness/one_exchange.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

/* What a relay says at each step; NULL: it agrees. */
struct relay {
    const char *greeting;
    const char *hello;
    const char *login;
    const char *recipient;
    const char *end; /* after the body; "" hangs up, "…" says nothing */
};

static void say_line(int socket, const char *line, const char *usual)
{
    stub_say(socket, line == NULL ? usual : line);
    stub_say(socket, "\r\n");
}

static bool starts(const char *line, const char *word)
{
    return strncasecmp(line, word, strlen(word)) == 0;
}

/* The body up to the lone dot; false when the client went away. */
static bool hear_body(struct stub_server *server, int socket)
{
    char line[2000];

    while (stub_hear_line(socket, line, sizeof(line))) {
        if (strcmp(line, ".") == 0)
            return true;
        stub_remember(server, line);
        stub_remember(server, "\n");
    }
    return false;
}

/* False when the talk is over. */
static bool hear_data(struct stub_server *server, int socket,
                      const struct relay *relay)
{
    say_line(socket, NULL, "354 go ahead");
    if (!hear_body(server, socket))
        return false;
    if (relay->end != NULL && *relay->end == '\0')
        return false;
    if (relay->end != NULL && strcmp(relay->end, "…") == 0) {
        stub_stall(socket, 10000);
        return false;
    }
    say_line(socket, relay->end, "250 2.0.0 Ok: queued as 4F3AB");
    return true;
}

static bool obey(struct stub_server *server, int socket, const char *line)
{
    const struct relay *relay = stub_context(server);
    char secret[200];

    if (starts(line, "EHLO") || starts(line, "HELO")) {
        say_line(socket, relay->hello, "250-stub\r\n250 AUTH PLAIN");
    } else if (starts(line, "AUTH")) {
        say_line(socket, NULL, "334 ");
        if (!stub_hear_line(socket, secret, sizeof(secret)))
            return false;
        say_line(socket, relay->login, "235 2.7.0 ok");
    } else if (starts(line, "RCPT")) {
        say_line(socket, relay->recipient, "250 2.1.5 ok");
    } else if (starts(line, "DATA")) {
        return hear_data(server, socket, relay);
    } else if (starts(line, "QUIT")) {
        say_line(socket, NULL, "221 bye");
        return false;
    } else {
        say_line(socket, NULL, "250 ok");
    }
    return true;
}

static void talk(struct stub_server *server, int socket)
{
    const struct relay *relay = stub_context(server);
    char line[2000];

    say_line(socket, relay->greeting, "220 stub");
    while (stub_hear_line(socket, line, sizeof(line))) {
        stub_remember(server, line);
        stub_remember(server, "\n");
        if (!obey(server, socket, line))
            return;
    }
}

static struct exchange_request mail_to(struct stub_server *server,
                                       struct arena *arena)
{
    return (struct exchange_request){
        .kind = EXCHANGE_SMTP,
        .url = arena_printf(arena, "smtp://127.0.0.1:%d", stub_port(server)),
        .user = "rdv",
        .secret = "secret",
        .tls = EXCHANGE_TLS_OFF,
        .timeout_s = 2,
        .headers = {{"From", "rdv@example.org"},
                    {"To", "anna@example.org"},
                    {"Subject", "Your appointment"},
                    {"Message-ID", "<k1@example.org>"}},
        .header_count = 4,
        .mail_from = "rdv@example.org",
        .mail_to = "anna@example.org",
        .parts = {{"text/plain; charset=utf-8", STR("à 14:30\n.\nend"), NULL},
                  {"text/html; charset=utf-8", STR("<p>14:30</p>"), NULL},
                  {"text/calendar; charset=utf-8; method=PUBLISH",
                   STR("BEGIN:VCALENDAR"), "appointment.ics"}},
        .part_count = 3,
        .alternative_count = 2,
    };
}

TEST(carrier_curl_smtp, knows_what_became_of_a_mail)
{
    static const struct {
        struct relay relay;
        enum exchange_fate fate;
        int status;
        const char *said;
    } cases[] = {
        {{0}, EXCHANGE_ANSWERED, 250, "250 2.0.0 Ok: queued as 4F3AB"},
        {{.recipient = "550 5.1.1 no such user"},
         EXCHANGE_ANSWERED,
         550,
         "550 5.1.1 no such user"},
        {{.recipient = "452 4.2.2 full"}, EXCHANGE_ANSWERED, 452, "452 4.2.2"},
        {{.recipient = "550-5.1.1 first\r\n550 5.1.1 last"},
         EXCHANGE_ANSWERED,
         550,
         "550-5.1.1 first"},
        {{.end = "451 4.3.0 later"}, EXCHANGE_ANSWERED, 451, "451 4.3.0"},
        {{.end = "554 5.7.1 spam"}, EXCHANGE_ANSWERED, 554, "554 5.7.1"},
        {{.end = ""}, EXCHANGE_INTERRUPTED, 354, ""},
        {{.end = "…"}, EXCHANGE_INTERRUPTED, 354, ""},
        {{.login = "535 5.7.8 wrong"}, EXCHANGE_ANSWERED, 535, "535 5.7.8"},
        {{.login = "454 4.7.0 later"}, EXCHANGE_ANSWERED, 454, "454 4.7.0"},
        {{.greeting = "554 go away"}, EXCHANGE_UNREACHABLE, 554, ""},
        {{.greeting = "421 too busy"}, EXCHANGE_UNREACHABLE, 421, ""},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct relay relay = cases[i].relay;
        struct stub_server *server = stub_start(talk, &relay);
        struct arena arena = {0};
        struct exchange_request request = mail_to(server, &arena);
        struct exchange_reply reply = exchange_once(&request, &arena);

        CHECK_INT(reply.fate, cases[i].fate);
        CHECK_INT(reply.status, cases[i].status);
        CHECK_CONTAINS(reply.body.at, cases[i].said);
        CHECK(strstr(reply.problem, "secret") == NULL);
        stub_stop(server);
        arena_free(&arena);
    }
}

TEST(carrier_curl_smtp, sends_a_proper_mail)
{
    struct relay relay = {0};
    struct stub_server *server = stub_start(talk, &relay);
    struct arena arena = {0};
    struct exchange_request request = mail_to(server, &arena);
    const char *heard;

    CHECK_INT(exchange_once(&request, &arena).status, 250);
    heard = stub_heard(server);
    CHECK_CONTAINS(heard, "MAIL FROM:<rdv@example.org>");
    CHECK_CONTAINS(heard, "RCPT TO:<anna@example.org>\n");
    CHECK_CONTAINS(heard, "\nSubject: Your appointment\n");
    CHECK_CONTAINS(heard, "\nMessage-ID: <k1@example.org>\n");
    CHECK_CONTAINS(heard, "\nContent-Type: multipart/mixed; boundary=");
    CHECK_CONTAINS(heard, "\nContent-Type: multipart/alternative; boundary=");
    CHECK_CONTAINS(heard, "\nContent-Type: text/plain; charset=utf-8\n");
    CHECK_CONTAINS(heard, "=C3=A0 14:30\n..\nend");
    CHECK_CONTAINS(heard, "\nContent-Type: text/calendar; charset=utf-8; "
                          "method=PUBLISH\n");
    CHECK_CONTAINS(heard, "filename=\"appointment.ics\"");
    CHECK_CONTAINS(heard, "QkVHSU46VkNBTEVOREFS"); /* base64 */
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_smtp, is_certain_when_no_relay_is_there)
{
    struct relay relay = {0};
    struct stub_server *server = stub_start(talk, &relay);
    struct arena arena = {0};
    struct exchange_request request = mail_to(server, &arena);

    stub_stop(server);
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_UNREACHABLE);
    arena_free(&arena);
}

TEST(carrier_curl_smtp, does_not_go_on_without_the_tls_it_was_told_to_use)
{
    struct relay relay = {0};
    struct stub_server *server = stub_start(talk, &relay);
    struct arena arena = {0};
    struct exchange_request request = mail_to(server, &arena);

    request.tls = EXCHANGE_TLS_REQUIRED;
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
    CHECK(strstr(stub_heard(server), "AUTH") == NULL);
    CHECK(strstr(stub_heard(server), "MAIL") == NULL);
    stub_stop(server);
    arena_free(&arena);
}

TEST(carrier_curl_smtp, lets_no_address_give_orders)
{
    static const char *const bad[] = {
        "anna@example.org>\r\nRCPT TO:<x@example.org",
        "a b@example.org",
        "anna@example.org\n",
        "<anna@example.org>",
        "",
    };
    struct relay relay = {0};
    struct stub_server *server = stub_start(talk, &relay);
    struct arena arena = {0};
    struct exchange_request request = mail_to(server, &arena);

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        request.mail_to = bad[i];
        CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
        request.mail_to = "anna@example.org";
        request.mail_from = bad[i];
        CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
        request.mail_from = "rdv@example.org";
    }
    request.headers[2].value = "x\r\nBcc: y@example.org";
    CHECK_INT(exchange_once(&request, &arena).fate, EXCHANGE_REJECTED);
    CHECK_INT(stub_connections(server), 0);
    stub_stop(server);
    arena_free(&arena);
}
