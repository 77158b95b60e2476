#include <string.h>

#include "notifiers/mail_message.h"
#include "tests/test.h"

static const char *encoded(const char *text)
{
    static struct arena arena;

    arena_free(&arena);
    return mail_header_encode(text, &arena);
}

TEST(mail_message, leaves_plain_headers_alone)
{
    CHECK_STR(encoded("Your appointment, Dr Martin?"),
              "Your appointment, Dr Martin?");
    CHECK_STR(encoded(""), "");
}

TEST(mail_message, encodes_what_is_not_ascii)
{
    CHECK_STR(encoded("Été"), "=?UTF-8?B?w4l0w6k=?=");
    /* What looks like an encoded word must not be decoded as one. */
    CHECK_STR(encoded("=?UTF-8?B?eA==?="),
              "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=");
    CHECK_STR(encoded("a\r\nBcc: x"), "=?UTF-8?B?YSAgQmNjOiB4?=");
}

TEST(mail_message, breaks_long_headers_between_letters)
{
    const char *all = encoded("éééééééééééééééééééééééééééééé");
    const char *space = strchr(all, ' ');

    /* 22 letters of two bytes fit into 45, then a new word starts. */
    CHECK(space != NULL);
    CHECK_INT(space - all, 12 + 60);
    for (const char *word = all; word != NULL; word = strchr(word + 1, ' '))
        CHECK(strcspn(word + 1, " ") < 75);
}

TEST(mail_message, writes_dates_as_mail_wants_them)
{
    struct arena arena = {0};

    CHECK_STR(mail_date((struct instant){1795539600}, &arena),
              "Tue, 24 Nov 2026 17:00:00 +0000");
    CHECK_STR(mail_date((struct instant){0}, &arena),
              "Thu, 01 Jan 1970 00:00:00 +0000");
    arena_free(&arena);
}

static const char *header(const struct exchange_request *request,
                          const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return NULL;
}

static struct message message_of(const char *key)
{
    return (struct message){
        .key = key,
        .channel = CHANNEL_MAIL,
        .to = "anna@example.org",
        .subject = "Votre rendez-vous du lundi 17 août",
        .text = "text",
        .html = "<p>html</p>",
        .calendar = "BEGIN:VCALENDAR",
        .date = {1795539600},
    };
}

static bool write(const char *from, const struct message *message,
                  struct arena *arena, struct exchange_request *out,
                  struct error *err)
{
    struct mail_sender sender;

    *out = (struct exchange_request){0};
    return mail_sender_read(from, arena, &sender, err) &&
           mail_message_write(&sender, message, arena, out, err);
}

TEST(mail_message, has_everything_a_mail_needs)
{
    struct message message = message_of("m-17");
    struct exchange_request request;
    struct arena arena = {0};
    struct error err;

    CHECK(write("Cabinet des Lilas <rdv@example.org>", &message, &arena,
                &request, &err));
    CHECK_STR(request.mail_from, "rdv@example.org");
    CHECK_STR(request.mail_to, "anna@example.org");
    CHECK_STR(header(&request, "From"),
              "\"Cabinet des Lilas\" <rdv@example.org>");
    CHECK_STR(header(&request, "To"), "anna@example.org");
    CHECK_STR(header(&request, "Subject"),
              "=?UTF-8?B?Vm90cmUgcmVuZGV6LXZvdXMgZHUgbHVuZGkgMTcgYW/Du3Q=?=");
    CHECK_STR(header(&request, "Message-ID"), "<m-17@example.org>");
    CHECK_STR(header(&request, "Date"), "Tue, 24 Nov 2026 17:00:00 +0000");
    CHECK_STR(header(&request, "Auto-Submitted"), "auto-generated");
    CHECK_UINT(request.part_count, 3);
    CHECK_UINT(request.alternative_count, 2);
    CHECK_CONTAINS(request.parts[2].type, "method=PUBLISH");
    arena_free(&arena);
}

TEST(mail_message, names_its_sender_safely)
{
    static const struct {
        const char *sender;
        const char *from;
    } cases[] = {
        {"rdv@example.org", "rdv@example.org"},
        {"<rdv@example.org>", "rdv@example.org"},
        {"\"A, B\" <rdv@example.org>", "\"A, B\" <rdv@example.org>"},
        {"a\\b <rdv@example.org>", "\"a\\\\b\" <rdv@example.org>"},
        {"Été <rdv@example.org>", "=?UTF-8?B?w4l0w6k=?= <rdv@example.org>"},
        {"a\nBcc: x@y.z <rdv@example.org>",
         "=?UTF-8?B?YSBCY2M6IHhAeS56?= <rdv@example.org>"},
    };
    struct message message = message_of("m");
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct exchange_request request;
        struct arena arena = {0};

        CHECK(write(cases[i].sender, &message, &arena, &request, &err));
        CHECK_STR(header(&request, "From"), cases[i].from);
        arena_free(&arena);
    }
}

