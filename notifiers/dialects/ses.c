/* ses.c - Amazon SES, version 2 */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/dialects/aws_note.h"
#include "notifiers/http_answer.h"
#include "notifiers/json_text.h"
#include "notifiers/mail_dialect.h"

#define WHERE         "https://email.{region=}.amazonaws.com"
#define TAG_BYTES_MAX 256

static const struct code_rule codes[] = {
    {"TooManyRequestsException", DELIVERY_RETRY, "too many requests", false},
    {"ThrottlingException", DELIVERY_RETRY, "too many requests", false},
    {"LimitExceededException", DELIVERY_RETRY, "too many mails", false},
    {"MessageRejected", DELIVERY_REFUSED, "mail not accepted", false},
    {"BadRequestException", DELIVERY_REFUSED, "mail not accepted", false},
    {"AccountSuspendedException", DELIVERY_CONFIG, "account suspended", false},
    {"SendingPausedException", DELIVERY_CONFIG, "sending is paused", false},
    {"MailFromDomainNotVerifiedException", DELIVERY_CONFIG,
     "sender not verified", false},
    {"NotFoundException", DELIVERY_CONFIG, "no such configuration set", false},
    {"AccessDeniedException", DELIVERY_CONFIG, "key may not send", false},
    {"UnrecognizedClientException", DELIVERY_CONFIG, "no such key", false},
    {"InvalidSignatureException", DELIVERY_CONFIG, "wrong secret, or our clock",
     false},
    {"SignatureDoesNotMatch", DELIVERY_CONFIG, "wrong secret, or our clock",
     false},
    {"InternalServiceErrorException", DELIVERY_UNKNOWN, "their fault", false},
};

static const struct state_word states[] = {
    {"Send", RECEIPT_QUEUED},
    {"DeliveryDelay", RECEIPT_BUFFERED},
    {"Delivery", RECEIPT_DELIVERED},
    {"Open", RECEIPT_READ},
    {"Click", RECEIPT_READ},
    {"Bounce", RECEIPT_UNDELIVERED},
    {"Complaint", RECEIPT_DELIVERED},
    {"Reject", RECEIPT_FAILED},
    {"Rendering Failure", RECEIPT_FAILED},
};

/* A tag may hold these letters only. */
static bool is_tag(const char *key)
{
    size_t len = strlen(key);

    return len > 0 && len <= TAG_BYTES_MAX &&
           strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                       "0123456789-_.@") == len;
}

static json_t *content_of(const struct mail_pieces *pieces, struct arena *arena)
{
    static const struct attachment_names names = {"FileName", "ContentType",
                                                  "RawContent"};
    json_t *body = json_pack("{s:{s:s, s:s}}", "Text", "Data", pieces->text,
                             "Charset", "UTF-8");

    if (body != NULL && pieces->html != NULL)
        (void)json_object_set_new(body, "Html",
                                  json_pack("{s:s, s:s}", "Data", pieces->html,
                                            "Charset", "UTF-8"));
    return json_pack("{s:{s:{s:s, s:s}, s:o, s:o, s:o*}}", "Simple", "Subject",
                     "Data", pieces->subject, "Charset", "UTF-8", "Body", body,
                     "Headers",
                     mail_pieces_headers_json(pieces, "Name", "Value"),
                     "Attachments",
                     mail_pieces_attachments_json(pieces, &names, arena));
}

static bool ses_compose(const struct gateway_settings *settings,
                        const struct message *message, struct arena *arena,
                        struct exchange_request *out, struct error *err)
{
    struct mail_pieces pieces;
    json_t *body;

    if (!mail_pieces_read(settings, message, arena, &pieces, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/v2/email/outbound-emails",
                              dialect_base(settings, WHERE, arena)),
                 out);
    dialect_basic(settings, settings->user, out);
    out->auth = EXCHANGE_AUTH_SIGV4;
    out->scope = arena_printf(arena, "aws:amz:%s:ses", settings->region);
    body = json_pack("{s:s, s:{s:[s]}, s:o, s:s*}", "FromEmailAddress",
                     pieces.from, "Destination", "ToAddresses", pieces.to,
                     "Content", content_of(&pieces, arena),
                     "ConfigurationSetName", settings->profile);
    if (body != NULL && is_tag(message->key))
        (void)json_object_set_new(body, "EmailTags",
                                  json_pack("[{s:s, s:s}]", "Name",
                                            MAIL_DIALECT_KEY, "Value",
                                            message->key));
    return dialect_json(out, body, arena, err);
}

/* "Name:http://…" in a header: the name. */
static const char *error_code(const struct exchange_reply *reply,
                              const json_t *root, struct arena *arena)
{
    if (reply->error_type != NULL)
        return arena_strndup(arena, reply->error_type,
                             strcspn(reply->error_type, ":"));
    return json_text_word(root, "/__type", arena);
}

static void ses_classify(const struct gateway_settings *settings,
                         const struct exchange_reply *reply,
                         struct arena *arena, struct delivery *out)
{
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    json_t *root = json_text_read(reply->body);
    struct answer answer = {
        .id = json_text_word(root, "/MessageId", arena),
        .code = error_code(reply, root, arena),
        .reason = http_answer_reason(reply->body, arena),
        .has_id = true,
    };

    (void)settings;
    dialect_judge(&table, &answer, reply, arena, out);
    json_decref(root);
}

static bool ses_verify(const struct gateway_settings *settings,
                       const struct webhook_request *request,
                       const struct webhook_trust *trust)
{
    (void)settings;
    return aws_note_is_signed(request, trust);
}

static void read_bounce(const json_t *root, struct arena *arena,
                        struct receipt *out)
{
    const char *type = json_text_word(root, "/bounce/bounceType", arena);

    out->code =
        json_text_word(root, "/bounce/bouncedRecipients/0/status", arena);
    out->detail = json_text_word(root, "/bounce/bounceSubType", arena);
    out->suppress = str_same(type, "Permanent");
    out->is_passing = str_same(type, "Transient");
}

static void ses_receipt(const struct gateway_settings *settings,
                        const struct webhook_request *request,
                        struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    json_t *root = aws_note_read(request, arena);
    const char *event = json_text_word(root, "/eventType", arena);
    struct receipt receipt = {
        .reference = json_text_word(root, "/mail/messageId", arena),
        .key = json_text_word(root, "/mail/tags/" MAIL_DIALECT_KEY "/0", arena),
        .to = json_text_word(root, "/mail/destination/0", arena),
    };

    (void)settings;
    if (event == NULL)
        event = json_text_word(root, "/notificationType", arena);
    if (state_words_find(&words, event, &receipt.state)) {
        if (str_same(event, "Bounce"))
            read_bounce(root, arena, &receipt);
        if (str_same(event, "Complaint")) {
            receipt.detail = "complained";
            receipt.suppress = true;
        }
        receipt_list_add(out, &receipt, arena);
    }
    json_decref(root);
}

const struct notifier notifier_ses = {
    .name = "ses",
    .speaks = {[CHANNEL_MAIL] = true},
    .where = WHERE,
    .needs_token = true,
    .needs = GATEWAY_USER | GATEWAY_SECRET | GATEWAY_SENDER | GATEWAY_REGION,
    .takes = GATEWAY_PROFILE,
    .validate = mail_dialect_validate,
    .compose = ses_compose,
    .classify = ses_classify,
    .verify = ses_verify,
    .receipt = ses_receipt,
};
