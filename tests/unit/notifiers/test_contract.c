/* test_contract.c - what every gateway promises, run against all of them */
#include <stdio.h>
#include <string.h>

#include "notifiers/notifier.h"
#include "tests/harness/gateways.h"
#include "tests/test.h"

static void check_discreet(const char *detail)
{
    CHECK(detail != NULL);
    CHECK(strstr(detail, "+49") == NULL);
    CHECK(strstr(detail, "1511") == NULL);
    CHECK(strstr(detail, "anna") == NULL);
    CHECK(strstr(detail, "hush") == NULL);
    CHECK(strchr(detail, '@') == NULL);
    CHECK(strpbrk(detail, "\r\n") == NULL);
}

static void check_reply(const struct notifier *notifier,
                        enum exchange_fate fate, int status, struct str body)
{
    struct gateway_settings settings = gateway_settings_for(notifier);
    struct exchange_reply reply = {
        .fate = fate,
        .status = status,
        .body = body,
        .problem =
            fate == EXCHANGE_ANSWERED ? "" : "it broke for anna@example.org",
    };
    struct arena arena = {0};
    struct delivery delivery;

    notifier->classify(&settings, &reply, &arena, &delivery);
    CHECK(delivery.outcome < DELIVERY_OUTCOME_COUNT);
    check_discreet(delivery.detail);
    if (fate == EXCHANGE_UNREACHABLE)
        CHECK_INT(delivery.outcome, DELIVERY_RETRY);
    if (fate == EXCHANGE_INTERRUPTED)
        CHECK_INT(delivery.outcome, DELIVERY_UNKNOWN);
    if (fate == EXCHANGE_REJECTED)
        CHECK_INT(delivery.outcome, DELIVERY_CONFIG);
    arena_free(&arena);
}

TEST(contract, every_reply_has_an_outcome_and_a_discreet_detail)
{
    const struct str bodies[] = {
        STR("{\"to\":\"+4915100000001\"}"),
        STR("550 5.1.1 <anna@example.org>: unknown, call +49 1511 0000001"),
        STR("{\"error\":{\"message\":\"anna@example.org 015110000001\"}}"),
        STR("<Error><Code>+49 1511 0000001</Code><Message>anna@example.org"
            "</Message></Error>"),
        {0},
    };
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        for (size_t k = 0; k < ARRAY_LEN(bodies); k++) {
            for (int status = 0; status < 1000; status += 1 + status / 600)
                check_reply(notifier, EXCHANGE_ANSWERED, status, bodies[k]);
            check_reply(notifier, EXCHANGE_INTERRUPTED, 0, bodies[k]);
            check_reply(notifier, EXCHANGE_INTERRUPTED, 354, bodies[k]);
            check_reply(notifier, EXCHANGE_UNREACHABLE, 0, bodies[k]);
            check_reply(notifier, EXCHANGE_REJECTED, 0, bodies[k]);
        }
    }
}

/* The same key must reach a gateway that relies on it, attempt by attempt. */
TEST(contract, equal_messages_make_equal_requests)
{
    const struct notifier *notifier;
    struct error err;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct gateway_settings settings = gateway_settings_for(notifier);
        struct message message = gateway_message_for(notifier);
        struct exchange_request a;
        struct exchange_request b;
        struct arena arena = {0};

        CHECK(notifier->compose(&settings, &message, &arena, &a, &err));
        CHECK(notifier->compose(&settings, &message, &arena, &b, &err));
        CHECK_STR(a.url, b.url);
        CHECK(str_equal(a.body, b.body));
        CHECK_UINT(a.header_count, b.header_count);
        for (size_t k = 0; k < a.header_count; k++)
            CHECK_STR(a.headers[k].value, b.headers[k].value);
        CHECK(a.timeout_s > 0);
        arena_free(&arena);
    }
}

/* A URL is logged by every machine on the way. */
TEST(contract, no_secret_stands_in_a_url)
{
    const struct notifier *notifier;
    struct error err;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct gateway_settings settings = gateway_settings_for(notifier);
        struct message message = gateway_message_for(notifier);
        const struct question question = {.key = message.key,
                                          .to = message.to,
                                          .text = message.text};
        struct exchange_request request;
        struct arena arena = {0};

        CHECK(notifier->compose(&settings, &message, &arena, &request, &err));
        CHECK(strstr(request.url, "hush") == NULL);
        CHECK((notifier->ask == NULL) == (notifier->answer == NULL));
        if (notifier->ask != NULL) {
            CHECK(notifier->ask(&settings, &question, &arena, &request, &err));
            CHECK(strstr(request.url, "hush") == NULL);
            CHECK_STR(request.method, "GET");
        }
        arena_free(&arena);
    }
}

static bool is_vendor(const struct notifier *notifier)
{
    return notifier->where != NULL && *notifier->where == 'h';
}

