/*
 * fuzz_bounce.c - whatever lies in the mailbox of bounces, it is read
 * discreetly, and nobody's token is believed but ours
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notifiers/bounce.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of the corpus; no other can be made without the secret. */
#define KEY "5f0c2a9e4b7d1830c6e5f4a3b2918070"

static const struct bounce_settings settings = {
    .return_path = "bounce@test.example",
    .secret = "secret",
};

static void require(bool fact)
{
    if (!fact)
        abort();
}

static void check_receipt(const struct bounce *bounce)
{
    struct receipt receipt;

    bounce_receipt(bounce, KEY, "ada@out.example", &receipt);
    require(receipt.state < RECEIPT_STATE_COUNT);
    require(receipt.code == NULL || strlen(receipt.code) <= 16);
    require(!receipt.suppress || bounce->kind == BOUNCE_COMPLAINT ||
            (bounce->action == BOUNCE_FAILED && bounce->status[0] == '5'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct str mail = {.at = (const char *)data, .len = size};
    struct bounce bounce;

    bounce_read(mail, &settings, &arena, &bounce);
    require(bounce.kind < BOUNCE_KIND_COUNT);
    require(bounce.key == NULL || strcmp(bounce.key, KEY) == 0);
    require(bounce.detail != NULL && strlen(bounce.detail) < 200);
    require(strpbrk(bounce.detail, "\r\n@") == NULL);
    require(bounce.message_id == NULL || strlen(bounce.message_id) <= 128);
    if (bounce.kind == BOUNCE_REPORT || bounce.kind == BOUNCE_COMPLAINT)
        check_receipt(&bounce);
    arena_free(&arena);
    return 0;
}
