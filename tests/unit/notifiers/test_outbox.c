#include <string.h>

#include "notifiers/outbox.h"
#include "tests/test.h"

static const struct gateway_settings folder = {
    .name = "outbox",
    .kind = "outbox",
    .url = "/var/outbox",
    .sender = "Cabinet <rdv@example.org>",
};

static struct exchange_request compose(enum channel channel, const char *key,
                                       struct arena *arena)
{
    struct message message = {
        .key = key,
        .channel = channel,
        .to = channel == CHANNEL_SMS ? "+33639980101" : "anna@example.org",
        .subject = "Votre rendez-vous",
        .text = "à 14:30",
        .html = channel == CHANNEL_SMS ? NULL : "<p>à 14:30</p>",
        .calendar = channel == CHANNEL_SMS ? NULL : "BEGIN:VCALENDAR\r\n",
        .date = {1795539600},
        .parts = 1,
    };
    struct exchange_request request;
    struct error err;

    if (!notifier_outbox.compose(&folder, &message, arena, &request, &err))
        FAIL(err.text);
    return request;
}

TEST(outbox, writes_an_sms_that_people_can_read)
{
    struct arena arena = {0};
    struct exchange_request request = compose(CHANNEL_SMS, "k-1", &arena);

    CHECK_INT(request.kind, EXCHANGE_FILE);
    CHECK_STR(request.url, "/var/outbox/k-1.txt");
    CHECK_STR(request.body.at, "To: +33639980101\n"
                               "From: Cabinet <rdv@example.org>\n"
                               "Date: Tue, 24 Nov 2026 17:00:00 +0000\n"
                               "Key: k-1\n"
                               "Parts: 1\n"
                               "\n"
                               "à 14:30\n");
    arena_free(&arena);
}

TEST(outbox, writes_a_mail_that_a_mail_program_can_open)
{
    struct arena arena = {0};
    struct exchange_request request = compose(CHANNEL_MAIL, "k-2", &arena);
    const char *text = request.body.at;

    CHECK_STR(request.url, "/var/outbox/k-2.eml");
    CHECK_CONTAINS(text, "Subject: Votre rendez-vous\n");
    CHECK_CONTAINS(text, "Message-ID: <k-2@example.org>\n");
    CHECK_CONTAINS(text, "MIME-Version: 1.0\n"
                         "Content-Type: multipart/mixed; boundary=");
    CHECK_CONTAINS(text, "Content-Type: text/plain; charset=utf-8\n"
                         "Content-Transfer-Encoding: 8bit\n\nà 14:30\n--");
    CHECK_CONTAINS(text, "filename=\"appointment.ics\"");
    arena_free(&arena);
}

TEST(outbox, stays_in_its_folder)
{
    static const char *const keys[] = {
        "../../etc/passwd", "a/b", "", ".hidden", "a\nb", "été",
    };

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct arena arena = {0};
        struct exchange_request request = compose(CHANNEL_SMS, keys[i], &arena);

        CHECK_UINT(strlen(request.url), strlen("/var/outbox/.txt") + 32);
        CHECK(strstr(request.url, "..") == NULL);
        arena_free(&arena);
    }
}

TEST(outbox, may_be_told_twice)
{
    CHECK(notifier_is_repeatable(&notifier_outbox, &folder));
}