TEST(mail_message, refuses_what_cannot_be_an_envelope)
{
    static const char *const senders[] = {
        NULL,
        "",
        "Cabinet",
        "Cabinet <>",
        "Cabinet <rdv@example.org",
        "Cabinet <rdv@exam\nple.org>",
    };
    struct message message = message_of("m");
    struct exchange_request request;
    struct arena arena = {0};
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(senders); i++) {
        CHECK(!write(senders[i], &message, &arena, &request, &err));
        CHECK_INT(err.kind, ERROR_USAGE);
    }
    message.to = "anna@example.org>\r\nRCPT TO:<b@example.org";
    CHECK(!write("rdv@example.org", &message, &arena, &request, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK(strstr(err.text, "anna") == NULL);
    arena_free(&arena);
}

TEST(mail_message, keeps_its_id_whatever_the_key)
{
    struct message first = message_of("odd key>\r\nX: y");
    struct message again = message_of("odd key>\r\nX: y");
    struct exchange_request a;
    struct exchange_request b;
    struct arena arena = {0};
    struct error err;

    CHECK(write("rdv@example.org", &first, &arena, &a, &err));
    CHECK(write("rdv@example.org", &again, &arena, &b, &err));
    CHECK_STR(header(&a, "Message-ID"), header(&b, "Message-ID"));
    CHECK(strpbrk(header(&a, "Message-ID"), "\r\n ") == NULL);
    arena_free(&arena);
}

/* How to unsubscribe, in a mail with this page and mailbox. */
static const char *unsubscribe(const char *url, const char *mailbox,
                               const char **post)
{
    static struct arena arena;
    static struct exchange_request request;
    struct message message = message_of("m");
    struct error err;

    arena_free(&arena);
    message.unsubscribe_url = url;
    message.unsubscribe_mail = mailbox;
    CHECK(write("Cabinet <rdv@example.org>", &message, &arena, &request, &err));
    *post = header(&request, "List-Unsubscribe-Post");
    return header(&request, "List-Unsubscribe");
}

TEST(mail_message, says_how_to_unsubscribe)
{
    const char *post;

    CHECK_STR(unsubscribe(NULL, NULL, &post),
              "<mailto:rdv@example.org?subject=unsubscribe>");
    CHECK_NULL(post);
    CHECK_STR(unsubscribe("https://rdv.example.org/u/a-b_c", NULL, &post),
              "<https://rdv.example.org/u/a-b_c>, "
              "<mailto:rdv@example.org?subject=unsubscribe>");
    CHECK_STR(post, "List-Unsubscribe=One-Click");
    CHECK_STR(unsubscribe("https://rdv.example.org/u/a", "off+7@example.org",
                          &post),
              "<https://rdv.example.org/u/a>, "
              "<mailto:off%2B7@example.org?subject=unsubscribe>");
}

/* Neither another header nor another address, whoever wrote it. */
TEST(mail_message, unsubscribes_from_nothing_else)
{
    static const char *const urls[] = {
        "http://rdv.example.org/u/a",
        "https://a\r\nBcc: x@example.org",
        "https://a>, <mailto:x@y.org",
        "https://a b",
        "javascript:alert(1)",
        "",
        "https://rdv.example.org/\xc3\xa9",
    };
    const char *post;
    char longest[600] = "https://rdv.example.org/";

    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        CHECK_STR(unsubscribe(urls[i], NULL, &post),
                  "<mailto:rdv@example.org?subject=unsubscribe>");
        CHECK_NULL(post);
    }
    (void)memset(longest + strlen(longest), 'a', 500);
    CHECK(strstr(unsubscribe(longest, NULL, &post), "https") == NULL);
    CHECK_STR(unsubscribe(NULL, "a?cc=b&x@e.org?bcc=c", &post),
              "<mailto:a%3Fcc%3Db%26x@e.org%3Fbcc%3Dc?subject=unsubscribe>");
    CHECK_STR(unsubscribe(NULL, "a>\r\nX: y@e.org", &post),
              "<mailto:rdv@example.org?subject=unsubscribe>");
}

TEST(mail_message, calls_a_cancellation_by_its_name)
{
    struct message message = message_of("m");
    struct exchange_request request;
    struct arena arena = {0};
    struct error err;

    message.calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n";
    CHECK(write("rdv@example.org", &message, &arena, &request, &err));
    CHECK_STR(request.parts[2].type,
              "text/calendar; charset=utf-8; method=CANCEL");
    message.calendar = NULL;
    CHECK(write("rdv@example.org", &message, &arena, &request, &err));
    CHECK_UINT(request.part_count, 2);
    arena_free(&arena);
}

TEST(mail_message, makes_a_page_of_a_text)
{
    struct arena arena = {0};
    const char *page = mail_html("Hello <Anna> & co,\n\nfirst\nsecond",
                                 "a \"b\"", "fr", &arena);

    CHECK_CONTAINS(page, "<html lang=\"fr\" dir=\"ltr\">");
    CHECK_CONTAINS(mail_html("x", "y", "ar-MA", &arena), "dir=\"rtl\"");
    CHECK_CONTAINS(page, "content=\"light dark\"");
    CHECK(strstr(page, "color:") == NULL);
    CHECK_CONTAINS(page, "<title>a &quot;b&quot;</title>");
    CHECK_CONTAINS(page, "<p>Hello &lt;Anna&gt; &amp; co,</p>\n"
                         "<p>first<br>\nsecond</p>");
    arena_free(&arena);
}
