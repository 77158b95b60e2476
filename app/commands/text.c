#include <string.h>

#include "app/command.h"
#include "app/commands/text_parts.h"

/*
 * text - what kept says to customers: checked, looked at, copied
 */

static const struct option_spec options[] = {
    {"rule", "NAME", "preview: the reminder of this rule"},
    {"kind", "KIND", "preview: reminder, moved, cancelled or missed"},
    {"language", "TAG", "preview: for somebody who speaks this"},
    {"channel", "CHANNEL", "preview: sms or mail alone"},
    {"appointment", "ID", "preview: of this visit, not of the next ones"},
    {"household", NULL, "preview: three invented people in one message"},
    {"html", NULL, "preview: the first mail as a page"},
    {OPTION_OUTPUT, "FILE", "preview: write the page there"},
    {0},
};

#define MICRO 1000000

const char *text_cost(const struct call *call, const struct config *config,
                      int parts, const char *currency)
{
    int64_t micro = config->gateways[CHANNEL_SMS].cost_micro * parts;
    char *text;
    size_t len;

    if (micro == 0)
        return NULL;
    text = arena_printf(call->arena, "%lld.%06lld", (long long)(micro / MICRO),
                        (long long)(micro % MICRO));
    /* Cents at least, and no more noughts than that. */
    for (len = strlen(text); text[len - 1] == '0' && text[len - 3] != '.';)
        text[--len] = '\0';
    return arena_printf(call->arena, "%s %s", text, str_or_empty(currency));
}

static int run(struct call *call)
{
    const char *what = call->words[0];

    if (strcmp(what, "check") == 0)
        return text_check_run(call);
    if (strcmp(what, "preview") == 0 && call->word_count == 1)
        return text_preview_run(call);
    if (strcmp(what, "show") == 0 && call->word_count == 2)
        return text_show_run(call);
    (void)fputs("kept: usage: kept text check [FILE], kept text preview, or "
                "kept text show LANGUAGE\n",
                call->err);
    return EXIT_USAGE;
}

const struct command command_text = {
    .name = "text",
    .kind = COMMAND_READS,
    .words = "check|preview|show [FILE|LANGUAGE]",
    .words_min = 1,
    .words_max = 2,
    .help = "Checks what messages say, shows them, and gives ours to change.",
    .example = "kept text preview --channel sms",
    .options = options,
    .run = run,
};
