#include <string.h>

#include "notifiers/return_path.h"
#include "notifiers/smtp.h"
#include "tests/test.h"

static struct delivery judge(int status, const char *line, struct arena *arena)
{
    static const struct gateway_settings settings = {.kind = "smtp"};
    struct exchange_reply reply = {
        .fate = EXCHANGE_ANSWERED,
        .status = status,
        .body = str_of(line),
        .problem = "",
    };
    struct delivery delivery;

    notifier_smtp.classify(&settings, &reply, arena, &delivery);
    return delivery;
}

TEST(smtp, judges_by_the_reply)
{
    static const struct {
        int status;
        const char *line;
        enum delivery_outcome outcome;
    } cases[] = {
        {250, "250 2.0.0 Ok: queued as 4F3AB", DELIVERY_ACCEPTED},
        {421, "421 4.3.2 closing", DELIVERY_RETRY},
        {450, "450 4.7.1 greylisted", DELIVERY_RETRY},
        {451, "451 4.3.0 later", DELIVERY_RETRY},
        {452, "452 4.2.2 full", DELIVERY_RETRY},
        {454, "454 4.7.0 temporary authentication failure", DELIVERY_RETRY},
        {530, "530 5.7.0 authentication required", DELIVERY_CONFIG},
        {534, "534 5.7.9 mechanism too weak", DELIVERY_CONFIG},
        {535, "535 5.7.8 authentication failed", DELIVERY_CONFIG},
        {538, "538 5.7.11 encryption required", DELIVERY_CONFIG},
        {550, "550 5.1.1 no such user", DELIVERY_REFUSED},
        {552, "552 5.2.2 mailbox full", DELIVERY_RETRY},
        {552, "552 5.3.4 too big", DELIVERY_REFUSED},
        {553, "553 5.1.3 bad address", DELIVERY_REFUSED},
        {554, "554 5.7.1 spam", DELIVERY_REFUSED},
        {354, "354 go ahead", DELIVERY_UNKNOWN},
        {0, "", DELIVERY_UNKNOWN},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};

        CHECK_INT(judge(cases[i].status, cases[i].line, &arena).outcome,
                  cases[i].outcome);
        arena_free(&arena);
    }
}

TEST(smtp, keeps_the_relays_id_and_its_reason)
{
    struct arena arena = {0};

    CHECK_STR(judge(250, "250 2.0.0 Ok: queued as 4F3AB", &arena).reference,
              "4F3AB");
    CHECK_STR(judge(250, "250 OK id=1rAbCd-0003xY-Zz", &arena).reference,
              "1rAbCd-0003xY-Zz");
    CHECK_NULL(judge(250, "250 fine", &arena).reference);
    CHECK_STR(
        judge(550, "550 5.1.1 <anna@example.org>: unknown", &arena).detail,
        "550 5.1.1 … unknown");
    arena_free(&arena);
}

TEST(smtp, is_patient_with_a_greylist)
{
    struct arena arena = {0};

    CHECK_INT(judge(451, "451 4.7.1 later", &arena).retry_after.s, 120);
    CHECK_INT(judge(452, "452 4.2.2 full", &arena).retry_after.s, 0);
    arena_free(&arena);
}

static struct gateway_settings relay(void)
{
    return (struct gateway_settings){
        .name = "mail",
        .kind = "smtp",
        .channel = CHANNEL_MAIL,
        .url = "smtp://mail.example.org:587",
        .user = "rdv",
        .secret = "s",
        .sender = "Cabinet <rdv@example.org>",
    };
}

TEST(smtp, finds_mistakes_when_it_is_configured)
{
    struct gateway_settings settings = relay();
    struct error err;

    CHECK(gateway_validate(&settings, &err));
    settings.url = "mail.example.org";
    CHECK(!gateway_validate(&settings, &err));
    CHECK_CONTAINS(err.text, "smtp://");
    settings = relay();
    settings.sender = "Cabinet";
    CHECK(!gateway_validate(&settings, &err));
    CHECK_CONTAINS(err.text, "'from'");
    settings = relay();
    settings.secret = NULL;
    CHECK(!gateway_validate(&settings, &err));
    settings = relay();
    settings.channel = CHANNEL_SMS;
    CHECK(!gateway_validate(&settings, &err));
    settings = relay();
    settings.timeout_s = 10000;
    CHECK(!gateway_validate(&settings, &err));
}

