#include <string.h>

#include "app/command.h"
#include "app/gateway_view.h"
#include "base/crypto.h"
#include "domain/customer.h"
#include "domain/phone.h"
#include "net/fetch.h"
#include "notifiers/mail_message.h"
#include "notifiers/sms_text.h"

/*
 * gateway - which ways out there are, and one message through one of them
 *
 * A person asks for that message, so it leaves an office that is not live as
 * well. A pretended clock still reaches this machine only (invariant 21).
 */

#define TEXT    "This is a test of kept. If you can read it, messages arrive."
#define SUBJECT "Test of kept"

static const struct option_spec options[] = {
    {"text", "TEXT", "test: say this instead"},
    {0},
};

/* What a gateway can do besides sending. */
static json_t *abilities(const struct notifier *notifier)
{
    json_t *list = json_array();

    if (notifier->receipt != NULL)
        (void)json_array_append_new(list, json_string("receipts"));
    if (notifier->inbound != NULL)
        (void)json_array_append_new(list, json_string("replies"));
    if (notifier->verify != NULL)
        (void)json_array_append_new(list, json_string("signatures"));
    if (notifier->ask != NULL)
        (void)json_array_append_new(list, json_string("questions"));
    return list;
}

static json_t *gateway_json(const struct gateway_settings *settings,
                            struct arena *arena)
{
    const struct notifier *notifier = notifier_find(settings->kind);

    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:o}", "channel",
                     channel_name(settings->channel), "name", settings->name,
                     "gateway", settings->kind, "url", gateway_url(settings),
                     "hook", webhook_url(settings, "", arena), "can",
                     abilities(notifier));
}

static void print_gateway(const struct call *call, const json_t *gateway)
{
    const char *hook = json_string_value(json_object_get(gateway, "hook"));
    const json_t *can = json_object_get(gateway, "can");

    (void)fprintf(call->out, "%s: %s at %s\n",
                  json_string_value(json_object_get(gateway, "channel")),
                  json_string_value(json_object_get(gateway, "gateway")),
                  json_string_value(json_object_get(gateway, "url")));
    for (size_t i = 0; i < json_array_size(can); i++)
        (void)fprintf(call->out, "%s%s", i == 0 ? "  also: " : ", ",
                      json_string_value(json_array_get(can, i)));
    if (json_array_size(can) > 0)
        (void)fputs("\n", call->out);
    if (hook != NULL && json_array_size(can) > 0)
        (void)fprintf(call->out, "  its replies go to %s\n", hook);
}

static int list(struct call *call, const struct config *config)
{
    json_t *all = json_array();
    json_t *known = json_array();
    const struct notifier *notifier;

    for (int i = 0; i < CHANNEL_COUNT; i++)
        (void)json_array_append_new(all, gateway_json(&config->gateways[i],
                                                      call->arena));
    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++)
        (void)json_array_append_new(known, json_string(notifier->name));
    if (call->json) {
        call_print_json(call, json_pack("{s:o, s:o}", "gateways", all, "known",
                                        known));
        return EXIT_DONE;
    }
    for (size_t i = 0; i < json_array_size(all); i++)
        print_gateway(call, json_array_get(all, i));
    (void)fprintf(call->out, "There are: %s.\n", notifier_names(call->arena));
    json_decref(all);
    json_decref(known);
    return EXIT_DONE;
}

/* The one of that name that carries messages to such an address. */
static const struct gateway_settings *find(const struct config *config,
                                           const char *name, const char *to)
{
    enum channel channel = strchr(to, '@') == NULL ? CHANNEL_SMS : CHANNEL_MAIL;
    const struct gateway_settings *settings = &config->gateways[channel];

    if (strcmp(name, channel_name(channel)) == 0 ||
        strcmp(name, settings->kind) == 0)
        return settings;
    return NULL;
}

/* A number in its plain form; without an office it must have its plus. */
static bool read_address(struct call *call, const char *text, const char **out,
                         struct error *err)
{
    char e164[PHONE_E164_MAX];
    struct office office = {0};
    const char *country = "";

    if (strchr(text, '@') != NULL) {
        *out = text;
        return mail_is_plausible(text) ||
               error_set(err, ERROR_USAGE, "'%s' is not a mailbox", text);
    }
    if (call_office(call, &office, err))
        country = office.country;
    if (phone_read(text, country, e164) != PHONE_GOOD)
        return error_set(err, ERROR_USAGE,
                         "'%s' is neither a mailbox nor a telephone number; "
                         "write it like +33 6 …",
                         text);
    *out = arena_strdup(call->arena, e164);
    return true;
}

static struct message write_message(struct call *call, enum channel channel,
                                    const char *to)
{
    const char *text = call_option(call, "text");
    bool is_mail = channel == CHANNEL_MAIL;
    char token[CRYPTO_TOKEN_MAX];

    if (text == NULL)
        text = TEXT;
    return (struct message){
        .key = arena_printf(call->arena, "test-%s", crypto_token(token)),
        .channel = channel,
        .to = to,
        .language = "en",
        .subject = is_mail ? SUBJECT : NULL,
        .text = text,
        .html = is_mail ? mail_html(text, SUBJECT, "en", call->arena) : NULL,
        .date = call_now(call),
        .sending = call_now(call),
        .useful = {HOUR_S},
        .parts = is_mail ? 0 : sms_text_size(text).parts,
    };
}

static void print_pairs(const struct call *call, const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        (void)fprintf(call->out, "  %s: %s\n", name, json_string_value(value));
    }
}

