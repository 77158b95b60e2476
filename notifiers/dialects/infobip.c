/* infobip.c - Infobip's SMS, version 3 */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"

#define LETTERS_MAX    1600
#define VALIDITY_S_MIN 60
#define VALIDITY_S_MAX (2 * DAY_S)

/* Names of a status, then of its group; codes of errors. */
static const struct code_rule codes[] = {
    {"REJECTED_NOT_ENOUGH_CREDITS", DELIVERY_CONFIG, "no balance left", false},
    {"REJECTED_SENDER", DELIVERY_CONFIG, "sender refused", false},
    {"REJECTED_NETWORK", DELIVERY_CONFIG, "network not enabled", false},
    {"REJECTED_DESTINATION", DELIVERY_REFUSED, "opted out or barred", true},
    {"REJECTED_DESTINATION_NOT_REGISTERED", DELIVERY_CONFIG,
     "number not on the list of a trial", false},
    {"REJECTED_FLOODING_FILTER", DELIVERY_REFUSED, "said twice", false},
    {"REJECTED_SYSTEM_ERROR", DELIVERY_RETRY, "their fault", false},
    {"REJECTED_INVALID_DESTINATION", DELIVERY_REFUSED, "no such number", true},
    {"UNDELIVERABLE_REJECTED_OPERATOR", DELIVERY_REFUSED,
     "refused by the network", false},
    {"PENDING", DELIVERY_ACCEPTED, "taken", false},
    {"DELIVERED", DELIVERY_ACCEPTED, "delivered", false},
    {"UNDELIVERABLE", DELIVERY_REFUSED, "cannot be delivered", false},
    {"EXPIRED", DELIVERY_REFUSED, "expired", false},
    {"REJECTED", DELIVERY_REFUSED, "refused", false},
    {"UNAUTHORIZED", DELIVERY_CONFIG, "wrong key", false},
    {"E401", DELIVERY_CONFIG, "wrong key", false},
    {"E403", DELIVERY_CONFIG, "not allowed for this key", false},
    {"TOO_MANY_REQUESTS", DELIVERY_RETRY, "too many requests", false},
    {"E429", DELIVERY_RETRY, "too many requests", false},
    {"BAD_REQUEST", DELIVERY_REFUSED, "bad request", false},
};

/* Errors of receipts that are about the address; the rest says `permanent`. */
static const struct code_rule errors[] = {
    {"EC_UNKNOWN_SUBSCRIBER", DELIVERY_REFUSED, "unknown telephone", true},
    {"EC_UNIDENTIFIED_SUBSCRIBER", DELIVERY_REFUSED, "unknown telephone", true},
    {"EC_ILLEGAL_SUBSCRIBER", DELIVERY_REFUSED, "telephone barred", true},
    {"EC_ABSENT_SUBSCRIBER", DELIVERY_RETRY, "telephone out of reach", false},
    {"EC_ABSENT_SUBSCRIBER_SM", DELIVERY_RETRY, "telephone out of reach",
     false},
};

/* "Delivered to the operator" is not the telephone. */
static const struct state_word states[] = {
    {"DELIVERED_TO_OPERATOR", RECEIPT_SENT},
    {"PENDING_WAITING_DELIVERY", RECEIPT_BUFFERED},
    {"PENDING_ENROUTE", RECEIPT_SENT},
    {"PENDING", RECEIPT_QUEUED},
    {"DELIVERED", RECEIPT_DELIVERED},
    {"UNDELIVERABLE", RECEIPT_UNDELIVERED},
    {"EXPIRED", RECEIPT_EXPIRED},
    {"REJECTED", RECEIPT_FAILED},
};

static void put_login(const struct gateway_settings *settings,
                      struct arena *arena, struct exchange_request *out)
{
    dialect_header(out, "Authorization",
                   arena_printf(arena, "App %s", settings->secret));
    dialect_header(out, "Accept", "application/json");
}

