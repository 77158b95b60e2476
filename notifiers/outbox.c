#include "notifiers/outbox.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "notifiers/mail_message.h"
#include "notifiers/reply.h"

#define FILE_BYTES_MAX (1024UL * 1024) /* text, html and calendar of a mail */
#define NAME_BYTES_MAX 100

/* Nobody gave an address to answer to: mail files still want a sender. */
#define SENDER_UNSET   "outbox@localhost"

static bool outbox_validate(const struct gateway_settings *settings,
                            struct error *err)
{
    struct arena arena = {0};
    struct mail_sender sender;
    bool ok = true;

    if (settings->channel == CHANNEL_MAIL && settings->sender != NULL)
        ok = mail_sender_read(settings->sender, &arena, &sender, err);
    arena_free(&arena);
    return ok;
}

/* The key where it can name a file, else a fingerprint of it. */
static const char *file_name(const char *key, char fingerprint[])
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789-_.";
    struct str text = str_of(key);

    if (text.len > 0 && text.len <= NAME_BYTES_MAX && key[0] != '.' &&
        strspn(key, safe) == text.len)
        return key;
    return crypto_fingerprint(&text, 1, fingerprint);
}

static void put_sms(const struct gateway_settings *settings,
                    const struct message *message, struct arena *arena,
                    struct buf *out)
{
    (void)buf_printf(out, "To: %s\n", message->to);
    if (settings->sender != NULL)
        (void)buf_printf(out, "From: %s\n", settings->sender);
    (void)buf_printf(out, "Date: %s\nKey: %s\nParts: %d\n\n%s\n",
                     mail_date(message->date, arena), message->key,
                     message->parts, message->text);
}

static void put_part(const struct exchange_part *part, const char *boundary,
                     struct buf *out)
{
    (void)buf_printf(out, "\n--%s\nContent-Type: %s\n", boundary, part->type);
    if (part->file_name != NULL)
        (void)buf_printf(out,
                         "Content-Disposition: attachment; filename=\"%s\"\n",
                         part->file_name);
    (void)buf_add_text(out, "Content-Transfer-Encoding: 8bit\n\n");
    (void)buf_add(out, part->body.at, part->body.len);
}

/* As a relay would get it, but readable: eight bits, not base64. */
static void put_mail(const struct exchange_request *mail, const char *key,
                     struct buf *out)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    struct str text = str_of(key);
    char outer[64];
    char inner[64];

    (void)crypto_fingerprint(&text, 1, fingerprint);
    (void)snprintf(outer, sizeof(outer), "mixed-%s", fingerprint);
    (void)snprintf(inner, sizeof(inner), "either-%s", fingerprint);
    for (size_t i = 0; i < mail->header_count; i++)
        (void)buf_printf(out, "%s: %s\n", mail->headers[i].name,
                         mail->headers[i].value);
    (void)buf_printf(out,
                     "MIME-Version: 1.0\n"
                     "Content-Type: multipart/mixed; boundary=\"%s\"\n\n"
                     "--%s\n"
                     "Content-Type: multipart/alternative; boundary=\"%s\"\n",
                     outer, outer, inner);
    for (size_t i = 0; i < mail->alternative_count; i++)
        put_part(&mail->parts[i], inner, out);
    (void)buf_printf(out, "\n--%s--\n", inner);
    for (size_t i = mail->alternative_count; i < mail->part_count; i++)
        put_part(&mail->parts[i], outer, out);
    (void)buf_printf(out, "\n--%s--\n", outer);
}

static bool write_mail(const struct gateway_settings *settings,
                       const struct message *message, struct arena *arena,
                       struct buf *out, struct error *err)
{
    const char *from =
        settings->sender == NULL ? SENDER_UNSET : settings->sender;
    struct exchange_request mail = {0};
    struct mail_sender sender;

    if (!mail_sender_read(from, arena, &sender, err))
        return error_set(err, ERROR_INPUT, "no mailbox to send from");
    if (!mail_message_write(&sender, message, arena, &mail, err))
        return false;
    put_mail(&mail, message->key, out);
    return true;
}

static bool outbox_compose(const struct gateway_settings *settings,
                           const struct message *message, struct arena *arena,
                           struct exchange_request *out, struct error *err)
{
    bool is_mail = message->channel == CHANNEL_MAIL;
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    struct buf content;
    bool ok = true;

    buf_init(&content, FILE_BYTES_MAX);
    if (is_mail)
        ok = write_mail(settings, message, arena, &content, err);
    else
        put_sms(settings, message, arena, &content);
    if (ok && content.full)
        ok = error_set(err, ERROR_INPUT, "a message of more than %lu bytes",
                       FILE_BYTES_MAX);
    if (ok)
        *out = (struct exchange_request){
            .kind = EXCHANGE_FILE,
            .url = arena_printf(arena, "%s/%s.%s", settings->url,
                                file_name(message->key, fingerprint),
                                is_mail ? "eml" : "txt"),
            .timeout_s = GATEWAY_TIMEOUT_S,
            .body = {.at =
                         arena_strndup(arena, buf_text(&content), content.len),
                     .len = content.len},
        };
    buf_finish(&content);
    return ok;
}

static void outbox_classify(const struct gateway_settings *settings,
                            const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    (void)settings;
    if (reply_judge_unanswered(reply, arena, out))
        return;
    if (reply->status == 200)
        out->outcome = DELIVERY_ACCEPTED;
    out->detail = reply->status == 200 ? "written" : "not a file's answer";
}

const struct notifier notifier_outbox = {
    .name = "outbox",
    .speaks = {[CHANNEL_SMS] = true, [CHANNEL_MAIL] = true},
    .repeatable = true,
    .validate = outbox_validate,
    .compose = outbox_compose,
    .classify = outbox_classify,
};
