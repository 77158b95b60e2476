#include "tests/harness/gateways.h"

static enum channel channel_of(const struct notifier *notifier)
{
    return notifier->speaks[CHANNEL_SMS] ? CHANNEL_SMS : CHANNEL_MAIL;
}

struct gateway_settings gateway_settings_for(const struct notifier *notifier)
{
    bool is_sms = channel_of(notifier) == CHANNEL_SMS;
    const struct gateway_settings settings = {
        .name = is_sms ? "sms" : "mail",
        .kind = notifier->name,
        .channel = channel_of(notifier),
        .url = notifier->where == NULL ? "http://127.0.0.1/x" : NULL,
        .sender = is_sms ? "Cabinet" : "Cabinet <rdv@example.org>",
        .user = "user",
        .secret = "hush-hush",
        .body = "{{text}}",
        .id = "/id",
        .account = "AC1",
        .region = "eu-west-1",
        .service = "service-1",
        .consumer = "hush-consumer",
        .signing = "hush-signing",
        .hook_url = is_sms ? "https://rdv.example.org/hook/sms"
                           : "https://rdv.example.org/hook/mail",
        .hook_secret = "hush-hook",
    };

    return settings;
}

struct message gateway_message_for(const struct notifier *notifier)
{
    bool is_sms = channel_of(notifier) == CHANNEL_SMS;
    const struct message message = {
        .key = GATEWAY_KEY,
        .channel = channel_of(notifier),
        .to = is_sms ? "+33639980001" : "ada@example.org",
        .language = "fr",
        .subject = is_sms ? NULL : "Rendez-vous",
        .text = "Rappel: rendez-vous demain à 10:00",
        .html = is_sms ? NULL : "<p>Rappel</p>",
        .calendar = is_sms ? NULL : "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        .date = {GATEWAY_AT},
        .parts = is_sms ? 1 : 0,
        .sending = {GATEWAY_AT + 60},
        .useful = {3600},
    };

    return message;
}