TEST(smtp, does_not_show_a_password_to_the_network)
{
    struct gateway_settings settings = relay();
    struct error err;

    settings.tls = EXCHANGE_TLS_OFF;
    CHECK(!gateway_validate(&settings, &err));
    CHECK_CONTAINS(err.text, "tls: off");
    settings.url = "smtp://127.0.0.1:2525";
    CHECK(gateway_validate(&settings, &err));
    settings.url = "smtp://localhost:2525";
    CHECK(gateway_validate(&settings, &err));
    settings.url = "smtp://[::1]:2525";
    CHECK(gateway_validate(&settings, &err));
    settings.url = "smtp://127.0.0.1.example.org:2525";
    CHECK(!gateway_validate(&settings, &err));
    settings.url = "smtp://localhost.example.org:2525";
    CHECK(!gateway_validate(&settings, &err));
    settings.url = "smtp://mail.example.org:25";
    settings.user = NULL;
    settings.secret = NULL;
    CHECK(gateway_validate(&settings, &err));
}

TEST(smtp, carries_settings_into_the_request)
{
    struct gateway_settings settings = relay();
    struct message message = {
        .key = "k", .to = "anna@example.org", .text = "t", .subject = "s"};
    struct exchange_request request;
    struct arena arena = {0};
    struct error err;

    settings.ca_file = "/etc/ca.pem";
    CHECK(notifier_smtp.compose(&settings, &message, &arena, &request, &err));
    CHECK_INT(request.kind, EXCHANGE_SMTP);
    CHECK_STR(request.url, settings.url);
    CHECK_STR(request.user, "rdv");
    CHECK_STR(request.secret, "s");
    CHECK_STR(request.ca_file, "/etc/ca.pem");
    CHECK_INT(request.tls, EXCHANGE_TLS_REQUIRED);
    CHECK_INT(request.timeout_s, GATEWAY_TIMEOUT_S);
    message.to = NULL;
    CHECK(!notifier_smtp.compose(&settings, &message, &arena, &request, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    arena_free(&arena);
}

TEST(smtp, lets_bounces_come_back_to_an_address_of_the_messages_own)
{
    struct gateway_settings settings = {
        .kind = "smtp",
        .url = "smtp://127.0.0.1",
        .sender = "Cabinet <office@example.org>",
        .return_path = "bounce@example.org",
        .return_secret = "secret",
    };
    const struct message message = {
        .key = "0123456789abcdef0123456789abcdef",
        .channel = CHANNEL_MAIL,
        .to = "ada@example.org",
        .subject = "s",
        .text = "t",
    };
    struct arena arena = {0};
    struct exchange_request request;
    struct error err;

    CHECK(notifier_smtp.compose(&settings, &message, &arena, &request, &err));
    CHECK_STR(return_path_key(settings.return_path, "secret", request.mail_from,
                              &arena),
              message.key);
    for (size_t i = 0; i < request.header_count; i++) {
        const struct exchange_header *header = &request.headers[i];

        if (strcmp(header->name, "From") == 0)
            CHECK_STR(header->value, "\"Cabinet\" <office@example.org>");
        if (strcmp(header->name, "List-Unsubscribe") == 0)
            CHECK_CONTAINS(header->value, "<mailto:bounce%2B0123456789");
    }
    settings.return_secret = NULL;
    CHECK(notifier_smtp.compose(&settings, &message, &arena, &request, &err));
    CHECK_STR(request.mail_from, "bounce@example.org");
    settings.return_path = NULL;
    CHECK(notifier_smtp.compose(&settings, &message, &arena, &request, &err));
    CHECK_STR(request.mail_from, "office@example.org");
    arena_free(&arena);
}
