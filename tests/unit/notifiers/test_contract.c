/* test_contract.c - what every gateway promises, run against all of them */
#include <string.h>

#include "notifiers/notifier.h"
#include "tests/test.h"

static const struct gateway_settings settings = {
    .name = "any",
    .kind = "any",
    .url = "http://127.0.0.1/",
    .sender = "Cabinet <rdv@example.org>",
    .user = "user",
    .secret = "hush-hush",
    .body = "{{text}}",
    .id = "/id",
};

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
        {0},
    };
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        for (size_t k = 0; k < ARRAY_LEN(bodies); k++) {
            for (int status = 0; status < 1000; status++)
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
    static const struct message message = {
        .key = "k-1",
        .channel = CHANNEL_MAIL,
        .to = "anna@example.org",
        .subject = "s",
        .text = "t",
        .html = "h",
        .date = {1795539600},
    };
    const struct notifier *notifier;
    struct error err;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
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

TEST(contract, gateways_are_found_by_their_names)
{
    const struct notifier *notifier;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++)
        CHECK(notifier_find(notifier->name) == notifier);
    CHECK_NULL(notifier_find("pigeon"));
    CHECK_NULL(notifier_find(NULL));
}
