#include <string.h>

#include "app/command.h"
#include "app/jobs/forecast.h"
#include "domain/customer.h"
#include "domain/phone.h"
#include "store/settings.h"

/*
 * live - the switch between the outbox and the world (invariant 20)
 */

static const struct option_spec options[] = {
    {"to", "ADDRESS", "send everything to this number or mailbox instead"},
    {0},
};

struct switching {
    const char *value;
};

static bool set(struct db *db, void *context, struct error *err)
{
    const struct switching *switching = context;

    return setting_set(db, SETTING_LIVE, switching->value, err);
}

static const char *describe(const char *value, struct arena *arena)
{
    if (strcmp(value, "on") == 0)
        return "Live: messages go to customers.";
    if (strncmp(value, "to:", 3) == 0)
        return arena_printf(arena,
                            "Not live: every message of that channel goes to "
                            "%s, the others to the outbox.",
                            value + 3);
    return "Not live: messages go to the outbox.";
}

static int tell(struct call *call, const char *value)
{
    if (call->json) {
        call_print_json(
            call,
            json_pack("{s:b, s:s?}", "live", strcmp(value, "on") == 0, "to",
                      strncmp(value, "to:", 3) == 0 ? value + 3 : NULL));
        return EXIT_DONE;
    }
    (void)fprintf(call->out, "%s\n", describe(value, call->arena));
    return EXIT_DONE;
}

static int tell_status(struct call *call)
{
    const char *value;
    struct db *db;
    struct error err;

    if (!call_reader(call, &db, &err) ||
        !setting_get(db, SETTING_LIVE, call->arena, &value, &err))
        return call_fail(call, &err);
    return tell(call, value == NULL ? "off" : value);
}

/* "to:" and the address in its plain form. */
static bool redirect(struct call *call, const char *to, const char **out,
                     struct error *err)
{
    char e164[PHONE_E164_MAX];
    struct office office;

    if (strchr(to, '@') != NULL) {
        if (!mail_is_plausible(to))
            return error_set(err, ERROR_USAGE, "'%s' is not a mailbox", to);
        *out = arena_printf(call->arena, "to:%s", to);
        return true;
    }
    if (!call_office(call, &office, err))
        return false;
    if (phone_read(to, office.country, e164) != PHONE_GOOD)
        return error_set(err, ERROR_USAGE,
                         "'%s' is neither a mailbox nor a telephone number; "
                         "write it like +33 6 …",
                         to);
    *out = arena_printf(call->arena, "to:%s", e164);
    return true;
}

static int run(struct call *call)
{
    const char *what = call->word_count == 0 ? "status" : call->words[0];
    const char *to = call_option(call, "to");
    struct switching switching = {.value = what};
    struct error err;

    if (to != NULL && call->word_count == 0) {
        if (!redirect(call, to, &switching.value, &err))
            return call_fail(call, &err);
    } else if (to != NULL ||
               (strcmp(what, "on") != 0 && strcmp(what, "off") != 0 &&
                strcmp(what, "status") != 0)) {
        (void)fputs("kept: usage: kept live [on|off|status], or kept live --to "
                    "ADDRESS\n",
                    call->err);
        return EXIT_USAGE;
    }
    if (strcmp(switching.value, "status") == 0)
        return tell_status(call);
    if (strcmp(switching.value, "off") != 0 &&
        !forecast_print(call, call->json ? call->err : call->out, &err))
        return call_fail(call, &err);
    if (!call_write(call, set, &switching, &err))
        return call_fail(call, &err);
    return tell(call, switching.value);
}

const struct command command_live = {
    .name = "live",
    .kind = COMMAND_WRITES,
    .words = "[on|off|status]",
    .words_max = 1,
    .help = "Says whether messages really leave, and changes it.",
    .example = "kept live --to me@example.org",
    .options = options,
    .run = run,
};
