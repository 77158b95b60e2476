/* mailgun.c - Mailgun's messages, version 3 */
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"
#include "notifiers/mail_dialect.h"

/* The one in Europe is https://api.eu.mailgun.net. */
#define WHERE "https://api.mailgun.net"

static const struct code_rule codes[] = {
    {"402", DELIVERY_CONFIG, "account not paid", false},
};

static const struct state_word states[] = {
    {"accepted", RECEIPT_QUEUED},      {"delivered", RECEIPT_DELIVERED},
    {"opened", RECEIPT_READ},          {"clicked", RECEIPT_READ},
    {"failed", RECEIPT_UNDELIVERED},   {"rejected", RECEIPT_FAILED},
    {"complained", RECEIPT_DELIVERED}, {"unsubscribed", RECEIPT_DELIVERED},
};

/* One field of multipart/form-data; a file has a name and a type. */
static void put_field(struct buf *out, const char *boundary, const char *name,
                      struct str value, const struct exchange_part *file)
{
    (void)buf_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"",
                     boundary, name);
    if (file != NULL)
        (void)buf_printf(out, "; filename=\"%s\"\r\nContent-Type: %s",
                         file->file_name, file->type);
    (void)buf_add_text(out, "\r\n\r\n");
    (void)buf_add(out, value.at, value.len);
    (void)buf_add_text(out, "\r\n");
}

static void put_fields(const struct mail_pieces *pieces, const char *key,
                       const char *boundary, struct arena *arena,
                       struct buf *out)
{
    const struct exchange_part *file;
    struct exchange_header header;

    put_field(out, boundary, "from", str_of(pieces->from), NULL);
    put_field(out, boundary, "to", str_of(pieces->to), NULL);
    put_field(out, boundary, "subject", str_of(pieces->subject), NULL);
    put_field(out, boundary, "text", str_of(pieces->text), NULL);
    if (pieces->html != NULL)
        put_field(out, boundary, "html", str_of(pieces->html), NULL);
    put_field(out, boundary, "v:" MAIL_DIALECT_KEY, str_of(key), NULL);
    for (size_t i = 0; mail_pieces_header(pieces, i, &header); i++)
        put_field(out, boundary, arena_printf(arena, "h:%s", header.name),
                  str_of(header.value), NULL);
    for (size_t i = 0; (file = mail_pieces_attachment(pieces, i)) != NULL; i++)
        put_field(out, boundary, "attachment", file->body, file);
    (void)buf_printf(out, "--%s--\r\n", boundary);
}

/* A line that occurs in no text: made of all of them. */
static char *boundary_of(const struct mail_pieces *pieces, const char *key,
                         struct arena *arena)
{
    const struct str parts[] = {str_of(key), str_of(pieces->text),
                                str_of(pieces->html)};
    struct crypto_sum sum;
    char hex[CRYPTO_HEX_MAX];

    crypto_sum(CRYPTO_SHA256, parts, ARRAY_LEN(parts), &sum);
    return arena_printf(arena, "kept-%.40s", crypto_hex(&sum, hex));
}

static bool mailgun_compose(const struct gateway_settings *settings,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out, struct error *err)
{
    struct mail_pieces pieces;
    const char *boundary;
    struct buf body;
    bool full;

    if (!mail_pieces_read(settings, message, arena, &pieces, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v3/%s/messages",
                              dialect_base(settings, WHERE, arena),
                              dialect_escaped(settings->service, arena)),
                 out);
    dialect_basic(settings, "api", out);
    boundary = boundary_of(&pieces, message->key, arena);
    buf_init(&body, DIALECT_BODY_MAX);
    put_fields(&pieces, message->key, boundary, arena, &body);
    out->body = str_of(arena_strndup(arena, buf_text(&body), body.len));
    full = body.full;
    buf_finish(&body);
    if (full)
        return error_set(err, ERROR_INPUT, "the mail is too long");
    dialect_header(out, "Content-Type",
                   arena_printf(arena, "multipart/form-data; boundary=%s",
                                boundary));
    return true;
}

static void mailgun_classify(const struct gateway_settings *settings,
                             const struct exchange_reply *reply,
                             struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/id",
        .says = "/message",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
    out->reference = mail_bare_id(out->reference, arena);
}

/* Signed are a time and a random text, not what the event says. */
static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    struct arena arena = {0};
    json_t *root = json_text_read(request->body);
    const char *at = json_text_word(root, "/signature/timestamp", &arena);
    const char *token = json_text_word(root, "/signature/token", &arena);
    const char *given = json_text_word(root, "/signature/signature", &arena);
    const struct str parts[] = {str_of(at), str_of(token)};
    struct crypto_sum code;
    char hex[CRYPTO_HEX_MAX];
    bool ok;

    crypto_hmac(CRYPTO_SHA256, str_of(secret), parts, ARRAY_LEN(parts), &code);
    ok = given != NULL && token != NULL && webhook_is_fresh_text(trust, at) &&
         crypto_same_hex(str_of(given), str_of(crypto_hex(&code, hex)));
    json_decref(root);
    arena_free(&arena);
    return ok;
}

static bool mailgun_verify(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static void mailgun_receipt(const struct gateway_settings *settings,
                            const struct webhook_request *request,
                            struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    json_t *root = json_text_read(request->body);
    const json_t *data = json_object_get(root, "event-data");
    const char *event = json_text_word(data, "/event", arena);
    bool is_permanent =
        str_same(json_text_word(data, "/severity", arena), "permanent");
    struct receipt receipt = {
        .reference = json_text_word(data, "/message/headers/message-id", arena),
        .key = json_text_word(data, "/user-variables/" MAIL_DIALECT_KEY, arena),
        .event = json_text_word(data, "/id", arena),
        .to = json_text_word(data, "/recipient", arena),
        .code = json_text_word(data, "/delivery-status/code", arena),
        .detail = json_text_word(data, "/delivery-status/message", arena),
        .suppress = str_same(event, "complained") ||
                    str_same(event, "unsubscribed") ||
                    (str_same(event, "failed") && is_permanent),
    };

    (void)settings;
    if (state_words_find(&words, event, &receipt.state)) {
        /* It goes on trying. */
        if (str_same(event, "failed") && !is_permanent)
            receipt.state = RECEIPT_BUFFERED;
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

const struct notifier notifier_mailgun = {
    .name = "mailgun",
    .speaks = {[CHANNEL_MAIL] = true},
    .where = WHERE,
    .needs_token = true,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER | GATEWAY_SERVICE,
    .takes = GATEWAY_SIGNING,
    .validate = mail_dialect_validate,
    .compose = mailgun_compose,
    .classify = mailgun_classify,
    .verify = mailgun_verify,
    .receipt = mailgun_receipt,
};