/* Dialects write two kinds of bodies; neither lets a text out of its place. */
TEST(contract, a_text_never_leaves_its_place)
{
    const struct notifier *notifier;
    struct error err;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct gateway_settings settings = gateway_settings_for(notifier);
        struct message message = gateway_message_for(notifier);
        struct exchange_request request;
        struct arena arena = {0};

        if (!is_vendor(notifier))
            continue;
        message.text = "a\"}],\"to\":\"x&To=+1555\r\nX: y";
        CHECK(notifier->compose(&settings, &message, &arena, &request, &err));
        for (size_t k = 0; k < request.header_count; k++)
            CHECK(strpbrk(request.headers[k].value, "\r\n") == NULL);
        if (request.body.len > 0 && *request.body.at == '{')
            CHECK(strstr(request.body.at, "a\"}]") == NULL);
        else if (strstr(request.body.at, "--kept-") == NULL)
            CHECK(strstr(request.body.at, "&To=+1555") == NULL);
        arena_free(&arena);
    }
}

static bool compose_fails(const struct notifier *notifier,
                          const struct message *message)
{
    struct gateway_settings settings = gateway_settings_for(notifier);
    struct exchange_request request;
    struct arena arena = {0};
    struct error err;
    bool ok = notifier->compose(&settings, message, &arena, &request, &err);

    arena_free(&arena);
    return !ok && err.kind == ERROR_INPUT;
}

TEST(contract, what_cannot_be_said_is_not_sent)
{
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct message message = gateway_message_for(notifier);

        if (!is_vendor(notifier))
            continue;
        message.to = notifier->speaks[CHANNEL_SMS] ? "0639980001" : "ada";
        CHECK(compose_fails(notifier, &message));
        message = gateway_message_for(notifier);
        message.text = "no UTF-8: \xff";
        if (notifier->speaks[CHANNEL_SMS] &&
            strcmp(notifier->name, "twilio") != 0 &&
            strcmp(notifier->name, "vonage_sms") != 0 &&
            strcmp(notifier->name, "aws_sns") != 0)
            CHECK(compose_fails(notifier, &message));
    }
}

/* Whoever can reach our port can send anything. */
TEST(contract, garbage_is_neither_believed_nor_read)
{
    static const char *const bodies[] = {
        "",
        "{}",
        "[]",
        "[[[[",
        "{\"results\":7,\"data\":[],\"signature\":null,\"Message\":{}}",
        "&&&===%%%&a=b&MessageStatus",
        "null",
        "\xff\xfe\x00",
    };
    const struct exchange_header headers[] = {
        {"Authorization", "Bearer ..."},
        {"MessageBird-Signature-JWT", "e30.e30."},
        {"X-Twilio-Signature", ""},
        {"X-Plivo-Signature-V2", ""},
        {"X-Plivo-Signature-V2-Nonce", ""},
    };
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct gateway_settings settings = gateway_settings_for(notifier);
        struct webhook_trust trust;

        gateway_trust(&settings, (struct instant){GATEWAY_AT}, &trust);
        for (size_t k = 0; k < ARRAY_LEN(bodies); k++) {
            const struct webhook_request request = {
                .method = "POST",
                .url = "https://rdv.example.org/hook/sms/x?y",
                .headers = headers,
                .header_count = ARRAY_LEN(headers),
                .body = str_of(bodies[k]),
            };
            struct receipt_list receipts = {0};
            struct inbound_list inbound = {0};
            struct arena arena = {0};

            CHECK(!gateway_believes(&settings, &request, &trust));
            if (notifier->receipt != NULL)
                notifier->receipt(&settings, &request, &arena, &receipts);
            if (notifier->inbound != NULL)
                notifier->inbound(&settings, &request, &arena, &inbound);
            CHECK_UINT(receipts.count, 0);
            CHECK_UINT(inbound.count, 0);
            arena_free(&arena);
        }
    }
}

/* Where a gateway signs nothing the token must be right; else both may be. */
TEST(contract, an_unsigned_request_needs_a_token_of_ours)
{
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct gateway_settings settings = gateway_settings_for(notifier);
        struct webhook_request request = {.method = "POST"};
        struct webhook_trust trust;
        struct arena arena = {0};

        gateway_trust(&settings, (struct instant){GATEWAY_AT}, &trust);
        request.url = webhook_url(&settings, GATEWAY_KEY, &arena);
        CHECK(gateway_believes(&settings, &request, &trust) ==
              (notifier->verify == NULL));
        settings.hook_secret = "hush-another";
        CHECK(!gateway_believes(&settings, &request, &trust));
        settings.hook_secret_before = "hush-hook";
        CHECK(gateway_believes(&settings, &request, &trust) ==
              (notifier->verify == NULL));
        arena_free(&arena);
    }
}

TEST(contract, gateways_are_found_by_their_names)
{
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++)
        CHECK(notifier_find(notifier->name) == notifier);
    CHECK_NULL(notifier_find("pigeon"));
    CHECK_NULL(notifier_find(NULL));
}
