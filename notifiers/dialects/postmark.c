/* postmark.c - Postmark's email */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/json_text.h"
#include "notifiers/mail_dialect.h"

#define WHERE "https://api.postmarkapp.com"

static const struct code_rule codes[] = {
    {"10", DELIVERY_CONFIG, "wrong server token", false},
    {"100", DELIVERY_RETRY, "under repair", false},
    {"300", DELIVERY_REFUSED, "mail not accepted", false},
    {"400", DELIVERY_CONFIG, "sender not known", false},
    {"401", DELIVERY_CONFIG, "sender not confirmed", false},
    {"402", DELIVERY_REFUSED, "not JSON", false},
    {"405", DELIVERY_CONFIG, "no balance left", false},
    {"406", DELIVERY_REFUSED, "bounced or complained before", true},
    {"412", DELIVERY_CONFIG, "account not approved", false},
    {"413", DELIVERY_CONFIG, "account may not send", false},
    {"429", DELIVERY_RETRY, "too many requests", false},
};

/* Kinds of bounces; all others pass. */
static const struct code_rule bounces[] = {
    {"HardBounce", DELIVERY_REFUSED, "no such mailbox", true},
    {"BadEmailAddress", DELIVERY_REFUSED, "not a mailbox", true},
    {"SpamNotification", DELIVERY_REFUSED, "taken for spam", false},
    {"SpamComplaint", DELIVERY_REFUSED, "complained", true},
    {"ManuallyDeactivated", DELIVERY_REFUSED, "shut off by hand", true},
    {"Unsubscribe", DELIVERY_REFUSED, "opted out", true},
    {"Blocked", DELIVERY_REFUSED, "blocked by the other side", false},
    {"SMTPApiError", DELIVERY_REFUSED, "mail not accepted", false},
    {"SoftBounce", DELIVERY_RETRY, "not deliverable now", false},
    {"Transient", DELIVERY_RETRY, "not deliverable now", false},
    {"DnsError", DELIVERY_RETRY, "domain not found now", false},
};

static bool postmark_compose(const struct gateway_settings *settings,
                             const struct message *message, struct arena *arena,
                             struct exchange_request *out, struct error *err)
{
    static const struct attachment_names names = {"Name", "ContentType",
                                                  "Content"};
    struct mail_pieces pieces;

    if (!mail_pieces_read(settings, message, arena, &pieces, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/email",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_header(out, "Accept", "application/json");
    dialect_header(out, "X-Postmark-Server-Token", settings->secret);
    return dialect_json(
        out,
        json_pack("{s:s, s:s, s:s, s:s, s:s*, s:s*, s:{s:s}, s:o, s:o*}",
                  "From", pieces.from, "To", pieces.to, "Subject",
                  pieces.subject, "TextBody", pieces.text, "HtmlBody",
                  pieces.html, "MessageStream", settings->profile, "Metadata",
                  MAIL_DIALECT_KEY, message->key, "Headers",
                  mail_pieces_headers_json(&pieces, "Name", "Value"),
                  "Attachments",
                  mail_pieces_attachments_json(&pieces, &names, arena)),
        arena, err);
}

static void postmark_classify(const struct gateway_settings *settings,
                              const struct exchange_reply *reply,
                              struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/MessageID",
        .codes = {"/ErrorCode"},
        .says = "/Message",
        .table = {codes, ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

/* One event each; RecordType says of what kind. */
static bool read_kind(const json_t *root, const char *kind, struct arena *arena,
                      struct receipt *out)
{
    static const struct code_table table = {bounces, ARRAY_LEN(bounces)};

    if (str_same(kind, "Delivery")) {
        out->state = RECEIPT_DELIVERED;
    } else if (str_same(kind, "Open") || str_same(kind, "Click")) {
        out->state = RECEIPT_READ;
    } else if (str_same(kind, "Bounce")) {
        out->state = RECEIPT_UNDELIVERED;
        code_table_explain(&table, json_text_word(root, "/Type", arena), out);
    } else if (str_same(kind, "SpamComplaint")) {
        out->state = RECEIPT_DELIVERED;
        out->code = kind;
        out->detail = "complained";
        out->suppress = true;
    } else if (str_same(kind, "SubscriptionChange")) {
        out->state = RECEIPT_DELIVERED;
        out->suppress =
            str_same(json_text_word(root, "/SuppressSending", arena), "true");
    } else {
        return false;
    }
    return true;
}

static void postmark_receipt(const struct gateway_settings *settings,
                             const struct webhook_request *request,
                             struct arena *arena, struct receipt_list *out)
{
    json_t *root = json_text_read(request->body);
    struct receipt receipt = {
        .reference = json_text_word(root, "/MessageID", arena),
        .key = json_text_word(root, "/Metadata/" MAIL_DIALECT_KEY, arena),
        .event = json_text_word(root, "/ID", arena),
        .to = json_text_word(root, "/Recipient", arena),
    };

    (void)settings;
    if (receipt.to == NULL)
        receipt.to = json_text_word(root, "/Email", arena);
    if (read_kind(root, json_text_word(root, "/RecordType", arena), arena,
                  &receipt))
        receipt_list_add(out, &receipt, arena);
    json_decref(root);
}

const struct notifier notifier_postmark = {
    .name = "postmark",
    .speaks = {[CHANNEL_MAIL] = true},
    .where = WHERE,
    .needs = GATEWAY_SECRET | GATEWAY_SENDER,
    .takes = GATEWAY_PROFILE,
    .validate = mail_dialect_validate,
    .compose = postmark_compose,
    .classify = postmark_classify,
    .receipt = postmark_receipt,
};
