/* command.c - a program of this machine, run for each message */
#include <string.h>

#include "notifiers/dialects.h"
#include "notifiers/reply.h"

/* One value of an environment has 128 KiB at most. */
#define VALUE_BYTES_MAX 100000

/* What programs end with, by the list of sysexits.h. */
static const struct {
    int from;
    int to;
    enum delivery_outcome outcome;
} statuses[] = {
    {0, 0, DELIVERY_ACCEPTED},
    {75, 75, DELIVERY_RETRY},   /* try again later */
    {77, 78, DELIVERY_CONFIG},  /* permission, configuration */
    {65, 69, DELIVERY_REFUSED}, /* data, input, user, host, service */
};

static bool command_validate(const struct gateway_settings *settings,
                             struct error *err)
{
    if (*settings->url != '/')
        return error_set(err, ERROR_USAGE,
                         "'url' must be the whole path of a program, such as "
                         "/usr/local/bin/send-sms");
    return true;
}

static void add(struct exchange_request *out, const char *name,
                const char *value)
{
    if (value != NULL)
        out->headers[out->header_count++] =
            (struct exchange_header){.name = name, .value = value};
}

static bool command_compose(const struct gateway_settings *settings,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out, struct error *err)
{
    if (str_is_empty(message->to))
        return error_set(err, ERROR_INPUT, "nobody to send to");
    if (strlen(str_or_empty(message->html)) > VALUE_BYTES_MAX ||
        strlen(str_or_empty(message->calendar)) > VALUE_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "the mail is too long");
    *out = (struct exchange_request){
        .kind = EXCHANGE_PROGRAM,
        .url = settings->url,
        .arguments = settings->arguments,
        .timeout_s =
            settings->timeout_s > 0 ? settings->timeout_s : GATEWAY_TIMEOUT_S,
        .body = str_of(message->text),
    };
    add(out, "KEPT_CHANNEL", channel_name(message->channel));
    add(out, "KEPT_TO", message->to);
    add(out, "KEPT_FROM", settings->sender);
    add(out, "KEPT_KEY", message->key);
    add(out, "KEPT_LANGUAGE", message->language);
    add(out, "KEPT_SUBJECT", message->subject);
    add(out, "KEPT_HTML", message->html);
    add(out, "KEPT_CALENDAR", message->calendar);
    add(out, "KEPT_SECRET", settings->secret);
    add(out, "KEPT_REPORT_URL", webhook_url(settings, message->key, arena));
    return true;
}

/* Of one that went well the first line may be its id for the message. */
static void command_classify(const struct gateway_settings *settings,
                             const struct exchange_reply *reply,
                             struct arena *arena, struct delivery *out)
{
    const char *said;

    (void)settings;
    if (reply_judge_unanswered(reply, arena, out))
        return;
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        if (reply->status >= statuses[i].from &&
            reply->status <= statuses[i].to)
            out->outcome = statuses[i].outcome;
    }
    if (out->outcome == DELIVERY_ACCEPTED) {
        size_t len = 0;

        while (len < reply->body.len &&
               strchr("\r\n", reply->body.at[len]) == NULL)
            len++;
        out->reference =
            reply_reference((struct str){.at = reply->body.at, .len = len},
                            arena);
        out->detail = "status 0";
        return;
    }
    said = reply_discreet(reply->body, arena);
    out->detail = reply_discreet(
        str_of(arena_printf(arena, "status %d%s%s", reply->status,
                            *said == '\0' ? "" : ": ", said)),
        arena);
}

const struct notifier notifier_command = {
    .name = "command",
    .speaks = {[CHANNEL_SMS] = true, [CHANNEL_MAIL] = true},
    .needs = GATEWAY_URL,
    .takes = GATEWAY_ARGUMENTS,
    .validate = command_validate,
    .compose = command_compose,
    .classify = command_classify,
};