static void print_exchange(const struct call *call, const json_t *request,
                           const json_t *answer)
{
    const char *method = json_string_value(json_object_get(request, "method"));
    const char *body = json_string_value(json_object_get(request, "body"));
    const json_t *words = json_object_get(request, "arguments");

    (void)fprintf(call->out, "Request\n  %s %s",
                  method == NULL
                      ? json_string_value(json_object_get(request, "kind"))
                      : method,
                  json_string_value(json_object_get(request, "url")));
    for (size_t i = 0; i < json_array_size(words); i++)
        (void)fprintf(call->out, " %s",
                      json_string_value(json_array_get(words, i)));
    (void)fputs("\n", call->out);
    print_pairs(call, json_object_get(request, "headers"));
    if (body != NULL)
        (void)fprintf(call->out, "\n%s\n", body);
    body = json_string_value(json_object_get(answer, "body"));
    (void)fprintf(call->out, "\nAnswer\n  %s, status %d%s%s\n",
                  json_string_value(json_object_get(answer, "fate")),
                  (int)json_integer_value(json_object_get(answer, "status")),
                  *json_string_value(json_object_get(answer, "problem")) == '\0'
                      ? ""
                      : ": ",
                  json_string_value(json_object_get(answer, "problem")));
    if (!str_is_empty(body))
        (void)fprintf(call->out, "\n%s\n", body);
}

static void print_verdict(const struct call *call,
                          const struct delivery *delivery)
{
    (void)fprintf(call->out, "\nVerdict\n  %s: %s\n  it said: %s\n",
                  delivery_outcome_name(delivery->outcome),
                  gateway_outcome_means(delivery->outcome), delivery->detail);
    if (delivery->reference != NULL)
        (void)fprintf(call->out, "  its id: %s\n", delivery->reference);
    if (delivery->suppress)
        (void)fputs("  nothing more would be sent to this address\n",
                    call->out);
}

static int tell(struct call *call, const char *key, json_t *request,
                json_t *answer, const struct delivery *delivery)
{
    if (call->json) {
        call_print_json(call,
                        json_pack("{s:s, s:o, s:o, s:o}", "key", key, "request",
                                  request, "answer", answer, "verdict",
                                  gateway_verdict_json(delivery)));
    } else {
        print_exchange(call, request, answer);
        print_verdict(call, delivery);
        json_decref(request);
        json_decref(answer);
    }
    return delivery->outcome == DELIVERY_ACCEPTED ? EXIT_DONE
                                                  : EXIT_NEEDS_PERSON;
}

static bool send(const struct call *call,
                 const struct exchange_request *request,
                 struct exchange_reply *out, struct error *err)
{
    struct fetcher *fetcher;
    bool answered;

    if (!fetcher_open(&fetcher, err))
        return false;
    /* Silence is an answer, too: the reply says of which kind. */
    answered = fetcher_ask(fetcher, request, call->arena, out, err);
    fetcher_close(fetcher);
    return answered || err->kind != ERROR_MACHINE;
}

static int test(struct call *call, const struct config *config)
{
    const struct gateway_settings *settings;
    const struct notifier *notifier;
    struct exchange_request request;
    struct exchange_reply reply;
    struct delivery delivery;
    struct message message;
    const char *to = call->words[2];
    struct error err;

    if (!read_address(call, to, &to, &err))
        return call_fail(call, &err);
    settings = find(config, call->words[1], to);
    if (settings == NULL) {
        (void)error_set(&err, ERROR_USAGE,
                        "no gateway '%.40s' carries messages to such an "
                        "address; 'kept gateway list' shows them",
                        call->words[1]);
        return call_fail(call, &err);
    }
    if (call->has_at && !config_gateway_is_local(settings)) {
        (void)error_set(&err, ERROR_USAGE,
                        "with --at messages do not leave this machine");
        return call_fail(call, &err);
    }
    notifier = notifier_find(settings->kind);
    message = write_message(call, settings->channel, to);
    if (!notifier->compose(settings, &message, call->arena, &request, &err))
        return call_fail(call, &err);
    request.only_loopback = call->has_at;
    if (!send(call, &request, &reply, &err))
        return call_fail(call, &err);
    notifier->classify(settings, &reply, call->arena, &delivery);
    return tell(call, message.key,
                gateway_request_json(settings, message.key, &request,
                                     call->arena),
                gateway_answer_json(settings, message.key, &reply, call->arena),
                &delivery);
}

static int run(struct call *call)
{
    const char *what = call->words[0];
    struct config config;
    struct error err;
    bool lists = strcmp(what, "list") == 0 && call->word_count == 1;

    if (!lists && (strcmp(what, "test") != 0 || call->word_count != 3)) {
        (void)fputs("kept: usage: kept gateway list, or kept gateway test NAME "
                    "TO [--text TEXT]\n",
                    call->err);
        return EXIT_USAGE;
    }
    if (!call_config(call, &config, &err))
        return call_fail(call, &err);
    return lists ? list(call, &config) : test(call, &config);
}

const struct command command_gateway = {
    .name = "gateway",
    .kind = COMMAND_READS,
    .words = "list | test NAME TO",
    .words_min = 1,
    .words_max = 3,
    .help = "Shows the gateways, or sends one message through one and shows "
            "what was said.",
    .example = "kept gateway test sms \"+33 6 39 98 00 01\"",
    .options = options,
    .run = run,
};
