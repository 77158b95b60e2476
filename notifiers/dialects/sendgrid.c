/* sendgrid.c - SendGrid's mail/send, version 3 */
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/http_answer.h"
#include "notifiers/json_text.h"
#include "notifiers/mail_dialect.h"

#define WHERE               "https://api.sendgrid.com"
#define SIGNATURE_BYTES_MAX 128

static const struct code_rule codes[] = {
    {"413", DELIVERY_REFUSED, "mail too large", false},
};

static const struct state_word states[] = {
    {"processed", RECEIPT_QUEUED},
    {"deferred", RECEIPT_BUFFERED},
    {"delivered", RECEIPT_DELIVERED},
    {"open", RECEIPT_READ},
    {"click", RECEIPT_READ},
    {"bounce", RECEIPT_UNDELIVERED},
    {"blocked", RECEIPT_UNDELIVERED},
    {"dropped", RECEIPT_FAILED},
    {"spamreport", RECEIPT_DELIVERED},
    {"unsubscribe", RECEIPT_DELIVERED},
    {"group_unsubscribe", RECEIPT_DELIVERED},
};

static bool sendgrid_compose(const struct gateway_settings *settings,
                             const struct message *message, struct arena *arena,
                             struct exchange_request *out, struct error *err)
{
    static const struct attachment_names names = {"filename", "type",
                                                  "content"};
    struct exchange_header header;
    struct mail_pieces pieces;
    json_t *headers;
    json_t *content;

    if (!mail_pieces_read(settings, message, arena, &pieces, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v3/mail/send",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_bearer(settings, out);
    content =
        json_pack("[{s:s, s:s}]", "type", "text/plain", "value", pieces.text);
    if (content != NULL && pieces.html != NULL)
        (void)json_array_append_new(content,
                                    json_pack("{s:s, s:s}", "type", "text/html",
                                              "value", pieces.html));
    headers = json_object();
    for (size_t i = 0; mail_pieces_header(&pieces, i, &header); i++)
        (void)json_object_set_new(headers, header.name,
                                  json_string(header.value));
    return dialect_json(
        out,
        json_pack("{s:[{s:[{s:s}], s:{s:s}}], s:{s:s, s:s*}, s:s, s:o, s:o, "
                  "s:o*}",
                  "personalizations", "to", "email", pieces.to, "custom_args",
                  MAIL_DIALECT_KEY, message->key, "from", "email",
                  pieces.sender.mailbox, "name",
                  *pieces.sender.name == '\0' ? NULL : pieces.sender.name,
                  "subject", pieces.subject, "content", content, "headers",
                  headers, "attachments",
                  mail_pieces_attachments_json(&pieces, &names, arena)),
        arena, err);
}

/* A good answer has no body: its id stands in a header. */
static void sendgrid_classify(const struct gateway_settings *settings,
                              const struct exchange_reply *reply,
                              struct arena *arena, struct delivery *out)
{
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    struct answer answer = {
        .id = reply->message_id,
        .code = reply->status == 413 ? "413" : NULL,
        .reason = http_answer_reason(reply->body, arena),
    };

    (void)settings;
    dialect_judge(&table, &answer, reply, arena, out);
    out->code = NULL;
    if (out->outcome == DELIVERY_ACCEPTED && reply->status != 202)
        out->outcome = DELIVERY_UNKNOWN;
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *key)
{
    const char *given =
        webhook_header(request, "X-Twilio-Email-Event-Webhook-Signature");
    const char *at =
        webhook_header(request, "X-Twilio-Email-Event-Webhook-Timestamp");
    const struct str parts[] = {str_of(at), request->body};
    struct arena arena = {0};
    struct str signature;
    bool ok;

    ok = given != NULL && webhook_is_fresh_text(trust, at) &&
         crypto_from_base64(str_of(given), SIGNATURE_BYTES_MAX, &arena,
                            &signature) &&
         crypto_is_signed(CRYPTO_P256, key, signature, parts, ARRAY_LEN(parts));
    arena_free(&arena);
    return ok;
}

static bool sendgrid_verify(const struct gateway_settings *settings,
                            const struct webhook_request *request,
                            const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

/* Whether the address is to be left alone: it complained, or is none. */
static bool suppresses(const char *event, const char *type, const char *status,
                       const char *reason)
{
    static const char *const lists[] = {"Bounced Address", "Invalid",
                                        "Spam Reporting Address",
                                        "Unsubscribed Address"};

    if (str_same(event, "spamreport") || str_same(event, "unsubscribe") ||
        str_same(event, "group_unsubscribe"))
        return true;
    if (str_same(event, "bounce"))
        return !str_same(type, "blocked") &&
               (status == NULL || mail_status_suppresses(status));
    for (size_t i = 0; str_same(event, "dropped") && i < ARRAY_LEN(lists);
         i++) {
        if (reason != NULL && strstr(reason, lists[i]) != NULL)
            return true;
    }
    return false;
}

static void read_event(const json_t *item, struct arena *arena,
                       struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    const char *event = json_text_word(item, "/event", arena);
    const char *type = json_text_word(item, "/type", arena);
    const char *status = json_text_word(item, "/status", arena);
    const char *reason = json_text_word(item, "/reason", arena);
    char *id = json_text_word(item, "/sg_message_id", arena);
    struct receipt receipt = {
        .key = json_text_word(item, "/" MAIL_DIALECT_KEY, arena),
        .event = json_text_word(item, "/sg_event_id", arena),
        .to = json_text_word(item, "/email", arena),
        .code = status,
        .detail = reason,
        .suppress = suppresses(event, type, status, reason),
        .is_passing =
            str_same(event, "bounce") &&
            (str_same(type, "blocked") || (status != NULL && *status == '4')),
    };

    if (!state_words_find(&words, event, &receipt.state))
        return;
    /* What follows the first dot names the machine that wrote it. */
    if (id != NULL)
        receipt.reference = arena_strndup(arena, id, strcspn(id, "."));
    receipt_list_add(out, &receipt, arena);
}

static void sendgrid_receipt(const struct gateway_settings *settings,
                             const struct webhook_request *request,
                             struct arena *arena, struct receipt_list *out)
{
    json_t *root = json_text_read(request->body);

    (void)settings;
    for (size_t i = 0; i < json_array_size(root); i++)
        read_event(json_array_get(root, i), arena, out);
    json_decref(root);
}

const struct notifier notifier_sendgrid = {
    .name = "sendgrid",
    .speaks = {[CHANNEL_MAIL] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER,
    .takes = GATEWAY_SIGNING,
    .validate = mail_dialect_validate,
    .compose = sendgrid_compose,
    .classify = sendgrid_classify,
    .verify = sendgrid_verify,
    .receipt = sendgrid_receipt,
};
