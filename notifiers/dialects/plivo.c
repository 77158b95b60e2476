/* plivo.c - Plivo's Message */
#include <stdlib.h>
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"

#define WHERE          "https://api.plivo.com"
#define LETTERS_MAX    1600
#define VALIDITY_S_MIN 5
#define VALIDITY_S_MAX 10800

static const struct code_rule codes[] = {
    {"10", DELIVERY_REFUSED, "message not allowed", false},
    {"20", DELIVERY_RETRY, "the network failed", false},
    {"30", DELIVERY_REFUSED, "taken for spam", false},
    {"40", DELIVERY_CONFIG, "sender not usable", false},
    {"50", DELIVERY_REFUSED, "no such number", true},
    {"60", DELIVERY_REFUSED, "sent in circles", false},
    {"70", DELIVERY_REFUSED, "unavailable for good", true},
    {"80", DELIVERY_RETRY, "telephone out of reach", false},
    {"90", DELIVERY_RETRY, "no way there", false},
    {"200", DELIVERY_REFUSED, "opted out", true},
    {"1000", DELIVERY_RETRY, "unknown reason", false},
};

static const struct state_word states[] = {
    {"queued", RECEIPT_QUEUED},           {"sent", RECEIPT_SENT},
    {"delivered", RECEIPT_DELIVERED},     {"read", RECEIPT_READ},
    {"undelivered", RECEIPT_UNDELIVERED}, {"failed", RECEIPT_FAILED},
    {"rejected", RECEIPT_FAILED},
};

static bool plivo_validate(const struct gateway_settings *settings,
                           struct error *err)
{
    if (str_is_empty(settings->sender) == str_is_empty(settings->profile))
        return error_set(err, ERROR_USAGE,
                         "either 'sender' or 'profile' (a powerpack), please");
    return true;
}

static bool plivo_compose(const struct gateway_settings *settings,
                          const struct message *message, struct arena *arena,
                          struct exchange_request *out, struct error *err)
{
    const char *hook = webhook_url(settings, message->key, arena);
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v1/Account/%s/Message/",
                              dialect_base(settings, WHERE, arena),
                              dialect_escaped(settings->user, arena)),
                 out);
    dialect_basic(settings, settings->user, out);
    body =
        json_pack("{s:s*, s:s*, s:s, s:s, s:s*, s:s*}", "src",
                  settings->sender == NULL ? NULL
                                           : dialect_digits(settings->sender),
                  "powerpack_uuid", settings->profile, "dst",
                  dialect_digits(message->to), "text", message->text, "url",
                  hook, "method", hook == NULL ? NULL : "POST");
    if (body != NULL && validity > 0)
        (void)json_object_set_new(body, "message_expiry",
                                  json_integer(validity));
    return dialect_json(out, body, arena, err);
}