static bool infobip_compose(const struct gateway_settings *settings,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out, struct error *err)
{
    const char *hook = webhook_url(settings, message->key, arena);
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    json_t *one;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/sms/3/messages",
                              dialect_base(settings, "", arena)),
                 out);
    put_login(settings, arena, out);
    /* The id is ours: it can be asked for. */
    one =
        json_pack("{s:s, s:[{s:s, s:s}], s:{s:s}}", "sender", settings->sender,
                  "destinations", "to", dialect_digits(message->to),
                  "messageId", message->key, "content", "text", message->text);
    if (one != NULL && validity > 0)
        (void)json_object_set_new(
            one, "options",
            json_pack("{s:{s:I, s:s}}", "validityPeriod", "amount",
                      (json_int_t)(validity / 60), "timeUnit", "MINUTES"));
    if (one != NULL && hook != NULL)
        (void)json_object_set_new(one, "webhooks",
                                  json_pack("{s:{s:s}, s:s, s:s}", "delivery",
                                            "url", hook, "contentType",
                                            "application/json", "callbackData",
                                            message->key));
    return dialect_json(out,
                        one == NULL ? NULL
                                    : json_pack("{s:[o]}", "messages", one),
                        arena, err);
}

static void infobip_classify(const struct gateway_settings *settings,
                             const struct exchange_reply *reply,
                             struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/messages/0/messageId",
        .codes = {"/requestError/serviceException/messageId", "/errorCode"},
        .status = {"/messages/0/status/name", "/messages/0/status/groupName"},
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

static bool infobip_ask(const struct gateway_settings *settings,
                        const struct question *question, struct arena *arena,
                        struct exchange_request *out, struct error *err)
{
    (void)err;
    dialect_get(settings,
                arena_printf(arena, "%s/sms/3/logs?messageId=%s",
                             dialect_base(settings, "", arena),
                             dialect_escaped(question->key, arena)),
                out);
    put_login(settings, arena, out);
    return true;
}

static bool is_ours(const json_t *item, const struct question *question,
                    struct arena *arena)
{
    return str_same(json_text_word(item, "/messageId", arena), question->key);
}

static enum delivery_answer infobip_answer(
    const struct gateway_settings *settings, const struct question *question,
    const struct exchange_reply *reply, struct arena *arena,
    const char **reference)
{
    static const struct search search = {
        .items = "/results",
        .id = "/messageId",
        .is_ours = is_ours,
    };

    (void)settings;
    return dialect_search(&search, question, reply, arena, reference);
}

static void read_receipt(const json_t *item, struct arena *arena,
                         struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {errors, ARRAY_LEN(errors)};
    const char *code = json_text_word(item, "/error/name", arena);
    struct receipt receipt = {
        .reference = json_text_word(item, "/messageId", arena),
        .key = json_text_word(item, "/callbackData", arena),
        .to = json_text_word(item, "/to", arena),
    };

    if (!state_words_find(&words, json_text_word(item, "/status/name", arena),
                          &receipt.state) &&
        !state_words_find(&words,
                          json_text_word(item, "/status/groupName", arena),
                          &receipt.state))
        return;
    if (receipt.key == NULL)
        receipt.key = receipt.reference;
    if (!str_same(code, "NO_ERROR"))
        code_table_explain(&table, code, &receipt);
    receipt.is_passing =
        str_same(json_text_word(item, "/error/permanent", arena), "false") &&
        receipt_state_is_final(receipt.state) &&
        receipt.state != RECEIPT_DELIVERED;
    receipt_list_add(out, &receipt, arena);
}

static void infobip_receipt(const struct gateway_settings *settings,
                            const struct webhook_request *request,
                            struct arena *arena, struct receipt_list *out)
{
    json_t *root = json_text_read(request->body);
    const json_t *items = json_object_get(root, "results");

    (void)settings;
    for (size_t i = 0; i < json_array_size(items); i++)
        read_receipt(json_array_get(items, i), arena, out);
    json_decref(root);
}

static void infobip_inbound(const struct gateway_settings *settings,
                            const struct webhook_request *request,
                            struct arena *arena, struct inbound_list *out)
{
    json_t *root = json_text_read(request->body);
    const json_t *items = json_object_get(root, "results");

    (void)settings;
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        struct inbound inbound = {
            .from = json_text_word(item, "/from", arena),
            .to = json_text_word(item, "/to", arena),
            .text = json_text_word(item, "/text", arena),
            .id = json_text_word(item, "/messageId", arena),
        };

        if (inbound.text != NULL && json_object_get(item, "status") == NULL)
            inbound_list_add(out, &inbound, arena);
    }
    json_decref(root);
}

const struct notifier notifier_infobip = {
    .name = "infobip",
    .speaks = {[CHANNEL_SMS] = true},
    .needs = GATEWAY_URL | GATEWAY_SECRET | GATEWAY_SENDER,
    .compose = infobip_compose,
    .classify = infobip_classify,
    .ask = infobip_ask,
    .answer = infobip_answer,
    .receipt = infobip_receipt,
    .inbound = infobip_inbound,
};
