/* vonage_sms.c - Vonage's older SMS API, which answers 200 to everything */
#include <stdlib.h>
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"
#include "notifiers/json_text.h"
#include "notifiers/sms_text.h"

#define WHERE              "https://rest.nexmo.com"
#define LETTERS_MAX        1600
/* A longer callback is refused with the message. */
#define CALLBACK_BYTES_MAX 100
#define VALIDITY_S_MIN     20
#define VALIDITY_S_MAX     604800

static const struct code_rule codes[] = {
    {"0", DELIVERY_ACCEPTED, "taken", false},
    {"1", DELIVERY_RETRY, "too many requests", false},
    {"2", DELIVERY_REFUSED, "a parameter is missing", false},
    {"3", DELIVERY_REFUSED, "a parameter is wrong", false},
    {"4", DELIVERY_CONFIG, "wrong key or secret", false},
    {"5", DELIVERY_UNKNOWN, "their fault", false},
    {"6", DELIVERY_REFUSED, "no network for this number", false},
    {"7", DELIVERY_REFUSED, "number barred", true},
    {"8", DELIVERY_CONFIG, "account barred", false},
    {"9", DELIVERY_CONFIG, "no balance left", false},
    {"10", DELIVERY_RETRY, "too many connections", false},
    {"11", DELIVERY_CONFIG, "account not enabled for this", false},
    {"12", DELIVERY_REFUSED, "text too long", false},
    {"14", DELIVERY_CONFIG, "wrong signature", false},
    {"15", DELIVERY_CONFIG, "sender refused", false},
    {"29", DELIVERY_CONFIG, "number not on the list of a trial", false},
};

/* err-code of a receipt: another list. */
static const struct code_rule failures[] = {
    {"1", DELIVERY_RETRY, "unknown reason", false},
    {"2", DELIVERY_RETRY, "telephone out of reach", false},
    {"3", DELIVERY_REFUSED, "no such telephone any more", true},
    {"4", DELIVERY_REFUSED, "barred by the person", true},
    {"5", DELIVERY_REFUSED, "number has moved to another network", false},
    {"6", DELIVERY_REFUSED, "taken for spam", false},
    {"7", DELIVERY_RETRY, "telephone busy", false},
    {"8", DELIVERY_RETRY, "the network failed", false},
    {"9", DELIVERY_REFUSED, "opted out", true},
    {"10", DELIVERY_REFUSED, "message not allowed", false},
    {"11", DELIVERY_REFUSED, "no way to this network", false},
    {"12", DELIVERY_REFUSED, "unreachable", false},
    {"13", DELIVERY_REFUSED, "barred by age", false},
    {"14", DELIVERY_REFUSED, "blocked by the network", true},
};

static const struct state_word states[] = {
    {"accepted", RECEIPT_SENT},       {"buffered", RECEIPT_BUFFERED},
    {"delivered", RECEIPT_DELIVERED}, {"expired", RECEIPT_EXPIRED},
    {"failed", RECEIPT_UNDELIVERED},  {"rejected", RECEIPT_UNDELIVERED},
};

static bool vonage_sms_compose(const struct gateway_settings *settings,
                               const struct message *message,
                               struct arena *arena,
                               struct exchange_request *out, struct error *err)
{
    const char *hook = webhook_url(settings, message->key, arena);
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    struct buf form;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/sms/json",
                              dialect_base(settings, WHERE, arena)),
                 out);
    buf_init(&form, DIALECT_BODY_MAX);
    form_add(&form, "api_key", settings->user);
    form_add(&form, "api_secret", settings->secret);
    form_add(&form, "from", dialect_digits(settings->sender));
    form_add(&form, "to", dialect_digits(message->to));
    form_add(&form, "text", message->text);
    /* The sender chooses the alphabet, or letters are lost. */
    form_add(&form, "type",
             sms_text_size(message->text).is_gsm ? "text" : "unicode");
    form_add(&form, "client-ref", message->key);
    if (hook != NULL && strlen(hook) <= CALLBACK_BYTES_MAX)
        form_add(&form, "callback", hook);
    if (validity > 0)
        form_add(&form, "ttl",
                 arena_printf(arena, "%lld000", (long long)validity));
    return dialect_form(out, &form, arena, err);
}

/* Of several parts some may have been taken: then nobody knows. */
static bool is_mixed(struct str body)
{
    json_t *root = json_text_read(body);
    const json_t *parts = json_object_get(root, "messages");
    size_t taken = 0;

    for (size_t i = 0; i < json_array_size(parts); i++) {
        const char *status = json_string_value(
            json_object_get(json_array_get(parts, i), "status"));

        taken += str_same(status, "0") ? 1 : 0;
    }
    taken = taken != 0 && taken != json_array_size(parts) ? 1 : 0;
    json_decref(root);
    return taken != 0;
}

static void vonage_sms_classify(const struct gateway_settings *settings,
                                const struct exchange_reply *reply,
                                struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/messages/0/message-id",
        .status = {"/messages/0/status"},
        .says = "/messages/0/error-text",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
    if (reply->fate == EXCHANGE_ANSWERED && is_mixed(reply->body)) {
        out->outcome = DELIVERY_UNKNOWN;
        out->detail = "only some of its parts were taken";
    }
}

