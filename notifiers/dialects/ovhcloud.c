/* ovhcloud.c - OVHcloud's SMS, whose requests are signed */
#include <string.h>

#include "base/crypto_sign.h"
#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/http_answer.h"
#include "notifiers/json_text.h"

#define WHERE          "https://{region=eu}.api.ovh.com/1.0"
#define LETTERS_MAX    1600
#define VALIDITY_S_MIN 60
#define VALIDITY_S_MAX (2 * DAY_S)

static const struct code_rule codes[] = {
    {"INVALID_SIGNATURE", DELIVERY_CONFIG, "wrong secret, or our clock", false},
    {"INVALID_CREDENTIAL", DELIVERY_CONFIG, "wrong consumer key", false},
    {"INVALID_KEY", DELIVERY_CONFIG, "wrong application key", false},
    {"NOT_CREDENTIAL", DELIVERY_CONFIG, "no consumer key", false},
    {"NOT_GRANTED_CALL", DELIVERY_CONFIG, "key may not send", false},
    {"QUERY_TIME_OUT", DELIVERY_CONFIG, "our clock is wrong", false},
    {"invalid receiver", DELIVERY_REFUSED, "no such number", true},
    {"not enough credits", DELIVERY_CONFIG, "no balance left", false},
};

char *ovhcloud_signature(const struct gateway_settings *settings,
                         const struct exchange_request *request,
                         const char *seconds, struct arena *arena)
{
    const struct str parts[] = {
        str_of(settings->secret),
        STR("+"),
        str_of(settings->consumer),
        STR("+"),
        str_of(request->method),
        STR("+"),
        str_of(request->url),
        STR("+"),
        request->body,
        STR("+"),
        str_of(seconds),
    };
    struct crypto_sum digest;
    char hex[CRYPTO_HEX_MAX];

    crypto_sum(CRYPTO_SHA1, parts, ARRAY_LEN(parts), &digest);
    return arena_printf(arena, "$1$%s", crypto_hex(&digest, hex));
}

static bool ovhcloud_compose(const struct gateway_settings *settings,
                             const struct message *message, struct arena *arena,
                             struct exchange_request *out, struct error *err)
{
    int64_t validity =
        dialect_validity(message, VALIDITY_S_MIN, VALIDITY_S_MAX);
    const char *seconds =
        arena_printf(arena, "%lld", (long long)dialect_sending(message).unix_s);
    bool has_sender = !str_is_empty(settings->sender);
    json_t *body;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    dialect_post(settings,
                 arena_printf(arena, "%s/sms/%s/jobs",
                              dialect_base(settings, WHERE, arena),
                              dialect_escaped(settings->service, arena)),
                 out);
    /*
     * A reminder is no advertisement: without noStopClause a line is added
     * and nothing leaves at night. Without a sender people can answer.
     */
    body = json_pack("{s:s, s:[s], s:s*, s:b, s:b, s:s, s:s, s:s}", "message",
                     message->text, "receivers", message->to, "sender",
                     has_sender ? settings->sender : NULL, "senderForResponse",
                     !has_sender, "noStopClause", true, "priority", "high",
                     "charset", "UTF-8", "tag", message->key);
    if (body != NULL && validity > 0)
        (void)json_object_set_new(body, "validityPeriod",
                                  json_integer(validity / 60));
    if (!dialect_json(out, body, arena, err))
        return false;
    dialect_header(out, "X-Ovh-Application", settings->user);
    dialect_header(out, "X-Ovh-Consumer", settings->consumer);
    dialect_header(out, "X-Ovh-Timestamp", seconds);
    dialect_header(out, "X-Ovh-Signature",
                   ovhcloud_signature(settings, out, seconds, arena));
    return true;
}

/* A good answer may have an id, or the number among those it refused. */
static void ovhcloud_classify(const struct gateway_settings *settings,
                              const struct exchange_reply *reply,
                              struct arena *arena, struct delivery *out)
{
    static const struct code_table table = {codes, ARRAY_LEN(codes)};
    json_t *root = json_text_read(reply->body);
    struct answer answer = {
        .id = json_text_word(root, "/ids/0", arena),
        .code = json_text_word(root, "/errorCode", arena),
        .reason = http_answer_reason(reply->body, arena),
        .has_id = true,
    };

    (void)settings;
    if (answer.id == NULL &&
        json_array_size(json_object_get(root, "invalidReceivers")) > 0)
        answer.code = "invalid receiver";
    if (answer.code == NULL && strstr(answer.reason, "credit") != NULL)
        answer.code = "not enough credits";
    dialect_judge(&table, &answer, reply, arena, out);
    if (str_same(answer.code, "invalid receiver"))
        out->code = NULL; /* it has none */
    json_decref(root);
}

const struct notifier notifier_ovhcloud = {
    .name = "ovhcloud",
    .speaks = {[CHANNEL_SMS] = true},
    .where = WHERE,
    .needs = GATEWAY_USER | GATEWAY_SECRET | GATEWAY_CONSUMER | GATEWAY_SERVICE,
    .takes = GATEWAY_REGION,
    .compose = ovhcloud_compose,
    .classify = ovhcloud_classify,
};
