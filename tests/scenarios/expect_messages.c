#include <stdio.h>
#include <stdlib.h>

#include "tests/scenarios/acts.h"

/* What a story wants of one message. */
struct wanted {
    enum channel channel;
    bool is_outbox;
    bool is_question;
    bool is_again;
    const char *to;
    const char *subject; /* or NULL */
    const char *text;    /* or NULL */
};

static void print_sent(const struct script_sent *sent)
{
    (void)fprintf(stderr, "  %s%s to %s \"%s\"%s%s\n",
                  sent->is_outbox     ? "outbox "
                  : sent->is_question ? "question "
                                      : "",
                  channel_name(sent->channel), sent->to,
                  sent->is_outbox ? "…" : sent->text,
                  *sent->subject == '\0' ? "" : " subject ", sent->subject);
}

/* What left and nobody spoke of yet. */
static size_t print_unexpected(const struct script *script)
{
    size_t count = 0;

    for (size_t i = 0; i < script->sent_count; i++) {
        if (script->sent[i].is_expected)
            continue;
        if (count++ == 0)
            (void)fprintf(stderr, "found:\n");
        print_sent(&script->sent[i]);
    }
    if (count == 0)
        (void)fprintf(stderr, "found: silence\n");
    return count;
}

static bool has_unexpected(const struct script *script)
{
    for (size_t i = 0; i < script->sent_count; i++) {
        if (!script->sent[i].is_expected)
            return true;
    }
    return false;
}

static bool is_key_known(const struct script *script, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (script->sent[i].channel == script->sent[index].channel &&
            strcmp(script->sent[i].key, script->sent[index].key) == 0)
            return true;
    }
    return false;
}

static bool fits(const struct script_sent *sent, const struct wanted *wanted)
{
    return !sent->is_expected && sent->channel == wanted->channel &&
           sent->is_outbox == wanted->is_outbox &&
           sent->is_question == wanted->is_question &&
           strcmp(sent->to, wanted->to) == 0 &&
           (wanted->subject == NULL ||
            strstr(sent->subject, wanted->subject) != NULL) &&
           (wanted->text == NULL || strstr(sent->text, wanted->text) != NULL);
}

static void read_wanted(struct story *story, struct wanted *out)
{
    if (!words_take_if(story, "to"))
        story_fail(story, "'to' is missing");
    out->to = words_take(story, "an address");
    out->is_again = words_take_if(story, "again");
    if (words_take_if(story, "subject"))
        out->subject = words_take(story, "the subject");
    if (words_take_if(story, "text"))
        out->text = words_take(story, "the text");
    words_end(story);
}

static void expect_message(struct story *story, struct wanted wanted)
{
    struct script *script = &story->script;

    read_wanted(story, &wanted);
    for (size_t i = 0; i < script->sent_count; i++) {
        if (!fits(&script->sent[i], &wanted) ||
            is_key_known(script, i) != wanted.is_again)
            continue;
        script->sent[i].is_expected = true;
        return;
    }
    (void)print_unexpected(script);
    story_fail(story, "expected: %s%s to %s%s%s%s%s%s",
               wanted.is_outbox ? "outbox " : "", channel_name(wanted.channel),
               wanted.to, wanted.is_again ? " again" : " (a new key)",
               wanted.subject == NULL ? "" : " subject ",
               str_or_empty(wanted.subject),
               wanted.text == NULL ? "" : " text ", str_or_empty(wanted.text));
}

void expect_sms(struct story *story)
{
    expect_message(story, (struct wanted){.channel = CHANNEL_SMS});
}

void expect_question(struct story *story)
{
    struct wanted wanted = {.is_question = true};

    wanted.channel = words_channel(story);
    expect_message(story, wanted);
}

void expect_mail(struct story *story)
{
    expect_message(story, (struct wanted){.channel = CHANNEL_MAIL});
}

void expect_outbox(struct story *story)
{
    struct wanted wanted = {.is_outbox = true};

    wanted.channel = words_channel(story);
    expect_message(story, wanted);
}

void expect_silence(struct story *story)
{
    words_end(story);
    expect_nothing_more(story);
}

void expect_nothing_more(struct story *story)
{
    if (story->script.went_away)
        story_fail(story, "a request may leave this machine although the "
                          "clock is pretended");
    if (!has_unexpected(&story->script))
        return;
    (void)print_unexpected(&story->script);
    story_fail(story, "expected: silence");
}
