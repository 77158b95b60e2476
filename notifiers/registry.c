/* registry.c - all gateways there are; add yours here */
#include <string.h>

#include "notifiers/http_gateway.h"
#include "notifiers/notifier.h"
#include "notifiers/outbox.h"
#include "notifiers/smtp.h"

/* Nobody waits longer for one message. */
#define TIMEOUT_S_MAX 600

static const struct notifier *const notifiers[] = {
    &notifier_smtp,
    &notifier_http,
    &notifier_outbox,
};

const struct notifier *notifier_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < ARRAY_LEN(notifiers); i++) {
        if (strcmp(notifiers[i]->name, name) == 0)
            return notifiers[i];
    }
    return NULL;
}

const struct notifier *notifier_at(size_t index)
{
    return index < ARRAY_LEN(notifiers) ? notifiers[index] : NULL;
}

bool notifier_is_repeatable(const struct notifier *notifier,
                            const struct gateway_settings *settings)
{
    return notifier->repeatable || settings->repeatable;
}

bool gateway_validate(const struct gateway_settings *settings,
                      struct error *err)
{
    const struct notifier *notifier = notifier_find(settings->kind);

    if (notifier == NULL)
        return error_set(err, ERROR_USAGE,
                         "there is no gateway '%.40s'; there are smtp, http "
                         "and outbox",
                         str_or_empty(settings->kind));
    if (!notifier->speaks[settings->channel])
        return error_set(err, ERROR_USAGE, "gateway '%s' does not carry %s",
                         notifier->name, channel_name(settings->channel));
    if (str_is_empty(settings->url))
        return error_set(err, ERROR_USAGE, "'url' is missing");
    if (settings->timeout_s < 0 || settings->timeout_s > TIMEOUT_S_MAX)
        return error_set(err, ERROR_USAGE, "'timeout' must be 1 s to %d s",
                         TIMEOUT_S_MAX);
    if (settings->cost_micro < 0)
        return error_set(err, ERROR_USAGE, "'cost' must not be negative");
    if (settings->repeatable && notifier != &notifier_http)
        return error_set(err, ERROR_USAGE, "'repeatable' is a setting of http");
    return notifier->validate(settings, err);
}
