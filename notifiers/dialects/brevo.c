/* brevo.c - Brevo's smtp/email, version 3 */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"
#include "notifiers/mail_dialect.h"

#define WHERE "https://api.brevo.com"

static const struct code_rule codes[] = {
    {"unauthorized", DELIVERY_CONFIG, "wrong key", false},
    {"permission_denied", DELIVERY_CONFIG, "key may not send", false},
    {"not_enough_credits", DELIVERY_CONFIG, "no balance left", false},
    {"account_under_validation", DELIVERY_CONFIG, "account not approved",
     false},
    {"invalid_parameter", DELIVERY_REFUSED, "a parameter is wrong", false},
    {"missing_parameter", DELIVERY_REFUSED, "a parameter is missing", false},
    {"too_many_requests", DELIVERY_RETRY, "too many requests", false},
};

static const struct state_word states[] = {
    {"request", RECEIPT_QUEUED},
    {"sent", RECEIPT_QUEUED},
    {"deferred", RECEIPT_BUFFERED},
    {"delivered", RECEIPT_DELIVERED},
    {"opened", RECEIPT_READ},
    {"unique_opened", RECEIPT_READ},
    {"proxy_open", RECEIPT_DELIVERED},
    {"click", RECEIPT_READ},
    {"soft_bounce", RECEIPT_UNDELIVERED},
    {"hard_bounce", RECEIPT_UNDELIVERED},
    {"invalid_email", RECEIPT_FAILED},
    {"blocked", RECEIPT_FAILED},
    {"error", RECEIPT_FAILED},
    {"spam", RECEIPT_DELIVERED},
    {"complaint", RECEIPT_DELIVERED},
    {"unsubscribed", RECEIPT_DELIVERED},
};

/* The events again, for what they say of the address. */
static const struct code_rule events[] = {
    {"hard_bounce", DELIVERY_REFUSED, "no such mailbox", true},
    {"invalid_email", DELIVERY_REFUSED, "not a mailbox", true},
    {"blocked", DELIVERY_REFUSED, "bounced or complained before", true},
    {"spam", DELIVERY_REFUSED, "complained", true},
    {"complaint", DELIVERY_REFUSED, "complained", true},
    {"unsubscribed", DELIVERY_REFUSED, "opted out", true},
    {"soft_bounce", DELIVERY_RETRY, "not deliverable now", false},
};

static bool brevo_compose(const struct gateway_settings *settings,
                          const struct message *message, struct arena *arena,
                          struct exchange_request *out, struct error *err)
{
    static const struct attachment_names names = {"name", NULL, "content"};
    struct exchange_header header;
    struct mail_pieces pieces;
    json_t *headers;

    if (!mail_pieces_read(settings, message, arena, &pieces, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v3/smtp/email",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_header(out, "Accept", "application/json");
    dialect_header(out, "api-key", settings->secret);
    headers = json_object();
    for (size_t i = 0; mail_pieces_header(&pieces, i, &header); i++)
        (void)json_object_set_new(headers, header.name,
                                  json_string(header.value));
    return dialect_json(
        out,
        json_pack("{s:{s:s, s:s*}, s:[{s:s}], s:s, s:s, s:s*, s:o, s:[s], "
                  "s:o*}",
                  "sender", "email", pieces.sender.mailbox, "name",
                  *pieces.sender.name == '\0' ? NULL : pieces.sender.name, "to",
                  "email", pieces.to, "subject", pieces.subject, "textContent",
                  pieces.text, "htmlContent", pieces.html, "headers", headers,
                  "tags", message->key, "attachment",
                  mail_pieces_attachments_json(&pieces, &names, arena)),
        arena, err);
}

static void brevo_classify(const struct gateway_settings *settings,
                           const struct exchange_reply *reply,
                           struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/messageId",
        .codes = {"/code"},
        .says = "/message",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
    out->reference = mail_bare_id(out->reference, arena);
}

static void brevo_receipt(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {events, ARRAY_LEN(events)};
    json_t *root = json_text_read(request->body);
    const char *event = json_text_word(root, "/event", arena);
    struct receipt receipt = {
        .reference =
            mail_bare_id(json_text_word(root, "/message-id", arena), arena),
        .key = json_text_word(root, "/tags/0", arena),
        .to = json_text_word(root, "/email", arena),
        .detail = json_text_word(root, "/reason", arena),
    };

    (void)settings;
    if (state_words_find(&words, event, &receipt.state)) {
        if (code_table_find(&table, event) != NULL)
            code_table_explain(&table, event, &receipt);
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

const struct notifier notifier_brevo = {
    .name = "brevo",
    .speaks = {[CHANNEL_MAIL] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER,
    .validate = mail_dialect_validate,
    .compose = brevo_compose,
    .classify = brevo_classify,
    .receipt = brevo_receipt,
};
