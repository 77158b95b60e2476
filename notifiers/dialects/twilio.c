/* twilio.c - Twilio's Messages, as SMS or WhatsApp */
#include <string.h>

#include "base/civil.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/dialects/twilio_signature.h"
#include "notifiers/form.h"
#include "notifiers/json_text.h"

#define WHERE          "https://api.twilio.com"
#define LETTERS_MAX    1600
/* Shorter ones end before the message has left its queue. */
#define VALIDITY_S_MIN 15
#define VALIDITY_S_MAX 36000
#define PAGE           50
/* A message is made within seconds; their clock is not ours. */
#define MADE_BEFORE_S  300
#define MADE_AFTER_S   3600

/* Twilio says that these change; what is not here is final. */
static const struct code_rule codes[] = {
    {"20003", DELIVERY_CONFIG, "wrong account or secret", false},
    {"20404", DELIVERY_CONFIG, "no such account or sender", false},
    {"20429", DELIVERY_RETRY, "too many requests", false},
    {"21211", DELIVERY_REFUSED, "no such number", true},
    {"21214", DELIVERY_REFUSED, "number cannot be reached", true},
    {"21614", DELIVERY_REFUSED, "not a mobile", true},
    {"21635", DELIVERY_REFUSED, "a landline", true},
    {"21610", DELIVERY_REFUSED, "opted out", true},
    {"21602", DELIVERY_REFUSED, "no text", false},
    {"21617", DELIVERY_REFUSED, "text too long", false},
    {"21408", DELIVERY_CONFIG, "country not enabled", false},
    {"21606", DELIVERY_CONFIG, "sender not usable", false},
    {"21608", DELIVERY_CONFIG, "trial account", false},
    {"21612", DELIVERY_CONFIG, "sender cannot reach it", false},
    {"21659", DELIVERY_CONFIG, "sender not usable", false},
    {"21703", DELIVERY_CONFIG, "no sender in the pool", false},
    {"30001", DELIVERY_RETRY, "queue full", false},
    {"30002", DELIVERY_CONFIG, "account suspended", false},
    {"30003", DELIVERY_RETRY, "telephone off or out of reach", false},
    {"30004", DELIVERY_REFUSED, "blocked", false},
    {"30005", DELIVERY_REFUSED, "unknown telephone", true},
    {"30006", DELIVERY_REFUSED, "landline or unreachable network", true},
    {"30007", DELIVERY_REFUSED, "filtered by the network", false},
    {"30008", DELIVERY_RETRY, "unknown reason", false},
    {"30011", DELIVERY_REFUSED, "no pictures there", false},
    {"30012", DELIVERY_REFUSED, "validity too short", false},
    {"30022-30023", DELIVERY_RETRY, "the network's limit", false},
    {"30032", DELIVERY_CONFIG, "sender not verified", false},
    {"30034", DELIVERY_CONFIG, "sender not registered", false},
    {"30036", DELIVERY_REFUSED, "validity passed", false},
    {"30410", DELIVERY_RETRY, "the network was silent", false},
    {"63003", DELIVERY_REFUSED, "not on WhatsApp", true},
    {"63016", DELIVERY_REFUSED, "needs an approved template", false},
    {"63018", DELIVERY_RETRY, "too many messages", false},
    {"63024", DELIVERY_REFUSED, "not on WhatsApp", true},
    {"63049", DELIVERY_REFUSED, "Meta would not deliver", false},
};

static const struct state_word states[] = {
    {"accepted", RECEIPT_QUEUED},
    {"scheduled", RECEIPT_QUEUED},
    {"queued", RECEIPT_QUEUED},
    {"sending", RECEIPT_QUEUED},
    {"sent", RECEIPT_SENT},
    {"partially_delivered", RECEIPT_SENT},
    {"delivered", RECEIPT_DELIVERED},
    {"read", RECEIPT_READ},
    {"undelivered", RECEIPT_UNDELIVERED},
    {"failed", RECEIPT_FAILED},
    {"canceled", RECEIPT_FAILED},
};

static bool is_whatsapp(const struct gateway_settings *settings)
{
    return str_same(settings->via, "whatsapp");
}

/* An API key is not the account it belongs to. */
static const char *account_of(const struct gateway_settings *settings)
{
    return str_is_empty(settings->account) ? settings->user : settings->account;
}

