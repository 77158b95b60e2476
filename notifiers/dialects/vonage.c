/* vonage.c - Vonage's Messages API */
#include <string.h>
#include <strings.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"
#include "notifiers/jwt.h"

#define WHERE          "https://api.nexmo.com"
#define LETTERS_MAX    1000
#define KEY_BYTES_MAX  100
#define VALIDITY_S_MIN 20
#define VALIDITY_S_MAX 604800

static const struct code_rule codes[] = {
    {"1000", DELIVERY_RETRY, "too many requests", false},
    {"1010", DELIVERY_REFUSED, "a parameter is missing", false},
    {"1020", DELIVERY_REFUSED, "a parameter is wrong", false},
    {"1030", DELIVERY_UNKNOWN, "their fault", false},
    {"1040", DELIVERY_REFUSED, "no network for this number", true},
    {"1050", DELIVERY_REFUSED, "number barred", true},
    {"1060", DELIVERY_CONFIG, "account barred", false},
    {"1070", DELIVERY_CONFIG, "no balance left", false},
    {"1080", DELIVERY_CONFIG, "account not enabled for this", false},
    {"1090", DELIVERY_REFUSED, "text too long", false},
    {"1100", DELIVERY_UNKNOWN, "their network", false},
    {"1120", DELIVERY_CONFIG, "sender refused", false},
    {"1130", DELIVERY_REFUSED, "validity is wrong", false},
    {"1170", DELIVERY_REFUSED, "not a mobile", true},
    {"1240", DELIVERY_REFUSED, "opted out", true},
    {"1340", DELIVERY_REFUSED, "outside the allowed time", false},
};

static const struct state_word states[] = {
    {"submitted", RECEIPT_SENT},
    {"delivered", RECEIPT_DELIVERED},
    {"read", RECEIPT_READ},
    {"rejected", RECEIPT_UNDELIVERED},
    {"undeliverable", RECEIPT_FAILED},
};

static const char *channel_of(const struct gateway_settings *settings)
{
    return settings->via == NULL ? "sms" : settings->via;
}

static bool vonage_validate(const struct gateway_settings *settings,
                            struct error *err)
{
    const char *via = channel_of(settings);

    if (strcmp(via, "sms") != 0 && strcmp(via, "whatsapp") != 0)
        return error_set(err, ERROR_USAGE,
                         "'via' is '%.40s'; it can be sms or whatsapp", via);
    if (settings->hook_url != NULL && str_is_empty(settings->signing))
        return error_set(err, ERROR_USAGE,
                         "'signing_file' is missing: receipts are signed with "
                         "the account's signature secret");
    return true;
}

static bool vonage_compose(const struct gateway_settings *settings,
                           const struct message *message, struct arena *arena,
                           struct exchange_request *out, struct error *err)
{
    const char *hook = webhook_url(settings, message->key, arena);
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    if (strlen(message->key) > KEY_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "its key is too long");
    dialect_post(settings,
                 arena_printf(arena, "%s/v1/messages",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_basic(settings, settings->user, out);
    body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s*}", "message_type",
                     "text", "channel", channel_of(settings), "to",
                     dialect_digits(message->to), "from",
                     dialect_digits(settings->sender), "text", message->text,
                     "client_ref", message->key, "webhook_url", hook);
    if (body != NULL && validity > 0)
        (void)json_object_set_new(body, "ttl", json_integer(validity));
    return dialect_json(out, body, arena, err);
}

static void vonage_classify(const struct gateway_settings *settings,
                            const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/message_uuid",
        .codes = {"/type"},
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

/* A token in the header vouches for the body by its digest. */
static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    const char *header = webhook_header(request, "Authorization");
    struct instant issued;
    json_t *claims;
    bool ok;

    if (header == NULL || strncasecmp(header, "Bearer ", 7) != 0)
        return false;
    claims = jwt_read(header + 7, secret);
    ok = claims != NULL &&
         jwt_has_hash(claims, "payload_hash", request->body) &&
         jwt_instant(claims, "iat", &issued) && webhook_is_fresh(trust, issued);
    json_decref(claims);
    return ok;
}

static bool vonage_verify(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static void vonage_receipt(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    json_t *root = json_text_read(request->body);
    struct receipt receipt = {
        .reference = json_text_word(root, "/message_uuid", arena),
        .key = json_text_word(root, "/client_ref", arena),
        .to = json_text_word(root, "/to", arena),
        .detail = json_text_word(root, "/error/title", arena),
    };
    const char *type = json_text_word(root, "/error/type", arena);
    const char *mark = type == NULL ? NULL : strrchr(type, '#');

    (void)settings;
    if (state_words_find(&words, json_text_word(root, "/status", arena),
                         &receipt.state)) {
        code_table_explain(&table, mark == NULL ? type : mark + 1, &receipt);
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

static void vonage_inbound(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct inbound_list *out)
{
    json_t *root = json_text_read(request->body);
    struct inbound inbound = {
        .from = json_text_word(root, "/from", arena),
        .to = json_text_word(root, "/to", arena),
        .text = json_text_word(root, "/text", arena),
        .id = json_text_word(root, "/message_uuid", arena),
    };

    (void)settings;
    if (inbound.text != NULL && json_text_at(root, "/status") == NULL)
        inbound_list_add(out, &inbound, arena);
    json_decref(root);
}

const struct notifier notifier_vonage = {
    .name = "vonage",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_USER | GATEWAY_SECRET | GATEWAY_SENDER,
    .takes = GATEWAY_VIA | GATEWAY_SIGNING,
    .validate = vonage_validate,
    .compose = vonage_compose,
    .classify = vonage_classify,
    .verify = vonage_verify,
    .receipt = vonage_receipt,
    .inbound = vonage_inbound,
};
