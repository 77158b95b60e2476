/* gateway_settings.c - what gateways check of their settings alike */
#include <strings.h>

#include "notifiers/http_gateway.h"
#include "notifiers/notifier.h"

/* Nobody waits longer for one message. */
#define TIMEOUT_S_MAX 600

/* From here on a gateway refuses what it does not read. */
#define VENDORS_OWN   (~(unsigned)(GATEWAY_ACCOUNT - 1))

/* A setting's name in kept.yaml and its value. */
struct setting {
    unsigned flag;
    const char *name;
    const char *value;
};

#define SETTINGS_COUNT 13

static void list_settings(const struct gateway_settings *settings,
                          struct setting out[SETTINGS_COUNT])
{
    bool is_mail = settings->channel == CHANNEL_MAIL;
    const struct setting all[SETTINGS_COUNT] = {
        {GATEWAY_USER, "user", settings->user},
        {GATEWAY_SECRET, "secret_file", settings->secret},
        {GATEWAY_SENDER, is_mail ? "from" : "sender", settings->sender},
        {GATEWAY_URL, "url", settings->url},
        {GATEWAY_ACCOUNT, "account", settings->account},
        {GATEWAY_REGION, "region", settings->region},
        {GATEWAY_SERVICE, "service", settings->service},
        {GATEWAY_PROFILE, "profile", settings->profile},
        {GATEWAY_VIA, "via", settings->via},
        {GATEWAY_CONTENT, "content", settings->content},
        {GATEWAY_CONSUMER, "consumer_file", settings->consumer},
        {GATEWAY_SIGNING, "signing_file", settings->signing},
        {GATEWAY_ARGUMENTS, "arguments",
         settings->arguments == NULL ? NULL : settings->arguments[0]},
    };

    memcpy(out, all, sizeof(all));
}

static bool check_needs(const struct notifier *notifier,
                        const struct gateway_settings *settings,
                        struct error *err)
{
    struct setting all[SETTINGS_COUNT];

    list_settings(settings, all);
    for (size_t i = 0; i < SETTINGS_COUNT; i++) {
        bool is_set = !str_is_empty(all[i].value);

        if (!is_set && (notifier->needs & all[i].flag) != 0)
            return error_set(err, ERROR_USAGE, "'%s' is missing: %s needs it",
                             all[i].name, notifier->name);
        if (is_set && (all[i].flag & VENDORS_OWN) != 0 &&
            ((notifier->needs | notifier->takes) & all[i].flag) == 0)
            return error_set(err, ERROR_USAGE, "'%s' is no setting of %s",
                             all[i].name, notifier->name);
    }
    return true;
}

/* Dialects of vendors are HTTP; the others look at their URL themselves. */
static bool check_url(const struct notifier *notifier,
                      const struct gateway_settings *settings,
                      struct error *err)
{
    const char *url = settings->url;

    if (notifier->where == NULL && str_is_empty(url))
        return error_set(err, ERROR_USAGE, "'url' is missing");
    if (notifier->where == NULL || *notifier->where == '/' || url == NULL ||
        strncasecmp(url, "https://", 8) == 0 ||
        strncasecmp(url, "http://", 7) == 0)
        return true;
    return error_set(err, ERROR_USAGE,
                     "'url' must start with http:// or https://");
}

bool gateway_validate(const struct gateway_settings *settings,
                      struct error *err)
{
    const struct notifier *notifier = notifier_find(settings->kind);

    if (notifier == NULL)
        return error_set(err, ERROR_USAGE, "there is no gateway '%.40s'",
                         str_or_empty(settings->kind));
    if (!notifier->speaks[settings->channel])
        return error_set(err, ERROR_USAGE, "gateway '%s' does not carry %s",
                         notifier->name, channel_name(settings->channel));
    if (settings->timeout_s < 0 || settings->timeout_s > TIMEOUT_S_MAX)
        return error_set(err, ERROR_USAGE, "'timeout' must be 1 s to %d s",
                         TIMEOUT_S_MAX);
    if (settings->cost_micro < 0)
        return error_set(err, ERROR_USAGE, "'cost' must not be negative");
    if (settings->repeatable && notifier != &notifier_http)
        return error_set(err, ERROR_USAGE, "'repeatable' is a setting of http");
    return check_url(notifier, settings, err) &&
           check_needs(notifier, settings, err) &&
           (notifier->validate == NULL || notifier->validate(settings, err));
}

const char *gateway_url(const struct gateway_settings *settings)
{
    const struct notifier *notifier = notifier_find(settings->kind);

    if (!str_is_empty(settings->url) || notifier == NULL)
        return settings->url;
    return notifier->where;
}

void gateway_trust(const struct gateway_settings *settings, struct instant now,
                   struct webhook_trust *out)
{
    *out = (struct webhook_trust){
        .secrets = {settings->signing == NULL ? settings->secret
                                              : settings->signing,
                    settings->signing_before},
        .now = now,
        .window = {WEBHOOK_WINDOW_S},
    };
}

bool gateway_believes(const struct gateway_settings *settings,
                      const struct webhook_request *request,
                      const struct webhook_trust *trust)
{
    const struct notifier *notifier = notifier_find(settings->kind);
    struct arena arena = {0};
    bool is_known;

    if (notifier == NULL || request->body.len > WEBHOOK_BODY_MAX)
        return false;
    if (notifier->verify != NULL && !notifier->verify(settings, request, trust))
        return false;
    if (notifier->verify != NULL && !notifier->needs_token)
        return true;
    is_known = webhook_key(settings, request, &arena) != NULL;
    arena_free(&arena);
    return is_known;
}