static bool twilio_validate(const struct gateway_settings *settings,
                            struct error *err)
{
    bool is_key = strncmp(settings->user, "SK", 2) == 0;

    if (settings->via != NULL && !is_whatsapp(settings) &&
        strcmp(settings->via, "sms") != 0)
        return error_set(err, ERROR_USAGE,
                         "'via' is '%.40s'; it can be sms or whatsapp",
                         settings->via);
    if (str_is_empty(settings->sender) && str_is_empty(settings->profile))
        return error_set(err, ERROR_USAGE,
                         "'sender' or 'profile' (MG…) is missing");
    if (settings->content != NULL && !is_whatsapp(settings))
        return error_set(err, ERROR_USAGE,
                         "'content' is for 'via: whatsapp' only");
    if (is_key && str_is_empty(settings->account))
        return error_set(err, ERROR_USAGE,
                         "'account' (AC…) is missing: 'user' is an API key");
    if (is_key && settings->hook_url != NULL && str_is_empty(settings->signing))
        return error_set(err, ERROR_USAGE,
                         "'signing_file' is missing: receipts are signed with "
                         "the account's token, not with an API key");
    return true;
}

static const char *address(const struct gateway_settings *settings,
                           const char *number, struct arena *arena)
{
    if (!is_whatsapp(settings) || str_is_empty(number) ||
        strncmp(number, "whatsapp:", 9) == 0)
        return number;
    return arena_printf(arena, "whatsapp:%s", number);
}

/* A template has one place, {{1}}, for all of the text. */
static bool put_text(const struct gateway_settings *settings,
                     const struct message *message, struct arena *arena,
                     struct buf *form, struct error *err)
{
    struct str variables;

    if (settings->content == NULL) {
        form_add(form, "Body", message->text);
        return true;
    }
    if (!json_text_write(json_pack("{s:s}", "1", message->text), arena,
                         &variables, err))
        return false;
    form_add(form, "ContentSid", settings->content);
    form_add(form, "ContentVariables", variables.at);
    return true;
}

static char *messages_url(const struct gateway_settings *settings,
                          struct arena *arena)
{
    return arena_printf(arena, "%s/2010-04-01/Accounts/%s/Messages.json",
                        dialect_base(settings, WHERE, arena),
                        dialect_escaped(account_of(settings), arena));
}

static bool twilio_compose(const struct gateway_settings *settings,
                           const struct message *message, struct arena *arena,
                           struct exchange_request *out, struct error *err)
{
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    struct buf form;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings, messages_url(settings, arena), out);
    dialect_basic(settings, settings->user, out);
    buf_init(&form, DIALECT_BODY_MAX);
    form_add(&form, "To", address(settings, message->to, arena));
    if (str_is_empty(settings->profile))
        form_add(&form, "From", address(settings, settings->sender, arena));
    else
        form_add(&form, "MessagingServiceSid", settings->profile);
    if (!put_text(settings, message, arena, &form, err)) {
        buf_finish(&form);
        return false;
    }
    form_add(&form, "StatusCallback",
             webhook_url(settings, message->key, arena));
    if (validity > 0 && !is_whatsapp(settings))
        form_add(&form, "ValidityPeriod",
                 arena_printf(arena, "%lld", (long long)validity));
    return dialect_form(out, &form, arena, err);
}

static void twilio_classify(const struct gateway_settings *settings,
                            const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    static const struct answer_shape shape = {
        .id = "/sid",
        .codes = {"/code", "/error_code"},
        .says = "/message",
        .table = {.rules = codes, .count = ARRAY_LEN(codes)},
    };

    (void)settings;
    dialect_classify(&shape, reply, arena, out);
}

/* It keeps no reference of ours: listed by number, newest first. */
static bool twilio_ask(const struct gateway_settings *settings,
                       const struct question *question, struct arena *arena,
                       struct exchange_request *out, struct error *err)
{
    (void)err;
    dialect_get(settings,
                arena_printf(arena, "%s?To=%s&PageSize=%d",
                             messages_url(settings, arena),
                             dialect_escaped(
                                 address(settings, question->to, arena), arena),
                             PAGE),
                out);
    dialect_basic(settings, settings->user, out);
    return true;
}

