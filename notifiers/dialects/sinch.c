/* sinch.c - Sinch's SMS batches */
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"

#define WHERE          "https://{region=eu}.sms.api.sinch.com"
#define LETTERS_MAX    2000
#define VALIDITY_S_MIN 60
#define VALIDITY_S_MAX (3 * DAY_S)

static const struct code_rule codes[] = {
    {"unauthorized", DELIVERY_CONFIG, "wrong token or plan", false},
    {"forbidden", DELIVERY_CONFIG, "not allowed for this plan", false},
    {"too_many_requests", DELIVERY_RETRY, "too many requests", false},
    {"402", DELIVERY_REFUSED, "cannot be reached", false},
    {"403", DELIVERY_RETRY, "their fault", false},
    {"404", DELIVERY_RETRY, "telephone out of reach", false},
    {"405", DELIVERY_REFUSED, "a parameter is wrong", false},
    {"406", DELIVERY_REFUSED, "expired", false},
    {"407", DELIVERY_REFUSED, "cancelled", false},
    {"408", DELIVERY_REFUSED, "refused", false},
    {"410", DELIVERY_CONFIG, "no sender for this country", false},
    {"411", DELIVERY_REFUSED, "text too long", false},
    {"412", DELIVERY_CONFIG, "country not enabled", false},
    {"413", DELIVERY_CONFIG, "account blocked", false},
    {"414", DELIVERY_REFUSED, "no such telephone", false},
};

static const struct state_word states[] = {
    {"Queued", RECEIPT_QUEUED},       {"Dispatched", RECEIPT_SENT},
    {"Delivered", RECEIPT_DELIVERED}, {"Expired", RECEIPT_EXPIRED},
    {"Failed", RECEIPT_UNDELIVERED},  {"Aborted", RECEIPT_FAILED},
    {"Cancelled", RECEIPT_FAILED},    {"Rejected", RECEIPT_FAILED},
    {"Deleted", RECEIPT_FAILED},
};

static char *batches_url(const struct gateway_settings *settings,
                         struct arena *arena)
{
    return arena_printf(arena, "%s/xms/v1/%s/batches",
                        dialect_base(settings, WHERE, arena),
                        dialect_escaped(settings->service, arena));
}

static bool sinch_compose(const struct gateway_settings *settings,
                          const struct message *message, struct arena *arena,
                          struct exchange_request *out, struct error *err)
{
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    char until[INSTANT_TEXT_MAX];
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings, batches_url(settings, arena), out);
    dialect_bearer(settings, out);
    (void)instant_format(
        instant_add(dialect_sending(message), (struct span){validity}), until);
    body = json_pack("{s:[s], s:s, s:s, s:s, s:s, s:s*, s:s*}", "to",
                     dialect_digits(message->to), "from",
                     dialect_digits(settings->sender), "body", message->text,
                     "delivery_report", "per_recipient", "client_reference",
                     message->key, "callback_url",
                     webhook_url(settings, message->key, arena), "expire_at",
                     validity > 0 ? until : NULL);
    return dialect_json(out, body, arena, err);
}

static void sinch_classify(const struct gateway_settings *settings,
                           const struct exchange_reply *reply,
                           struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/id",
        .codes = {"/code"},
        .says = "/text",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

static bool sinch_ask(const struct gateway_settings *settings,
                      const struct question *question, struct arena *arena,
                      struct exchange_request *out, struct error *err)
{
    (void)err;
    dialect_get(settings,
                arena_printf(arena, "%s?client_reference=%s",
                             batches_url(settings, arena),
                             dialect_escaped(question->key, arena)),
                out);
    dialect_bearer(settings, out);
    return true;
}

static bool is_ours(const json_t *item, const struct question *question,
                    struct arena *arena)
{
    return str_same(json_text_word(item, "/client_reference", arena),
                    question->key);
}

static enum delivery_answer sinch_answer(
    const struct gateway_settings *settings, const struct question *question,
    const struct exchange_reply *reply, struct arena *arena,
    const char **reference)
{
    static const struct search search = {
        .items = "/batches",
        .id = "/id",
        .is_ours = is_ours,
    };

    (void)settings;
    return dialect_search(&search, question, reply, arena, reference);
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    const char *given = webhook_header(request, "x-sinch-webhook-signature");
    const char *method =
        webhook_header(request, "x-sinch-webhook-signature-algorithm");
    const char *nonce =
        webhook_header(request, "x-sinch-webhook-signature-nonce");
    const char *at =
        webhook_header(request, "x-sinch-webhook-signature-timestamp");
    const struct str parts[] = {request->body, STR("."), str_of(nonce),
                                STR("."), str_of(at)};
    struct crypto_sum code;
    char expected[CRYPTO_BASE64_MAX];

    if (given == NULL || nonce == NULL || !webhook_is_fresh_text(trust, at) ||
        (method != NULL && strcmp(method, "HmacSHA256") != 0))
        return false;
    crypto_hmac(CRYPTO_SHA256, str_of(secret), parts, ARRAY_LEN(parts), &code);
    return crypto_same(str_of(given), str_of(crypto_base64(&code, expected)));
}

static bool sinch_verify(const struct gateway_settings *settings,
                         const struct webhook_request *request,
                         const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static bool sinch_validate(const struct gateway_settings *settings,
                           struct error *err)
{
    if (settings->hook_url == NULL || settings->signing != NULL)
        return true;
    return error_set(err, ERROR_USAGE,
                     "'signing_file' is missing: the secret of the plan's "
                     "callbacks");
}

static void sinch_receipt(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    json_t *root = json_text_read(request->body);
    bool is_summary =
        str_same(json_text_word(root, "/type", arena), "delivery_report_sms");
    struct receipt receipt = {
        .reference = json_text_word(root, "/batch_id", arena),
        .key = json_text_word(root, "/client_reference", arena),
        .to = json_text_word(root, "/recipient", arena),
    };
    const char *status = is_summary ? "/statuses/0/status" : "/status";
    const char *code = is_summary ? "/statuses/0/code" : "/code";

    (void)settings;
    if (state_words_find(&words, json_text_word(root, status, arena),
                         &receipt.state)) {
        /* 400 and 401 only say that it goes on. */
        if (receipt_state_is_final(receipt.state))
            code_table_explain(&table, json_text_word(root, code, arena),
                               &receipt);
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

static void sinch_inbound(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          struct arena *arena, struct inbound_list *out)
{
    json_t *root = json_text_read(request->body);
    struct inbound inbound = {
        .from = json_text_word(root, "/from", arena),
        .to = json_text_word(root, "/to", arena),
        .text = json_text_word(root, "/body", arena),
        .id = json_text_word(root, "/id", arena),
    };

    (void)settings;
    if (str_same(json_text_word(root, "/type", arena), "mo_text"))
        inbound_list_add(out, &inbound, arena);
    json_decref(root);
}

const struct notifier notifier_sinch = {
    .name = "sinch",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER | GATEWAY_SERVICE,
    .takes = GATEWAY_REGION | GATEWAY_SIGNING,
    .validate = sinch_validate,
    .compose = sinch_compose,
    .classify = sinch_classify,
    .ask = sinch_ask,
    .answer = sinch_answer,
    .verify = sinch_verify,
    .receipt = sinch_receipt,
    .inbound = sinch_inbound,
};
