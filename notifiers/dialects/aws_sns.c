/* aws_sns.c - Amazon SNS: Publish to a telephone */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/dialects/aws_note.h"
#include "notifiers/form.h"
#include "notifiers/json_text.h"

#define WHERE       "https://sns.{region=}.amazonaws.com"
#define LETTERS_MAX 1600

static const struct code_rule codes[] = {
    {"Throttling", DELIVERY_RETRY, "too many requests", false},
    {"ThrottlingException", DELIVERY_RETRY, "too many requests", false},
    {"Throttled", DELIVERY_RETRY, "too many requests", false},
    {"InternalError", DELIVERY_UNKNOWN, "their fault", false},
    {"InternalFailure", DELIVERY_UNKNOWN, "their fault", false},
    {"ServiceUnavailable", DELIVERY_UNKNOWN, "their fault", false},
    {"InvalidParameter", DELIVERY_REFUSED, "number or text refused", false},
    {"InvalidParameterValue", DELIVERY_REFUSED, "number or text refused",
     false},
    {"ParameterValueInvalid", DELIVERY_REFUSED, "number or text refused",
     false},
    {"ValidationError", DELIVERY_REFUSED, "number or text refused", false},
    {"OptedOut", DELIVERY_REFUSED, "opted out", true},
    {"AuthorizationError", DELIVERY_CONFIG, "key may not send", false},
    {"AccessDenied", DELIVERY_CONFIG, "key may not send", false},
    {"InvalidClientTokenId", DELIVERY_CONFIG, "no such key", false},
    {"SignatureDoesNotMatch", DELIVERY_CONFIG, "wrong secret, or our clock",
     false},
    {"RequestExpired", DELIVERY_CONFIG, "our clock is wrong", false},
    {"KMSAccessDenied", DELIVERY_CONFIG, "key may not send", false},
};

static void put_attribute(struct buf *form, int index, const char *name,
                          const char *value, struct arena *arena)
{
    const char *entry =
        arena_printf(arena, "MessageAttributes.entry.%d.", index);

    form_add(form, arena_printf(arena, "%sName", entry), name);
    form_add(form, arena_printf(arena, "%sValue.DataType", entry), "String");
    form_add(form, arena_printf(arena, "%sValue.StringValue", entry), value);
}

/* A number is another attribute than a name. */
static void put_sender(const char *sender, struct buf *form,
                       struct arena *arena)
{
    bool is_number = *dialect_digits(sender) != '\0' &&
                     strspn(dialect_digits(sender), "0123456789") ==
                         strlen(dialect_digits(sender));

    put_attribute(form, 2,
                  is_number ? "AWS.MM.SMS.OriginationNumber"
                            : "AWS.SNS.SMS.SenderID",
                  sender, arena);
}

static bool aws_sns_compose(const struct gateway_settings *settings,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out, struct error *err)
{
    struct buf form;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(
        settings,
        arena_printf(arena, "%s/", dialect_base(settings, WHERE, arena)), out);
    dialect_basic(settings, settings->user, out);
    out->auth = EXCHANGE_AUTH_SIGV4;
    out->scope = arena_printf(arena, "aws:amz:%s:sns", settings->region);
    buf_init(&form, DIALECT_BODY_MAX);
    form_add(&form, "Action", "Publish");
    form_add(&form, "Version", "2010-03-31");
    form_add(&form, "PhoneNumber", message->to);
    form_add(&form, "Message", message->text);
    put_attribute(&form, 1, "AWS.SNS.SMS.SMSType", "Transactional", arena);
    if (!str_is_empty(settings->sender))
        put_sender(settings->sender, &form, arena);
    return dialect_form(out, &form, arena, err);
}

static void aws_sns_classify(const struct gateway_settings *settings,
                             const struct exchange_reply *reply,
                             struct arena *arena, struct delivery *out)
{
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    struct answer answer = {
        .id = dialect_tag(reply->body, "MessageId", arena),
        .code = dialect_tag(reply->body, "Code", arena),
        .reason = dialect_tag(reply->body, "Message", arena),
        .has_id = true,
    };

    (void)settings;
    dialect_judge(&table, &answer, reply, arena, out);
}

static bool aws_sns_verify(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           const struct webhook_trust *trust)
{
    (void)settings;
    return aws_note_is_signed(request, trust);
}

static void aws_sns_inbound(const struct gateway_settings *settings,
                            const struct webhook_request *request,
                            struct arena *arena, struct inbound_list *out)
{
    json_t *root = aws_note_read(request, arena);
    struct inbound inbound = {
        .from = json_text_word(root, "/originationNumber", arena),
        .to = json_text_word(root, "/destinationNumber", arena),
        .text = json_text_word(root, "/messageBody", arena),
        .id = json_text_word(root, "/inboundMessageId", arena),
    };

    (void)settings;
    if (inbound.text != NULL)
        inbound_list_add(out, &inbound, arena);
    json_decref(root);
}

const struct notifier notifier_aws_sns = {
    .name = "aws_sns",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs_token = true,
    .needs = GATEWAY_USER | GATEWAY_SECRET | GATEWAY_REGION,
    .compose = aws_sns_compose,
    .classify = aws_sns_classify,
    .verify = aws_sns_verify,
    .inbound = aws_sns_inbound,
};
