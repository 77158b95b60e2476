#include "notifiers/smtp.h"

#include <string.h>
#include <strings.h>

#include "notifiers/mail_message.h"
#include "notifiers/reply.h"
#include "notifiers/return_path.h"

/* A relay that greylists wants to see us later, not at once. */
#define GREYLIST_PAUSE_S 120

static bool starts_with(const char *text, const char *start)
{
    return strncasecmp(text, start, strlen(start)) == 0;
}

/* 127.x.x.x, localhost or [::1], and nothing that only begins like it. */
static bool is_loopback(const char *url)
{
    const char *host = strstr(url, "://") + 3;
    size_t len = strcspn(host, *host == '[' ? "/" : ":/");

    if (starts_with(host, "127."))
        return strspn(host, "0123456789.") == len;
    if (starts_with(host, "localhost"))
        return len == strlen("localhost");
    return starts_with(host, "[::1]");
}

static bool smtp_validate(const struct gateway_settings *settings,
                          struct error *err)
{
    struct arena arena = {0};
    struct mail_sender sender;
    bool ok;

    if (!starts_with(settings->url, "smtp://") &&
        !starts_with(settings->url, "smtps://"))
        return error_set(err, ERROR_USAGE,
                         "'url' must start with smtp:// or smtps://");
    if (settings->user != NULL && settings->secret == NULL)
        return error_set(err, ERROR_USAGE, "'user' needs a secret");
    if (settings->tls == EXCHANGE_TLS_OFF && settings->secret != NULL &&
        !is_loopback(settings->url))
        return error_set(err, ERROR_USAGE,
                         "'tls: off' would show the password to the network");
    ok = mail_sender_read(settings->sender, &arena, &sender, err);
    arena_free(&arena);
    return ok;
}

/*
 * Bounces, and the mail that List-Unsubscribe asks for, come to an address
 * that says which message they are about.
 */
static bool write_returning(const struct gateway_settings *settings,
                            const struct mail_sender *sender,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out, struct error *err)
{
    struct message returning = *message;
    const char *path =
        return_path_of(settings->return_path, settings->return_secret,
                       message->key, arena);

    if (returning.unsubscribe_mail == NULL)
        returning.unsubscribe_mail = path;
    if (!mail_message_write(sender, &returning, arena, out, err))
        return false;
    out->mail_from = path;
    return true;
}

static bool smtp_compose(const struct gateway_settings *settings,
                         const struct message *message, struct arena *arena,
                         struct exchange_request *out, struct error *err)
{
    struct mail_sender sender;

    *out = (struct exchange_request){
        .kind = EXCHANGE_SMTP,
        .url = settings->url,
        .user = settings->user,
        .secret = settings->secret,
        .ca_file = settings->ca_file,
        .tls = settings->tls,
        .timeout_s =
            settings->timeout_s > 0 ? settings->timeout_s : GATEWAY_TIMEOUT_S,
    };
    if (!mail_sender_read(settings->sender, arena, &sender, err))
        return error_set(err, ERROR_INPUT, "no mailbox to send from");
    if (settings->return_path != NULL)
        return write_returning(settings, &sender, message, arena, out, err);
    return mail_message_write(&sender, message, arena, out, err);
}

/*
 * RFC 5321 4.2.1: 4xx is passing, 5xx final. 530, 534, 535 and 538 are about
 * our account (RFC 4954). A full mailbox (5.2.2) empties again.
 */
static enum delivery_outcome outcome_of(int status, const char *said)
{
    if (status >= 200 && status < 300)
        return DELIVERY_ACCEPTED;
    if (status >= 400 && status < 500)
        return DELIVERY_RETRY;
    if (status == 530 || status == 534 || status == 535 || status == 538)
        return DELIVERY_CONFIG;
    if (status == 552 && starts_with(said, "5.2.2"))
        return DELIVERY_RETRY;
    if (status >= 500 && status < 600)
        return DELIVERY_REFUSED;
    return DELIVERY_UNKNOWN;
}

/* The reply's text behind its code: "5.1.1 no such user". */
static const char *said_of(const struct exchange_reply *reply,
                           struct arena *arena)
{
    struct str said = reply->body;

    if (said.len >= 4) {
        said.at += 4;
        said.len -= 4;
    }
    return reply_discreet(said, arena);
}

/* Postfix, Exim and others name their queue's id in the last reply. */
static char *queue_id(struct str body, struct arena *arena)
{
    static const char *const marks[] = {"queued as ", "id="};
    char *text = arena_strndup(arena, body.len == 0 ? "" : body.at, body.len);

    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        const char *at = strstr(text, marks[i]);

        if (at == NULL)
            continue;
        at += strlen(marks[i]);
        return reply_reference(
            (struct str){.at = at, .len = strcspn(at, " \r\n;>")}, arena);
    }
    return NULL;
}

static void smtp_classify(const struct gateway_settings *settings,
                          const struct exchange_reply *reply,
                          struct arena *arena, struct delivery *out)
{
    const char *said;

    (void)settings;
    if (reply_judge_unanswered(reply, arena, out))
        return;
    said = said_of(reply, arena);
    out->outcome = outcome_of(reply->status, said);
    out->detail = arena_printf(arena, "%d %s", reply->status, said);
    if (out->outcome == DELIVERY_ACCEPTED)
        out->reference = queue_id(reply->body, arena);
    if ((reply->status == 450 || reply->status == 451) &&
        out->retry_after.s < GREYLIST_PAUSE_S)
        out->retry_after.s = GREYLIST_PAUSE_S;
}

const struct notifier notifier_smtp = {
    .name = "smtp",
    .speaks = {[CHANNEL_MAIL] = true},
    .validate = smtp_validate,
    .compose = smtp_compose,
    .classify = smtp_classify,
};
