#include <string.h>

#include "app/command.h"
#include "app/jobs/plan.h"
#include "app/show.h"
#include "domain/phone.h"
#include "store/consents.h"
#include "store/customers.h"

/*
 * consent - who may be written to, and who said so
 */

static const struct option_spec options[] = {
    {"channel", "NAME", "sms or mail; of a customer, both where not given"},
    {"source", "TEXT", "where it comes from (front desk)"},
    {0},
};

/* Whom it is about: a customer, or an address whoever has it. */
struct subject_of_consent {
    struct customer_id customer; /* row 0: the address */
    const char *address;
    bool on[CHANNEL_COUNT];
};

struct saying {
    const struct subject_of_consent *whom;
    struct consent_note note;
    struct instant now;
    size_t count; /* of customers it changed something for */
};

static bool read_channel(const struct call *call,
                         struct subject_of_consent *out, struct error *err)
{
    const char *name = call_option(call, "channel");
    enum channel channel;

    if (name == NULL)
        return true;
    if (!channel_find(name, &channel))
        return error_set(err, ERROR_USAGE, "'%s' is no channel: sms or mail",
                         name);
    if (out->address != NULL && !out->on[channel])
        return error_set(err, ERROR_USAGE, "'%s' is no address for %s",
                         out->address, name);
    for (int i = 0; i < CHANNEL_COUNT; i++)
        out->on[i] = i == (int)channel;
    return true;
}

/* "#12", a mailbox, or a number in any of its forms. */
static bool read_whom(struct call *call, struct subject_of_consent *out,
                      struct error *err)
{
    const char *word = call->words[0];
    char e164[PHONE_E164_MAX];
    struct office office;

    *out = (struct subject_of_consent){0};
    if (*word == '#') {
        out->on[CHANNEL_SMS] = true;
        out->on[CHANNEL_MAIL] = true;
        return show_read_id(word + 1, &out->customer.row, err) &&
               read_channel(call, out, err);
    }
    if (mail_is_plausible(word)) {
        out->address = word;
        out->on[CHANNEL_MAIL] = true;
        return read_channel(call, out, err);
    }
    if (!call_office(call, &office, err))
        return false;
    if (phone_read(word, office.country, e164) != PHONE_GOOD)
        return error_set(err, ERROR_USAGE,
                         "'%s' is no number, mailbox or customer; write them "
                         "like +33 6 …, ada@example.org or '#12'",
                         word);
    out->address = arena_strdup(call->arena, e164);
    out->on[CHANNEL_SMS] = true;
    return read_channel(call, out, err);
}

static bool say(struct db *db, void *context, struct error *err)
{
    struct saying *saying = context;
    const struct subject_of_consent *whom = saying->whom;
    struct arena arena = {0};
    struct customer known;
    bool ok =
        whom->address != NULL ||
        customer_load(db, whom->customer, saying->now, &arena, &known, err);

    saying->note.customer = whom->customer;
    saying->count = 1;
    for (int i = 0; ok && i < CHANNEL_COUNT; i++) {
        saying->note.channel = (enum channel)i;
        if (!whom->on[i])
            continue;
        ok = whom->address == NULL
                 ? consent_set(db, &saying->note, saying->now, err)
                 : consent_set_address(db, whom->address, &saying->note,
                                       saying->now, &saying->count, err);
    }
    arena_free(&arena);
    return ok;
}

static bool load_words(struct call *call, const struct subject_of_consent *whom,
                       struct consent_words *out, struct error *err)
{
    struct customer customer;
    struct db *db;

    if (!call_reader(call, &db, err))
        return false;
    if (whom->address != NULL)
        return consent_words_about(db, whom->address, call->arena, out, err);
    return customer_load(db, whom->customer, call_now(call), call->arena,
                         &customer, err) &&
           consent_words_of(db, &customer, call->arena, out, err);
}

static json_t *words_json(const struct consent_words *words)
{
    json_t *list = json_array();

    for (size_t i = 0; i < words->count; i++) {
        const struct consent_word *word = &words->items[i];
        char at[INSTANT_TEXT_MAX];
        char id[24];

        (void)json_array_append_new(
            list, json_pack("{s:s, s:b, s:s, s:s, s:s?, s:s?}", "channel",
                            channel_name(word->channel), "allowed",
                            word->allowed, "source", word->source, "at",
                            instant_format(word->at, at), "address",
                            word->address, "customer",
                            word->customer.row == 0
                                ? NULL
                                : show_id(word->customer.row, id)));
    }
    return list;
}

static int tell(struct call *call, const struct subject_of_consent *whom)
{
    struct consent_words words;
    struct office office;
    struct error err;

    if (!load_words(call, whom, &words, &err) ||
        !call_office(call, &office, &err))
        return call_fail(call, &err);
    if (call->json) {
        call_print_json(call,
                        json_pack("{s:o}", "consents", words_json(&words)));
        return EXIT_DONE;
    }
    if (words.count == 0)
        (void)fputs("Nothing was said: reminders are part of the service.\n",
                    call->out);
    for (size_t i = 0; i < words.count; i++) {
        const struct consent_word *word = &words.items[i];
        char at[40];

        (void)fprintf(call->out, "%s  %-4s  %-3s  %s%s%s\n",
                      show_wall(&office.zone, word->at, at),
                      channel_name(word->channel), word->allowed ? "yes" : "no",
                      word->source, word->address == NULL ? "" : ", about ",
                      str_or_empty(word->address));
    }
    return EXIT_DONE;
}

static int run(struct call *call)
{
    const char *word = call->word_count == 2 ? call->words[1] : NULL;
    const char *source = call_option(call, "source");
    struct subject_of_consent whom;
    struct saying saying = {
        .whom = &whom,
        .note = {.allowed = word != NULL && strcmp(word, "yes") == 0,
                 .source = source == NULL ? "front desk" : source},
        .now = call_now(call),
    };
    struct error err;

    if (word != NULL && !saying.note.allowed && strcmp(word, "no") != 0) {
        (void)fputs("kept: usage: kept consent WHOM [yes|no]\n", call->err);
        return EXIT_USAGE;
    }
    if (!read_whom(call, &whom, &err))
        return call_fail(call, &err);
    if (word == NULL)
        return tell(call, &whom);
    if (!call_write(call, say, &saying, &err) || !plan_settle(call, &err))
        return call_fail(call, &err);
    if (!call->json) {
        (void)fprintf(call->out, "%s from now on; %zu customer%s.\n",
                      saying.note.allowed ? "May be written to"
                                          : "Nothing is sent",
                      saying.count, saying.count == 1 ? "" : "s");
        return EXIT_DONE;
    }
    return tell(call, &whom);
}

const struct command command_consent = {
    .name = "consent",
    .kind = COMMAND_WRITES,
    .words = "NUMBER|MAILBOX|#CUSTOMER [yes|no]",
    .words_min = 1,
    .words_max = 2,
    .help = "Says who may be written to, who said so, and changes it.",
    .example = "kept consent '+33 6 39 98 00 01' no --source 'by telephone'",
    .options = options,
    .run = run,
};