/* Parameters come as a query, a form, or one flat JSON object. */
static void read_fields(const struct webhook_request *request,
                        struct arena *arena, struct form *out)
{
    json_t *root = json_text_read(request->body);
    struct buf text;
    const char *name;
    json_t *value;

    if (!json_is_object(root)) {
        json_decref(root);
        form_read_both(webhook_query(request), request->body, arena, out);
        return;
    }
    buf_init(&text, 2 * WEBHOOK_BODY_MAX);
    json_object_foreach(root, name, value)
    {
        form_add(&text, name, json_text_word(value, "", arena));
    }
    form_read_both(webhook_query(request), buf_str(&text), arena, out);
    buf_finish(&text);
    json_decref(root);
}

static int compare_names(const void *left, const void *right)
{
    const struct form_field *a = left;
    const struct form_field *b = right;

    return strcmp(a->name.at, b->name.at);
}

/* "&name=value…" of all but `sig`; "&" and "=" inside a value become "_". */
static void put_parameters(const struct form *form, struct arena *arena,
                           struct buf *out)
{
    struct form_field *fields =
        arena_new_array(arena, form->count + 1, struct form_field);

    if (form->count > 0)
        memcpy(fields, form->fields, form->count * sizeof(*fields));
    qsort(fields, form->count, sizeof(*fields), compare_names);
    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(fields[i].name.at, "sig") == 0)
            continue;
        (void)buf_printf(out, "&%s=", fields[i].name.at);
        for (const char *at = fields[i].value.at; *at != '\0'; at++)
            (void)buf_add_char(out, *at == '&' || *at == '=' ? '_' : *at);
    }
}

/* The account chooses one of these; their lengths tell which. */
static bool is_code_of(struct str text, const char *secret, const char *sig)
{
    static const enum crypto_algorithm hashes[] = {CRYPTO_MD5, CRYPTO_SHA1,
                                                   CRYPTO_SHA256,
                                                   CRYPTO_SHA512};
    const struct str with_secret[] = {text, str_of(secret)};
    struct crypto_sum code;
    char hex[CRYPTO_HEX_MAX];

    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        crypto_hmac(hashes[i], str_of(secret), &text, 1, &code);
        if (crypto_same_hex(str_of(sig), str_of(crypto_hex(&code, hex))))
            return true;
    }
    crypto_sum(CRYPTO_MD5, with_secret, 2, &code);
    return crypto_same_hex(str_of(sig), str_of(crypto_hex(&code, hex)));
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    struct arena arena = {0};
    const char *sig;
    struct form form;
    struct buf text;
    bool ok;

    read_fields(request, &arena, &form);
    sig = form_get(&form, "sig");
    buf_init(&text, 2 * WEBHOOK_BODY_MAX);
    put_parameters(&form, &arena, &text);
    ok = sig != NULL && !text.full && is_code_of(buf_str(&text), secret, sig) &&
         webhook_is_fresh_text(trust, form_get(&form, "timestamp"));
    buf_finish(&text);
    arena_free(&arena);
    return ok;
}

static bool vonage_sms_verify(const struct gateway_settings *settings,
                              const struct webhook_request *request,
                              const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static bool vonage_sms_validate(const struct gateway_settings *settings,
                                struct error *err)
{
    if (settings->hook_url == NULL || settings->signing != NULL)
        return true;
    return error_set(err, ERROR_USAGE,
                     "'signing_file' is missing: receipts are signed with the "
                     "account's signature secret");
}

static void vonage_sms_receipt(const struct gateway_settings *settings,
                               const struct webhook_request *request,
                               struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {failures, ARRAY_LEN(failures)};
    struct receipt receipt = {0};
    struct form form;

    (void)settings;
    read_fields(request, arena, &form);
    if (!state_words_find(&words, form_get(&form, "status"), &receipt.state))
        return;
    receipt.reference = form_get(&form, "messageId");
    if (receipt.reference == NULL)
        receipt.reference = form_get(&form, "message-id");
    receipt.key = form_get(&form, "client-ref");
    receipt.to = form_get(&form, "msisdn");
    code_table_explain(&table, form_get(&form, "err-code"), &receipt);
    receipt_list_add(out, &receipt, arena);
}

static void vonage_sms_inbound(const struct gateway_settings *settings,
                               const struct webhook_request *request,
                               struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    read_fields(request, arena, &form);
    inbound = (struct inbound){
        .from = form_get(&form, "msisdn"),
        .to = form_get(&form, "to"),
        .text = form_get(&form, "text"),
        .id = form_get(&form, "messageId"),
    };
    if (inbound.text != NULL && form_get(&form, "err-code") == NULL)
        inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_vonage_sms = {
    .name = "vonage_sms",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_USER | GATEWAY_SECRET | GATEWAY_SENDER,
    .takes = GATEWAY_SIGNING,
    .validate = vonage_sms_validate,
    .compose = vonage_sms_compose,
    .classify = vonage_sms_classify,
    .verify = vonage_sms_verify,
    .receipt = vonage_sms_receipt,
    .inbound = vonage_sms_inbound,
};
