/* messagebird.c - MessageBird (Bird), the classic REST interface */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"
#include "notifiers/json_text.h"
#include "notifiers/jwt.h"

#define WHERE          "https://rest.messagebird.com"
#define LETTERS_MAX    1377
#define VALIDITY_S_MIN 60
#define VALIDITY_S_MAX (2 * DAY_S)
#define PAGE           50

static const struct code_rule codes[] = {
    {"2", DELIVERY_CONFIG, "wrong access key", false},
    {"9", DELIVERY_REFUSED, "a parameter is missing or wrong", false},
    {"10", DELIVERY_REFUSED, "no such number", false},
    {"20", DELIVERY_CONFIG, "not found", false},
    {"21", DELIVERY_REFUSED, "bad request", false},
    {"25", DELIVERY_CONFIG, "no balance left", false},
    {"98", DELIVERY_CONFIG, "no such interface", false},
    {"99", DELIVERY_UNKNOWN, "their fault", false},
};

/* statusReason of a receipt. */
static const struct code_rule reasons[] = {
    {"unknown subscriber", DELIVERY_REFUSED, "unknown telephone", true},
    {"opted out", DELIVERY_REFUSED, "opted out", true},
    {"unavailable subscriber", DELIVERY_RETRY, "telephone out of reach", false},
    {"received network error", DELIVERY_RETRY, "the network failed", false},
    {"capacity limit reached", DELIVERY_RETRY, "too many messages", false},
    {"insufficient balance", DELIVERY_CONFIG, "no balance left", false},
    {"carrier rejected", DELIVERY_REFUSED, "refused by the network", false},
};

static const struct state_word states[] = {
    {"scheduled", RECEIPT_QUEUED},  {"sent", RECEIPT_SENT},
    {"buffered", RECEIPT_BUFFERED}, {"delivered", RECEIPT_DELIVERED},
    {"expired", RECEIPT_EXPIRED},   {"delivery_failed", RECEIPT_UNDELIVERED},
};

static void put_login(const struct gateway_settings *settings,
                      struct arena *arena, struct exchange_request *out)
{
    dialect_header(out, "Authorization",
                   arena_printf(arena, "AccessKey %s", settings->secret));
}

static bool messagebird_compose(const struct gateway_settings *settings,
                                const struct message *message,
                                struct arena *arena,
                                struct exchange_request *out, struct error *err)
{
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/messages",
                              dialect_base(settings, WHERE, arena)),
                 out);
    put_login(settings, arena, out);
    /* Without a reference it reports nothing. */
    body = json_pack("{s:s, s:[s], s:s, s:s, s:s, s:s*}", "originator",
                     dialect_digits(settings->sender), "recipients",
                     dialect_digits(message->to), "body", message->text,
                     "reference", message->key, "datacoding", "auto",
                     "reportUrl", webhook_url(settings, message->key, arena));
    if (body != NULL && validity > 0)
        (void)json_object_set_new(body, "validity", json_integer(validity));
    return dialect_json(out, body, arena, err);
}

static void messagebird_classify(const struct gateway_settings *settings,
                                 const struct exchange_reply *reply,
                                 struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/id",
        .codes = {"/errors/0/code"},
        .says = "/errors/0/description",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

static bool messagebird_ask(const struct gateway_settings *settings,
                            const struct question *question,
                            struct arena *arena, struct exchange_request *out,
                            struct error *err)
{
    (void)err;
    dialect_get(settings,
                arena_printf(
                    arena, "%s/messages?recipient=%s&limit=%d",
                    dialect_base(settings, WHERE, arena),
                    dialect_escaped(dialect_digits(question->to), arena), PAGE),
                out);
    put_login(settings, arena, out);
    return true;
}

static bool is_ours(const json_t *item, const struct question *question,
                    struct arena *arena)
{
    return str_same(json_text_word(item, "/reference", arena), question->key);
}

static enum delivery_answer messagebird_answer(
    const struct gateway_settings *settings, const struct question *question,
    const struct exchange_reply *reply, struct arena *arena,
    const char **reference)
{
    static const struct search search = {
        .items = "/items",
        .id = "/id",
        .is_ours = is_ours,
        .page = PAGE,
    };

    (void)settings;
    return dialect_search(&search, question, reply, arena, reference);
}

/* The token vouches for the URL, and for the body when there is one. */
static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    const char *token = webhook_header(request, "MessageBird-Signature-JWT");
    json_t *claims = token == NULL ? NULL : jwt_read(token, secret);
    struct instant from, until;
    bool ok;

    ok = claims != NULL &&
         str_same(json_string_value(json_object_get(claims, "iss")),
                  "MessageBird") &&
         jwt_instant(claims, "nbf", &from) &&
         jwt_instant(claims, "exp", &until) &&
         from.unix_s <= trust->now.unix_s + trust->window.s &&
         until.unix_s > trust->now.unix_s &&
         jwt_has_hash(claims, "url_hash", str_of(request->url)) &&
         (request->body.len == 0
              ? json_object_get(claims, "payload_hash") == NULL
              : jwt_has_hash(claims, "payload_hash", request->body));
    json_decref(claims);
    return ok;
}

static bool messagebird_verify(const struct gateway_settings *settings,
                               const struct webhook_request *request,
                               const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static bool messagebird_validate(const struct gateway_settings *settings,
                                 struct error *err)
{
    if (settings->hook_url == NULL || settings->signing != NULL)
        return true;
    return error_set(err, ERROR_USAGE,
                     "'signing_file' is missing: receipts are signed with the "
                     "account's signing key");
}

static void messagebird_receipt(const struct gateway_settings *settings,
                                const struct webhook_request *request,
                                struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {reasons, ARRAY_LEN(reasons)};
    const struct code_rule *rule;
    struct receipt receipt = {0};
    const char *code;
    struct form form;

    (void)settings;
    form_read_both(webhook_query(request), request->body, arena, &form);
    if (!state_words_find(&words, form_get(&form, "status"), &receipt.state))
        return;
    receipt.reference = form_get(&form, "id");
    receipt.key = form_get(&form, "reference");
    receipt.to = form_get(&form, "recipient");
    code = form_get(&form, "statusErrorCode");
    receipt.code = str_is_empty(code) ? NULL : code;
    rule = code_table_find(&table, form_get(&form, "statusReason"));
    if (rule != NULL && receipt.state != RECEIPT_DELIVERED) {
        receipt.detail = rule->means;
        receipt.suppress = rule->suppress;
        receipt.is_passing = rule->outcome == DELIVERY_RETRY;
    }
    receipt_list_add(out, &receipt, arena);
}

static void messagebird_inbound(const struct gateway_settings *settings,
                                const struct webhook_request *request,
                                struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    form_read_both(webhook_query(request), request->body, arena, &form);
    if (form_get(&form, "status") != NULL || form_get(&form, "body") == NULL)
        return;
    inbound = (struct inbound){
        .from = form_get(&form, "originator"),
        .to = form_get(&form, "recipient"),
        .text = form_get(&form, "body"),
        .id = form_get(&form, "id"),
    };
    inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_messagebird = {
    .name = "messagebird",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER,
    .takes = GATEWAY_SIGNING,
    .validate = messagebird_validate,
    .compose = messagebird_compose,
    .classify = messagebird_classify,
    .ask = messagebird_ask,
    .answer = messagebird_answer,
    .verify = messagebird_verify,
    .receipt = messagebird_receipt,
    .inbound = messagebird_inbound,
};
