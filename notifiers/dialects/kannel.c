/* kannel.c - Kannel's sendsms: text answers, no ids, states by URL */
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"
#include "notifiers/http_answer.h"
#include "notifiers/sms_text.h"

/* Above that the parts are cut off silently (max-messages is six). */
#define PARTS_MAX        6
#define LETTERS_MAX      1600
#define VALIDITY_MIN_MAX 10080
/* delivered, failed, buffered, accepted and refused by the link */
#define EVERY_STATE      "31"

/* What its texts say, whatever the status. */
static const struct code_rule codes[] = {
    {"denied", DELIVERY_REFUSED, "number refused by its lists", false},
    {"not routable", DELIVERY_REFUSED, "no link takes this number", false},
    {"authorization", DELIVERY_CONFIG, "wrong user or password", false},
    {"receiver", DELIVERY_REFUSED, "no number", false},
    {"busy", DELIVERY_RETRY, "busy or shutting down", false},
};

static const struct state_word states[] = {
    {"1", RECEIPT_DELIVERED}, {"2", RECEIPT_UNDELIVERED},
    {"4", RECEIPT_BUFFERED},  {"8", RECEIPT_SENT},
    {"16", RECEIPT_FAILED},
};

/*
 * The key lies in the URL's token, as letters that nothing in between
 * changes; Kannel fills in state (%d), id at the link (%F) and reason (%A).
 */
static const char *report_url(const struct gateway_settings *settings,
                              const struct message *message,
                              struct arena *arena)
{
    const char *hook = webhook_url(settings, message->key, arena);

    return hook == NULL
               ? NULL
               : arena_printf(arena, "%s?st=%%d&fid=%%F&why=%%A", hook);
}

/*
 * By headers, so that no password stands in a URL that servers log. Its names
 * are those of the query with X-Kannel- in front.
 */
static bool kannel_compose(const struct gateway_settings *settings,
                           const struct message *message, struct arena *arena,
                           struct exchange_request *out, struct error *err)
{
    struct sms_size size = sms_text_size(message->text);
    const char *hook = report_url(settings, message, arena);
    int64_t validity = dialect_validity(message, 60, VALIDITY_MIN_MAX * 60);

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    if (size.parts > PARTS_MAX)
        return error_set(err, ERROR_INPUT, "%d parts, at most %d", size.parts,
                         PARTS_MAX);
    dialect_post(settings, settings->url, out);
    out->body = str_of(message->text);
    dialect_header(out, "Content-Type", "text/plain; charset=UTF-8");
    dialect_header(out, "X-Kannel-Username", settings->user);
    dialect_header(out, "X-Kannel-Password", settings->secret);
    dialect_header(out, "X-Kannel-To", message->to);
    dialect_header(out, "X-Kannel-From", settings->sender);
    dialect_header(out, "X-Kannel-Coding", size.is_gsm ? "0" : "2");
    dialect_header(out, "X-Kannel-SMSC", settings->service);
    if (hook != NULL)
        dialect_header(out, "X-Kannel-DLR-Mask", EVERY_STATE);
    dialect_header(out, "X-Kannel-DLR-Url", hook);
    if (validity > 0)
        dialect_header(out, "X-Kannel-Validity",
                       arena_printf(arena, "%lld", (long long)(validity / 60)));
    return true;
}

/* Words, since one status means several things. */
static const char *code_of(const struct exchange_reply *reply, const char *said)
{
    static const struct {
        const char *words;
        const char *code;
    } texts[] = {
        {"Authorization failed", "authorization"},
        {"denied", "denied"},
        {"Not routable", "not routable"},
        {"Missing receiver", "receiver"},
    };

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (strstr(said, texts[i].words) != NULL)
            return texts[i].code;
    }
    return reply->status == 503 ? "busy" : NULL;
}

static void kannel_classify(const struct gateway_settings *settings,
                            const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    const char *said = http_answer_reason(reply->body, arena);
    struct answer answer = {
        .code = reply->status == 202 ? NULL : code_of(reply, said),
        .reason = said,
    };

    (void)settings;
    dialect_judge(&table, &answer, reply, arena, out);
    out->code = NULL; /* ours, not its own */
    /* Something else on that port says 200. */
    if (out->outcome == DELIVERY_ACCEPTED && reply->status != 202)
        out->outcome = DELIVERY_UNKNOWN;
}

static void kannel_receipt(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct receipt_list *out)
{
    static const struct state_words words = {states, ARRAY_LEN(states)};
    struct receipt receipt = {.key = webhook_key(settings, request, arena)};
    const char *id;
    struct form form;

    form_read(webhook_query(request), arena, &form);
    if (!state_words_find(&words, form_get(&form, "st"), &receipt.state))
        return;
    id = form_get(&form, "fid");
    receipt.reference = str_is_empty(id) ? NULL : id;
    receipt.detail = form_get(&form, "why");
    receipt.is_passing = receipt.state == RECEIPT_FAILED &&
                         receipt.detail != NULL &&
                         strstr(receipt.detail, "Temporal") != NULL;
    receipt_list_add(out, &receipt, arena);
}

/* As docs/gateways.md asks for in the sms-service of kannel.conf. */
static void kannel_inbound(const struct gateway_settings *settings,
                           const struct webhook_request *request,
                           struct arena *arena, struct inbound_list *out)
{
    struct inbound inbound;
    struct form form;

    (void)settings;
    form_read(webhook_query(request), arena, &form);
    if (form_get(&form, "st") != NULL || form_get(&form, "text") == NULL)
        return;
    inbound = (struct inbound){
        .from = form_get(&form, "from"),
        .to = form_get(&form, "to"),
        .text = form_get(&form, "text"),
        .id = form_get(&form, "id"),
    };
    inbound_list_add(out, &inbound, arena);
}

const struct notifier notifier_kannel = {
    .name = "kannel",
    .speaks = {[CHANNEL_SMS] = true},
    .needs = GATEWAY_URL | GATEWAY_USER | GATEWAY_SECRET,
    .takes = GATEWAY_SERVICE,
    .compose = kannel_compose,
    .classify = kannel_classify,
    .receipt = kannel_receipt,
    .inbound = kannel_inbound,
};
