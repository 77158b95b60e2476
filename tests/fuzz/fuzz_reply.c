/*
 * fuzz_reply.c - whatever a gateway answers, it is judged, discreetly
 *
 * The first byte chooses the gateway, the next two the status; the rest is
 * the body. Gateways that can be asked judge it as an answer, too.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notifiers/notifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct gateway_settings settings = {
    .name = "sms",
    .kind = "http",
    .url = "http://127.0.0.1/",
    .id = "/messages/0/id",
    .refused_text = "not routable|denied",
    .retry_text = "\"status\": ?\"1\"",
};

static void require(bool fact)
{
    if (!fact)
        abort();
}

/* Seven digits in a row may be somebody's number. */
static bool has_number(const char *text)
{
    size_t digits = 0;

    for (; *text != '\0'; text++) {
        digits = *text >= '0' && *text <= '9' ? digits + 1 : 0;
        if (digits == 7)
            return true;
    }
    return false;
}

static const struct notifier *choose(uint8_t byte)
{
    size_t count = 0;

    while (notifier_at(count) != NULL)
        count++;
    return notifier_at(byte % count);
}

static void check_answer(const struct notifier *notifier,
                         const struct exchange_reply *reply,
                         struct arena *arena)
{
    const struct question question = {
        .key = "k-1",
        .to = "+33639980001",
        .text = "Rappel",
        .attempted = {1795539600},
    };
    enum delivery_answer answer;
    const char *reference;

    answer = notifier->answer(&settings, &question, reply, arena, &reference);
    require(answer <= DELIVERY_NO_ANSWER);
    require(reference == NULL || strlen(reference) <= 128);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct notifier *notifier;
    struct exchange_reply reply = {.fate = EXCHANGE_ANSWERED, .problem = ""};
    struct delivery delivery;
    struct arena arena = {0};

    if (size < 3)
        return 0;
    notifier = choose(data[0]);
    reply.status = (data[1] * 256 + data[2]) % 1000;
    reply.body = (struct str){.at = (const char *)data + 3, .len = size - 3};
    notifier->classify(&settings, &reply, &arena, &delivery);
    require(delivery.outcome < DELIVERY_OUTCOME_COUNT);
    require(delivery.detail != NULL && strlen(delivery.detail) < 200);
    require(strpbrk(delivery.detail, "\r\n@") == NULL);
    require(!has_number(delivery.detail));
    require(delivery.reference == NULL || strlen(delivery.reference) <= 128);
    require(delivery.code == NULL || strlen(delivery.code) <= 128);
    if (notifier->answer != NULL)
        check_answer(notifier, &reply, &arena);
    arena_free(&arena);
    return 0;
}
