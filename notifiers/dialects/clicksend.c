/* clicksend.c - ClickSend's SMS, version 3, which answers 200 to refusals */
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"

#define WHERE       "https://rest.clicksend.com"
#define LETTERS_MAX 1224

static const struct code_rule codes[] = {
    {"SUCCESS", DELIVERY_ACCEPTED, "taken", false},
    {"EMPTY_MESSAGE", DELIVERY_REFUSED, "no text", false},
    {"INVALID_RECIPIENT", DELIVERY_REFUSED, "no such number", true},
    {"BLOCKED_RECIPIENT", DELIVERY_REFUSED, "opted out", true},
    {"RECIPIENT_OPTED_OUT", DELIVERY_REFUSED, "opted out", true},
    {"MISSING_REQUIRED_FIELDS", DELIVERY_REFUSED, "a field is missing", false},
    {"INSUFFICIENT_CREDIT", DELIVERY_CONFIG, "no balance left", false},
    {"MISSING_CREDENTIALS", DELIVERY_CONFIG, "user or key missing", false},
    {"INVALID_CREDENTIALS", DELIVERY_CONFIG, "wrong user or key", false},
    {"UNAUTHORIZED", DELIVERY_CONFIG, "wrong user or key", false},
    {"ACCOUNT_NOT_ACTIVATED", DELIVERY_CONFIG, "account not active", false},
    {"COUNTRY_NOT_ENABLED", DELIVERY_CONFIG, "country not enabled", false},
    {"INVALID_SENDER_ID", DELIVERY_CONFIG, "sender refused", false},
    {"TOO_MANY_REQUESTS", DELIVERY_RETRY, "too many requests", false},
    {"THROTTLED", DELIVERY_RETRY, "too many requests", false},
    {"INTERNAL_ERROR", DELIVERY_UNKNOWN, "their fault", false},
};

/* status_code of a receipt. */
static const struct state_word states[] = {
    {"200", RECEIPT_SENT},        {"201", RECEIPT_DELIVERED},
    {"300", RECEIPT_BUFFERED},    {"301", RECEIPT_UNDELIVERED},
    {"302", RECEIPT_UNDELIVERED},
};

static bool clicksend_compose(const struct gateway_settings *settings,
                              const struct message *message,
                              struct arena *arena, struct exchange_request *out,
                              struct error *err)
{
    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v3/sms/send",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_basic(settings, settings->user, out);
    return dialect_json(out,
                        json_pack("{s:[{s:s, s:s*, s:s, s:s, s:s}]}",
                                  "messages", "source", "kept", "from",
                                  settings->sender, "body", message->text, "to",
                                  message->to, "custom_string", message->key),
                        arena, err);
}

static void clicksend_classify(const struct gateway_settings *settings,
                               const struct exchange_reply *reply,
                               struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/data/messages/0/message_id",
        .codes = {NULL},
        .status = {"/data/messages/0/status"},
        .table = {codes, ARRAY_LEN(codes)},
    };
    static const struct answer_shape failed = {
        .codes = {"/response_code"},
        .says = "/response_msg",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(reply->status >= 200 && reply->status < 300 ? &shape
                                                                 : &failed,
                     reply, arena, out);
}

static void clicksend_receipt(const struct gateway_settings *settings,
                              const struct webhook_request *request,
                              struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    struct receipt receipt = {0};
    const char *code;
    struct form form;

    (void)settings;
    form_read_both(webhook_query(request), request->body, arena, &form);
    if (!state_words_find(&words, form_get(&form, "status_code"),
                          &receipt.state))
        return;
    code = form_get(&form, "error_code");
    receipt.reference = form_get(&form, "message_id");
    receipt.key = form_get(&form, "custom_string");
    receipt.code = str_is_empty(code) ? NULL : code;
    receipt.detail = form_get(&form, "error_text");
    receipt_list_add(out, &receipt, arena);
}

static void clicksend_inbound(const struct gateway_settings *settings,
                              const struct webhook_request *request,
                              struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    form_read_both(webhook_query(request), request->body, arena, &form);
    if (form_get(&form, "status_code") != NULL ||
        form_get(&form, "body") == NULL)
        return;
    inbound = (struct inbound){
        .from = form_get(&form, "from"),
        .to = form_get(&form, "to"),
        .text = form_get(&form, "body"),
        .id = form_get(&form, "message_id"),
    };
    inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_clicksend = {
    .name = "clicksend",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_USER | GATEWAY_SECRET,
    .compose = clicksend_compose,
    .classify = clicksend_classify,
    .receipt = clicksend_receipt,
    .inbound = clicksend_inbound,
};
