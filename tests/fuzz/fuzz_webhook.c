/*
 * fuzz_webhook.c - whatever reaches our port, it is read discreetly
 *
 * The first byte chooses the gateway. Then come the query, up to a NUL, the
 * value of every header that is looked at, up to a NUL, and the body.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notifiers/notifier.h"

#define AT 1795312400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static void check_receipt(const struct receipt *receipt)
{
    require(receipt->state < RECEIPT_STATE_COUNT);
    require(receipt->key != NULL || receipt->reference != NULL);
    require(receipt->detail != NULL && strlen(receipt->detail) < 200);
    require(strpbrk(receipt->detail, "\r\n@") == NULL);
    require(!has_number(receipt->detail));
    require(receipt->code == NULL || strlen(receipt->code) <= 128);
    require(receipt->event == NULL || strlen(receipt->event) <= 128);
}

static const struct notifier *choose(uint8_t byte)
{
    size_t count = 0;

    while (notifier_at(count) != NULL)
        count++;
    return notifier_at(byte % count);
}

/* Takes what stands before the first NUL off; all of it when there is none. */
static char *take(struct str *rest, struct arena *arena)
{
    const char *end = rest->len == 0 ? NULL : memchr(rest->at, '\0', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->at);
    char *text = arena_strndup(arena, len == 0 ? "" : rest->at, len);

    len += end == NULL ? 0 : 1;
    rest->at += len;
    rest->len -= len;
    return text;
}

static void list_headers(const char *value, struct exchange_header *out)
{
    static const char *const names[] = {
        "Authorization",
        "MessageBird-Signature-JWT",
        "X-Twilio-Signature",
        "X-Plivo-Signature-V2",
        "X-Plivo-Signature-V2-Nonce",
        "X-Plivo-Signature-V3",
        "X-Plivo-Signature-V3-Nonce",
        "telnyx-signature-ed25519",
        "x-sinch-webhook-signature",
        "X-Twilio-Email-Event-Webhook-Signature",
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        out[i] = (struct exchange_header){.name = names[i], .value = value};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct exchange_header headers[10];
    const struct notifier *notifier;
    struct gateway_settings settings = {
        .name = "sms",
        .secret = "secret",
        .hook_url = "https://rdv.example.org/hook/sms",
        .hook_secret = "secret",
    };
    struct webhook_request request = {
        .method = "POST",
        .headers = headers,
        .header_count = ARRAY_LEN(headers),
    };
    struct receipt_list receipts = {0};
    struct inbound_list inbound = {0};
    struct webhook_trust trust;
    struct arena arena = {0};
    struct str rest;

    if (size < 1)
        return 0;
    notifier = choose(data[0]);
    settings.kind = notifier->name;
    rest = (struct str){.at = (const char *)data + 1, .len = size - 1};
    request.url =
        arena_printf(&arena, "%s?%s", webhook_url(&settings, "k-1", &arena),
                     take(&rest, &arena));
    list_headers(take(&rest, &arena), headers);
    request.body = rest;
    gateway_trust(&settings, (struct instant){AT}, &trust);
    if (notifier->verify != NULL)
        require(!gateway_believes(&settings, &request, &trust));
    if (notifier->receipt != NULL)
        notifier->receipt(&settings, &request, &arena, &receipts);
    if (notifier->inbound != NULL)
        notifier->inbound(&settings, &request, &arena, &inbound);
    require(receipts.count <= WEBHOOK_ITEMS_MAX);
    for (size_t i = 0; i < receipts.count; i++)
        check_receipt(&receipts.items[i]);
    for (size_t i = 0; i < inbound.count; i++) {
        require(*inbound.items[i].from != '\0');
        require(strlen(inbound.items[i].text) <= WEBHOOK_TEXT_MAX);
    }
    arena_free(&arena);
    return 0;
}