/* "Tue, 24 Nov 2026 17:00:00 +0000": always in UTC. */
static bool read_date(const char *text, struct instant *out)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct civil_time time = {0};
    const char *month;
    char name[4] = "";

    if (text == NULL || strlen(text) < 25 || text[3] != ',')
        return false;
    memcpy(name, text + 8, 3);
    month = strstr(months, name);
    if (month == NULL)
        return false;
    time.date.month = (int)(month - months) / 3 + 1;
    time.date.day = (text[5] - '0') * 10 + text[6] - '0';
    for (int i = 12; i < 16; i++)
        time.date.year = time.date.year * 10 + text[i] - '0';
    time.hour = (text[17] - '0') * 10 + text[18] - '0';
    time.minute = (text[20] - '0') * 10 + text[21] - '0';
    time.second = (text[23] - '0') * 10 + text[24] - '0';
    if (!civil_is_valid(time.date))
        return false;
    out->unix_s = civil_to_seconds(time);
    return true;
}

static bool is_ours(const json_t *item, const struct question *question,
                    struct arena *arena)
{
    const char *body = json_text_word(item, "/body", arena);
    const char *status = json_text_word(item, "/status", arena);
    struct instant made;
    int64_t later;

    if (body == NULL || strstr(body, question->text) == NULL ||
        !read_date(json_text_word(item, "/date_created", arena), &made))
        return false;
    later = instant_since(made, question->attempted).s;
    return later >= -MADE_BEFORE_S && later <= MADE_AFTER_S &&
           !str_same(status, "failed") && !str_same(status, "canceled");
}

static enum delivery_answer twilio_answer(
    const struct gateway_settings *settings, const struct question *question,
    const struct exchange_reply *reply, struct arena *arena,
    const char **reference)
{
    static const struct search search = {
        .items = "/messages",
        .id = "/sid",
        .is_ours = is_ours,
        .page = PAGE,
    };

    (void)settings;
    return dialect_search(&search, question, reply, arena, reference);
}

static bool is_signed(const struct webhook_request *request,
                      const struct webhook_trust *trust, const char *secret)
{
    (void)trust; /* it signs no time */
    return twilio_is_signed(request, secret);
}

static bool twilio_verify(const struct gateway_settings *settings,
                          const struct webhook_request *request,
                          const struct webhook_trust *trust)
{
    (void)settings;
    return webhook_is_signed(request, trust, is_signed);
}

static void read_fields(const struct webhook_request *request,
                        struct arena *arena, struct form *out)
{
    form_read_both(webhook_query(request), request->body, arena, out);
}

static void twilio_receipt(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    struct receipt receipt = {.key = webhook_key(settings, request, arena)};
    const char *code;
    struct form form;

    read_fields(request, arena, &form);
    if (!state_words_find(&words, form_get(&form, "MessageStatus"),
                          &receipt.state))
        return;
    code = form_get(&form, "ErrorCode");
    receipt.reference = form_get(&form, "MessageSid");
    receipt.event = webhook_header(request, "I-Twilio-Idempotency-Token");
    receipt.to = form_get(&form, "To");
    code_table_explain(&table, code, &receipt);
    if (str_same(code, "30036") || str_same(code, "30012"))
        receipt.state = RECEIPT_EXPIRED;
    receipt_list_add(out, &receipt, arena);
}

static const char *without_prefix(const char *text)
{
    return text != NULL && strncmp(text, "whatsapp:", 9) == 0 ? text + 9 : text;
}

static void twilio_inbound(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    read_fields(request, arena, &form);
    if (form_get(&form, "MessageStatus") != NULL ||
        form_get(&form, "Body") == NULL)
        return;
    inbound = (struct inbound){
        .from = without_prefix(form_get(&form, "From")),
        .to = without_prefix(form_get(&form, "To")),
        .text = form_get(&form, "Body"),
        .id = form_get(&form, "MessageSid"),
    };
    inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_twilio = {
    .name = "twilio",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_USER | GATEWAY_SECRET,
    .takes = GATEWAY_ACCOUNT | GATEWAY_PROFILE | GATEWAY_VIA | GATEWAY_CONTENT |
             GATEWAY_SIGNING,
    .validate = twilio_validate,
    .compose = twilio_compose,
    .classify = twilio_classify,
    .ask = twilio_ask,
    .answer = twilio_answer,
    .verify = twilio_verify,
    .receipt = twilio_receipt,
    .inbound = twilio_inbound,
};
