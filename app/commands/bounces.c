#include "app/jobs/bounces.h"

#include <stdlib.h>

#include "app/command.h"
#include "app/show.h"

/*
 * bounces - the mailbox of bounces, read once and by hand
 */

static const struct option_spec options[] = {
    {"preview", NULL, "say what is there and change nothing"},
    {0},
};

static const char *fate_name(enum bounce_fate fate)
{
    switch (fate) {
    case BOUNCE_TAKEN:
        return "taken";
    case BOUNCE_UNPROVEN:
        return "unproven";
    case BOUNCE_LEFT:
        return "left";
    case BOUNCE_IGNORED:
        return "ignored";
    case BOUNCE_STRANGERS:
        return "stranger's";
    }
    return "";
}

static const char *fate_text(enum bounce_fate fate)
{
    switch (fate) {
    case BOUNCE_TAKEN:
        return "";
    case BOUNCE_UNPROVEN:
        return "about no message of ours: nothing is believed of it";
    case BOUNCE_LEFT:
        return "a letter: it stays there, for a person to read";
    case BOUNCE_IGNORED:
        return "an automatic answer: of no interest";
    case BOUNCE_STRANGERS:
        return "asks for no more mail, from an address nobody here has";
    }
    return "";
}

static json_t *seen_json(const struct bounce_seen *seen)
{
    const struct bounce *bounce = &seen->bounce;
    bool is_report = bounce->kind == BOUNCE_REPORT;
    const struct receipt_result *result = &seen->result;
    char id[24];

    return json_pack(
        "{s:s, s:s, s:s?, s:s?, s:s, s:s?, s:b, s:s?, s:b}", "kind",
        bounce_kind_name(bounce->kind), "fate", fate_name(seen->fate), "action",
        is_report ? bounce_action_name(bounce->action) : NULL, "status",
        bounce->status, "detail", bounce->detail, "message",
        result->message.row == 0 ? NULL : show_id(result->message.row, id),
        "repeated", result->effect == RECEIPT_REPEATED, "becomes",
        result->is_moved ? reminder_state_name(result->state) : NULL,
        "suppressed", result->is_suppressed);
}

static void print_report(const struct call *call,
                         const struct bounce_seen *seen)
{
    const struct bounce *bounce = &seen->bounce;
    const struct receipt_result *result = &seen->result;

    if (bounce->kind == BOUNCE_COMPLAINT)
        (void)fputs("a complaint", call->out);
    else
        (void)fprintf(call->out, "%s %s", bounce_action_name(bounce->action),
                      str_or_empty(bounce->status));
    if (*bounce->detail != '\0')
        (void)fprintf(call->out, " (%s)", bounce->detail);
    (void)fprintf(call->out, ": message %lld %s",
                  (long long)result->message.row,
                  result->effect == RECEIPT_REPEATED ? "was known for it"
                  : result->effect == RECEIPT_WAITS  ? "is still being sent"
                  : result->is_moved ? reminder_state_name(result->state)
                                     : "stays as it is");
    if (result->is_suppressed)
        (void)fputs("; nothing more goes to that mailbox", call->out);
    (void)fputc('\n', call->out);
}

static void print(const struct call *call, const struct bounce_seen *seen)
{
    if (seen->fate != BOUNCE_TAKEN)
        (void)fprintf(call->out, "%s: %s\n",
                      bounce_kind_name(seen->bounce.kind),
                      fate_text(seen->fate));
    else if (seen->bounce.kind == BOUNCE_UNSUBSCRIBE)
        (void)fputs("unsubscribed: nothing more goes to that mailbox\n",
                    call->out);
    else
        print_report(call, seen);
}

static void say(const struct call *call, const struct bounces_look *look)
{
    json_t *items = json_array();

    for (size_t i = 0; i < look->count; i++) {
        (void)json_array_append_new(items, seen_json(&look->items[i]));
        if (!call->json)
            print(call, &look->items[i]);
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o, s:b}", "mails", items, "more",
                                        look->has_more));
    else
        json_decref(items);
    if (!call->json && look->count == 0)
        (void)fputs("Nothing new.\n", call->out);
    if (!call->json && look->has_more)
        (void)fputs("There are more: run it again.\n", call->out);
}

static int run(struct call *call)
{
    struct config config;
    struct bounces_request request = {.config = &config,
                                      .preview = call_flag(call, "preview"),
                                      .failures = BOUNCES_FAILURES_TOLD};
    struct bounces_look *look;
    struct error err;
    bool ok;

    if (!call_config(call, &config, &err))
        return call_fail(call, &err);
    look = arena_new(call->arena, struct bounces_look);
    ok = bounces_read(call, &request, look, &err);
    if (ok || look->count != 0)
        say(call, look);
    return ok ? EXIT_DONE : call_fail(call, &err);
}

const struct command command_bounces = {
    .name = "bounces",
    .kind = COMMAND_WRITES,
    .words = "",
    .help = "Reads the mailbox that bounces come back to, once.",
    .example = "kept bounces --preview",
    .options = options,
    .run = run,
};
