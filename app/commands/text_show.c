#include <string.h>

#include "app/commands/text_parts.h"
#include "base/buf.h"
#include "notifiers/texts.h"

/*
 * text show - our own texts as a section of an office file
 */

#define LANGUAGES_BYTES_MAX 400

static bool is_spoken(const char *language, struct arena *arena)
{
    return wording_default(MESSAGE_REMINDER, language, "sms", arena) != NULL;
}

static int fail_language(struct call *call, const char *language)
{
    struct error err;
    struct buf known;
    const char *tag;

    buf_init(&known, LANGUAGES_BYTES_MAX);
    for (size_t i = 0; (tag = texts_language_at(i, call->arena)) != NULL; i++)
        (void)buf_printf(&known, "%s%s", i == 0 ? "" : ", ", tag);
    (void)error_set(&err, ERROR_USAGE,
                    "kept has no texts in '%.40s'; it has %s", language,
                    buf_text(&known));
    buf_finish(&known);
    return call_fail(call, &err);
}

/* A literal block: nothing in it has a meaning to YAML. */
static void print_block(const struct call *call, const char *text)
{
    struct str rest = str_of(text);
    struct str line;

    (void)fputs("    body: |-\n", call->out);
    while (texts_line(&rest, &line)) {
        if (line.len == 0)
            (void)fputc('\n', call->out);
        else
            (void)fprintf(call->out, "      %.*s\n", (int)line.len, line.at);
    }
}

static void print_quoted(const struct call *call, const char *text)
{
    (void)fputc('"', call->out);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            (void)fputc('\\', call->out);
        (void)fputc(*at, call->out);
    }
    (void)fputs("\"\n", call->out);
}

struct shown {
    enum message_kind kind;
    enum channel channel;
    const char *language;
    const char *subject; /* or NULL */
    const char *body;
};

static void print_yaml(const struct call *call, const struct shown *shown)
{
    (void)fprintf(call->out,
                  "  - kind: %s\n    language: %s\n    channel: %s\n",
                  message_kind_name(shown->kind), shown->language,
                  channel_name(shown->channel));
    if (shown->subject != NULL) {
        (void)fputs("    subject: ", call->out);
        print_quoted(call, shown->subject);
    }
    print_block(call, shown->body);
}

static void show(const struct call *call, const struct shown *shown,
                 json_t *list)
{
    if (!call->json) {
        print_yaml(call, shown);
        return;
    }
    (void)json_array_append_new(
        list,
        json_pack("{s:s, s:s, s:s, s:s?, s:s}", "kind",
                  message_kind_name(shown->kind), "language", shown->language,
                  "channel", channel_name(shown->channel), "subject",
                  shown->subject, "body", shown->body));
}

int text_show_run(struct call *call)
{
    const char *language = call->words[1];
    struct arena *arena = call->arena;
    json_t *list = json_array();

    if (!is_spoken(language, arena)) {
        json_decref(list);
        return fail_language(call, language);
    }
    if (!call->json)
        (void)fputs("texts:\n", call->out);
    for (int i = 0; i < MESSAGE_KIND_COUNT; i++) {
        struct shown shown = {
            .kind = (enum message_kind)i,
            .channel = CHANNEL_SMS,
            .language = language,
        };

        shown.body = wording_default(shown.kind, language, "sms", arena);
        show(call, &shown, list);
        shown.channel = CHANNEL_MAIL;
        shown.subject =
            wording_default(shown.kind, language, "mail.subject", arena);
        shown.body = wording_default(shown.kind, language, "mail", arena);
        show(call, &shown, list);
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o}", "texts", list));
    else
        json_decref(list);
    return EXIT_DONE;
}
