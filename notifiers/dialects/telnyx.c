/* telnyx.c - Telnyx' messages, version 2 */
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"

#define WHERE           "https://api.telnyx.com"
#define LETTERS_MAX     1600
#define SIGNATURE_BYTES 64

static const struct code_rule codes[] = {
    {"10009", DELIVERY_CONFIG, "wrong key", false},
    {"10010", DELIVERY_CONFIG, "not allowed for this account", false},
    {"10011", DELIVERY_RETRY, "too many requests", false},
    {"40001", DELIVERY_REFUSED, "cannot be reached: a landline?", true},
    {"40002", DELIVERY_RETRY, "blocked as spam for now", false},
    {"40003", DELIVERY_REFUSED, "blocked as spam", false},
    {"40004", DELIVERY_RETRY, "refused by the telephone or network", false},
    {"40005", DELIVERY_REFUSED, "expired", false},
    {"40006", DELIVERY_RETRY, "the network is down", false},
    {"40008", DELIVERY_RETRY, "undeliverable for now", false},
    {"40009", DELIVERY_REFUSED, "text not allowed", false},
    {"40010", DELIVERY_CONFIG, "sender not registered", false},
    {"40011", DELIVERY_RETRY, "too many messages", false},
    {"40013", DELIVERY_CONFIG, "sender not usable", false},
    {"40300", DELIVERY_REFUSED, "opted out", true},
    {"40305", DELIVERY_CONFIG, "sender not usable", false},
    {"40310", DELIVERY_REFUSED, "no such number", true},
};

static const struct state_word states[] = {
    {"queued", RECEIPT_QUEUED},
    {"sending", RECEIPT_QUEUED},
    {"sent", RECEIPT_SENT},
    {"delivery_unconfirmed", RECEIPT_SENT},
    {"delivered", RECEIPT_DELIVERED},
    {"expired", RECEIPT_EXPIRED},
    {"sending_failed", RECEIPT_FAILED},
    {"delivery_failed", RECEIPT_UNDELIVERED},
};

static bool telnyx_validate(const struct gateway_settings *settings,
                            struct error *err)
{
    if (str_is_empty(settings->sender) && str_is_empty(settings->profile))
        return error_set(err, ERROR_USAGE,
                         "'sender' or 'profile' (of messaging) is missing");
    if (settings->hook_url != NULL && str_is_empty(settings->signing))
        return error_set(err, ERROR_USAGE,
                         "'signing_file' is missing: the account's public key, "
                         "for its receipts");
    return true;
}

static bool telnyx_compose(const struct gateway_settings *settings,
                           const struct message *message, struct arena *arena,
                           struct exchange_request *out, struct error *err)
{
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v2/messages",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_bearer(settings, out);
    body =
        json_pack("{s:s*, s:s*, s:s, s:s, s:s, s:s*}", "from", settings->sender,
                  "messaging_profile_id", settings->profile, "to", message->to,
                  "text", message->text, "encoding", "auto", "webhook_url",
                  webhook_url(settings, message->key, arena));
    return dialect_json(out, body, arena, err);
}

static void telnyx_classify(const struct gateway_settings *settings,
                            const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/data/id",
        .codes = {"/errors/0/code", "/data/errors/0/code"},
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *key)
{
    const char *given = webhook_header(request, "telnyx-signature-ed25519");
    const char *at = webhook_header(request, "telnyx-timestamp");
    const struct str parts[] = {str_of(at), STR("|"), request->body};
    struct arena arena = {0};
    struct str signature;
    bool ok;

    ok = given != NULL && webhook_is_fresh_text(trust, at) &&
         crypto_from_base64(str_of(given), SIGNATURE_BYTES, &arena,
                            &signature) &&
         crypto_is_signed(CRYPTO_ED25519, key, signature, parts,
                          ARRAY_LEN(parts));
    arena_free(&arena);
    return ok;
}

static bool telnyx_verify(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static void telnyx_receipt(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    json_t *root = json_text_read(request->body);
    const char *event = json_text_word(root, "/data/event_type", arena);
    struct receipt receipt = {
        .reference = json_text_word(root, "/data/payload/id", arena),
        .key = webhook_key(settings, request, arena),
        .event = json_text_word(root, "/data/id", arena),
        .to = json_text_word(root, "/data/payload/to/0/phone_number", arena),
    };

    if (!str_same(event, "message.received") &&
        state_words_find(
            &words, json_text_word(root, "/data/payload/to/0/status", arena),
            &receipt.state)) {
        code_table_explain(
            &table, json_text_word(root, "/data/payload/errors/0/code", arena),
            &receipt);
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

static void telnyx_inbound(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct inbound_list *out)
{
    json_t *root = json_text_read(request->body);
    struct inbound inbound = {
        .from = json_text_word(root, "/data/payload/from/phone_number", arena),
        .to = json_text_word(root, "/data/payload/to/0/phone_number", arena),
        .text = json_text_word(root, "/data/payload/text", arena),
        .id = json_text_word(root, "/data/payload/id", arena),
    };

    (void)settings;
    if (str_same(json_text_word(root, "/data/event_type", arena),
                 "message.received"))
        inbound_list_add(out, &inbound, arena);
    json_decref(root);
}

const struct notifier notifier_telnyx = {
    .name = "telnyx",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET,
    .takes = GATEWAY_PROFILE | GATEWAY_SIGNING,
    .validate = telnyx_validate,
    .compose = telnyx_compose,
    .classify = telnyx_classify,
    .verify = telnyx_verify,
    .receipt = telnyx_receipt,
    .inbound = telnyx_inbound,
};