static void plivo_classify(const struct gateway_settings *settings,
                           const struct exchange_reply *reply,
                           struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/message_uuid/0",
        .codes = {"/error_code"},
        .says = "/error",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

/* V2, of messages: the URL without its query, and a nonce. */
static bool is_signed_v2(const struct webhook_request *request,
                         const char *secret)
{
    static const char *const headers[] = {"X-Plivo-Signature-V2",
                                          "X-Plivo-Signature-Ma-V2"};
    const char *nonce = webhook_header(request, "X-Plivo-Signature-V2-Nonce");
    struct str parts[] = {
        {.at = request->url, .len = strcspn(request->url, "?#")},
        str_of(nonce),
    };
    struct crypto_sum code;
    char expected[CRYPTO_BASE64_MAX];

    crypto_hmac(CRYPTO_SHA256, str_of(secret), parts, 2, &code);
    (void)crypto_base64(&code, expected);
    for (size_t i = 0; nonce != NULL && i < ARRAY_LEN(headers); i++) {
        const char *given = webhook_header(request, headers[i]);

        if (given != NULL && crypto_same(str_of(given), str_of(expected)))
            return true;
    }
    return false;
}

static int compare_fields(const void *left, const void *right)
{
    const struct form_field *a = left;
    const struct form_field *b = right;
    int order = strcmp(a->name.at, b->name.at);

    return order != 0 ? order : strcmp(a->value.at, b->value.at);
}

static void put_sorted(struct str text, const char *between, const char *equals,
                       struct buf *out)
{
    struct arena arena = {0};
    struct form_field *fields;
    struct form form;

    form_read(text, &arena, &form);
    fields = arena_new_array(&arena, form.count + 1, struct form_field);
    if (form.count > 0)
        memcpy(fields, form.fields, form.count * sizeof(*fields));
    qsort(fields, form.count, sizeof(*fields), compare_fields);
    for (size_t i = 0; i < form.count; i++)
        (void)buf_printf(out, "%s%s%s%s", i == 0 ? "" : between,
                         fields[i].name.at, equals, fields[i].value.at);
    arena_free(&arena);
}

/* One header may hold several, with commas between them. */
static bool is_among(const char *list, struct str wanted)
{
    bool found = false;

    while (*list != '\0') {
        size_t len;

        list += strspn(list, ", ");
        len = strcspn(list, ", ");
        if (crypto_same((struct str){.at = list, .len = len}, wanted))
            found = true;
        list += len;
    }
    return found;
}

/* V3, of calls and newer applications: URL, query and fields, and a nonce. */
static bool is_signed_v3(const struct webhook_request *request,
                         const char *secret)
{
    const char *given = webhook_header(request, "X-Plivo-Signature-V3");
    const char *nonce = webhook_header(request, "X-Plivo-Signature-V3-Nonce");
    struct str query = webhook_query(request);
    struct crypto_sum code;
    char expected[CRYPTO_BASE64_MAX];
    struct buf text;
    struct str part;
    bool ok;

    if (given == NULL || nonce == NULL)
        return false;
    buf_init(&text, 2 * WEBHOOK_BODY_MAX);
    (void)buf_add(&text, request->url, strcspn(request->url, "?#"));
    if (query.len > 0 || request->body.len > 0)
        (void)buf_add_char(&text, '?');
    put_sorted(query, "&", "=", &text);
    if (query.len > 0 && request->body.len > 0)
        (void)buf_add_char(&text, '.');
    put_sorted(request->body, "", "", &text);
    (void)buf_printf(&text, ".%s", nonce);
    part = buf_str(&text);
    crypto_hmac(CRYPTO_SHA256, str_of(secret), &part, 1, &code);
    ok = !text.full && is_among(given, str_of(crypto_base64(&code, expected)));
    buf_finish(&text);
    return ok;
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    (void)trust; /* it signs no time */
    return is_signed_v2(request, secret) || is_signed_v3(request, secret);
}

/* V2 vouches for neither query nor body: the token must be ours as well. */
static bool plivo_verify(const struct gateway_settings *settings,
                         const struct webhook_request *request,
                         const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static void plivo_receipt(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    struct receipt receipt = {.key = webhook_key(settings, request, arena)};
    struct form form;

    form_read_both(webhook_query(request), request->body, arena, &form);
    if (!state_words_find(&words, form_get(&form, "Status"), &receipt.state))
        return;
    receipt.reference = form_get(&form, "MessageUUID");
    receipt.to = form_get(&form, "To");
    code_table_explain(&table, form_get(&form, "ErrorCode"), &receipt);
    receipt_list_add(out, &receipt, arena);
}

static void plivo_inbound(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    form_read_both(webhook_query(request), request->body, arena, &form);
    if (form_get(&form, "Status") != NULL || form_get(&form, "Text") == NULL)
        return;
    inbound = (struct inbound){
        .from = form_get(&form, "From"),
        .to = form_get(&form, "To"),
        .text = form_get(&form, "Text"),
        .id = form_get(&form, "MessageUUID"),
    };
    inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_plivo = {
    .name = "plivo",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs_token = true,
    .needs = GATEWAY_USER | GATEWAY_SECRET,
    .takes = GATEWAY_PROFILE | GATEWAY_SIGNING,
    .validate = plivo_validate,
    .compose = plivo_compose,
    .classify = plivo_classify,
    .verify = plivo_verify,
    .receipt = plivo_receipt,
    .inbound = plivo_inbound,
};
