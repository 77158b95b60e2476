/* gammu.c - a telephone at this machine, by gammu-smsd-inject */
#include <string.h>

#include "notifiers/dialect.h"
#include "notifiers/dialects.h"
#include "notifiers/reply.h"
#include "notifiers/sms_text.h"

#define INJECT      "/usr/bin/gammu-smsd-inject"
#define LETTERS_MAX 1530
#define WORDS_MAX   10

static bool gammu_validate(const struct gateway_settings *settings,
                           struct error *err)
{
    if (!str_is_empty(settings->url) && *settings->url != '/')
        return error_set(err, ERROR_USAGE,
                         "'url' must be the whole path of gammu-smsd-inject");
    return true;
}

/*
 * The text comes on standard input, so that it is in nobody's list of
 * processes; the number has no other way than the words.
 */
static bool gammu_compose(const struct gateway_settings *settings,
                          const struct message *message, struct arena *arena,
                          struct exchange_request *out, struct error *err)
{
    const char **words = arena_new_array(arena, WORDS_MAX, const char *);
    struct sms_size size = sms_text_size(message->text);
    size_t count = 0;

    if (!dialect_check_sms(message, LETTERS_MAX, err))
        return false;
    if (!str_is_empty(settings->profile)) {
        words[count++] = "-c";
        words[count++] = settings->profile;
    }
    words[count++] = "TEXT";
    words[count++] = message->to;
    if (!size.is_gsm)
        words[count++] = "-unicode";
    if (size.parts > 1) {
        words[count++] = "-len";
        words[count++] = arena_printf(arena, "%zu", strlen(message->text));
    }
    *out = (struct exchange_request){
        .kind = EXCHANGE_PROGRAM,
        .url = str_is_empty(settings->url) ? INJECT : settings->url,
        .arguments = words,
        .timeout_s =
            settings->timeout_s > 0 ? settings->timeout_s : GATEWAY_TIMEOUT_S,
        .body = str_of(message->text),
    };
    /* It reads the text in the letters of the locale. */
    out->headers[out->header_count++] =
        (struct exchange_header){.name = "LC_ALL", .value = "C.UTF-8"};
    return true;
}

/*
 * "Written message with ID spool/outbox/OUTC20261125_151115_00_+33…": without
 * the folder, and without the number. A database gives a number of its own.
 */
static const char *id_of(struct str said, struct arena *arena)
{
    static const char mark[] = "Written message with ID ";
    const char *text =
        arena_strndup(arena, said.len == 0 ? "" : said.at, said.len);
    const char *at = strstr(text, mark);
    const char *slash, *number;
    size_t len;

    if (at == NULL)
        return NULL;
    at += strlen(mark);
    len = strcspn(at, " \r\n");
    slash = memrchr(at, '/', len);
    if (slash != NULL) {
        len -= (size_t)(slash + 1 - at);
        at = slash + 1;
    }
    number = memmem(at, len, "_+", 2);
    if (number != NULL)
        len = (size_t)(number - at);
    return reply_reference((struct str){.at = at, .len = len}, arena);
}

static bool says(struct str said, const char *words)
{
    return said.len > 0 &&
           memmem(said.at, said.len, words, strlen(words)) != NULL;
}

/* One that wrote a message says so; one that did not wrote none. */
static void gammu_classify(const struct gateway_settings *settings,
                           const struct exchange_reply *reply,
                           struct arena *arena, struct delivery *out)
{
    (void)settings;
    if (reply_judge_unanswered(reply, arena, out))
        return;
    out->reference = id_of(reply->body, arena);
    out->detail = arena_printf(arena, "status %d", reply->status);
    if (out->reference != NULL) {
        out->outcome = DELIVERY_ACCEPTED;
        return;
    }
    if (reply->status == 2) /* its settings, or their file */
        out->outcome = DELIVERY_CONFIG;
    else if (says(reply->body, "recipient"))
        out->outcome = DELIVERY_REFUSED;
    else if (reply->status > 0 && reply->status < 256)
        out->outcome = DELIVERY_RETRY; /* its folder or database is busy */
    if (reply->body.len > 0)
        out->detail = reply_discreet(
            str_of(arena_printf(arena, "status %d: %s", reply->status,
                                reply_discreet(reply->body, arena))),
            arena);
}

const struct notifier notifier_gammu = {
    .name = "gammu",
    .speaks = {[CHANNEL_SMS] = true},
    .where = INJECT,
    .takes = GATEWAY_PROFILE,
    .validate = gammu_validate,
    .compose = gammu_compose,
    .classify = gammu_classify,
};
