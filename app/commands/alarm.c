#include <string.h>

#include "app/command.h"
#include "app/jobs/watch.h"
#include "app/show.h"

/*
 * alarm - what the owner must know, and what to do
 */

#define HISTORY_LINES 50

static const struct option_spec options[] = {
    {"all", NULL, "also those that are over"},
    {0},
};

static bool raise_test(struct db *db, void *context, struct error *err)
{
    const struct alarm alarm = {
        .kind = ALARM_TEST,
        .subject = "",
        .text = "This is a test: so alarms reach you.",
        .mend = "There is nothing to do; 'kept alarm over' ends it.",
    };

    return alarm_raise(db, &alarm, *(struct instant *)context, err);
}

static bool end_test(struct db *db, void *context, struct error *err)
{
    return alarm_end(db, ALARM_TEST, "", *(struct instant *)context, err);
}

static json_t *alarm_json(const struct alarm *alarm)
{
    char id[24];
    char since[INSTANT_TEXT_MAX];
    char over[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?}", "id",
                     show_id(alarm->id, id), "kind", alarm->kind, "subject",
                     alarm->subject, "text", alarm->text, "mend", alarm->mend,
                     "since", instant_format(alarm->since, since), "over",
                     alarm->is_over ? instant_format(alarm->over, over) : NULL);
}

static void print(const struct call *call, const struct office *office,
                  const struct alarm *alarm)
{
    char since[40];
    char over[40];

    (void)fprintf(call->out, "%s  %s\n",
                  show_wall(&office->zone, alarm->since, since), alarm->text);
    if (alarm->is_over)
        (void)fprintf(call->out, "                  over since %s\n",
                      show_wall(&office->zone, alarm->over, over));
    else
        (void)fprintf(call->out, "                  → %s\n", alarm->mend);
}

static int list(struct call *call)
{
    struct office office;
    struct alarms alarms;
    struct db *db;
    struct error err;
    json_t *items;
    size_t open = 0;

    if (!call_office(call, &office, &err) || !call_reader(call, &db, &err) ||
        !(call_flag(call, "all")
              ? alarm_history(db, HISTORY_LINES, call->arena, &alarms, &err)
              : alarm_list(db, call->arena, &alarms, &err)))
        return call_fail(call, &err);
    items = json_array();
    for (size_t i = 0; i < alarms.count; i++) {
        open += !alarms.items[i].is_over;
        (void)json_array_append_new(items, alarm_json(&alarms.items[i]));
        if (!call->json)
            print(call, &office, &alarms.items[i]);
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o}", "alarms", items));
    else
        json_decref(items);
    if (!call->json && alarms.count == 0)
        (void)fputs("Nothing is wrong.\n", call->out);
    return open == 0 ? EXIT_DONE : EXIT_NEEDS_PERSON;
}

static int run(struct call *call)
{
    const char *what = call->word_count == 0 ? "list" : call->words[0];
    struct instant now = call_now(call);
    store_work *work = NULL;
    struct error err;

    if (strcmp(what, "test") == 0)
        work = raise_test;
    else if (strcmp(what, "over") == 0)
        work = end_test;
    else if (strcmp(what, "list") != 0) {
        (void)fputs("kept: usage: kept alarm [list|test|over]\n", call->err);
        return EXIT_USAGE;
    }
    if (work != NULL && !call_write(call, work, &now, &err))
        return call_fail(call, &err);
    if (work == raise_test && !call->json)
        (void)fputs("Raised; kept serve tells the owner within a minute.\n",
                    call->err);
    return list(call);
}

const struct command command_alarm = {
    .name = "alarm",
    .kind = COMMAND_WRITES,
    .words = "[list|test|over]",
    .words_max = 1,
    .help = "What the owner must know, and what to do; tries the way there.",
    .example = "kept alarm test",
    .options = options,
    .run = run,
};
