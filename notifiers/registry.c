/* registry.c - all gateways there are; add yours here */
#include <string.h>

#include "base/buf.h"
#include "notifiers/dialects.h"
#include "notifiers/http_gateway.h"
#include "notifiers/notifier.h"
#include "notifiers/outbox.h"
#include "notifiers/smtp.h"

static const struct notifier *const notifiers[] = {
    &notifier_smtp,        &notifier_http,       &notifier_outbox,
    &notifier_command,     &notifier_aws_sns,    &notifier_clicksend,
    &notifier_gammu,       &notifier_infobip,    &notifier_kannel,
    &notifier_messagebird, &notifier_ovhcloud,   &notifier_plivo,
    &notifier_sinch,       &notifier_telnyx,     &notifier_twilio,
    &notifier_vonage,      &notifier_vonage_sms, &notifier_brevo,
    &notifier_mailgun,     &notifier_postmark,   &notifier_sendgrid,
    &notifier_ses,
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

char *notifier_names(struct arena *arena)
{
    struct buf names;
    char *text;

    buf_init(&names, 1024);
    for (size_t i = 0; i < ARRAY_LEN(notifiers); i++)
        (void)buf_printf(&names, "%s%s", i == 0 ? "" : ", ",
                         notifiers[i]->name);
    text = arena_strndup(arena, buf_text(&names), names.len);
    buf_finish(&names);
    return text;
}

bool notifier_is_repeatable(const struct notifier *notifier,
                            const struct gateway_settings *settings)
{
    return notifier->repeatable || settings->repeatable;
}
