#include "tests/scenarios/acts.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/appointments.h"
#include "store/consents.h"
#include "store/customers.h"
#include "store/receipts.h"
#include "tests/scenarios/askable.h"
#include "tests/scenarios/calendar_text.h"
#include "tests/scenarios/world.h"

void act_at(struct story *story)
{
    struct words again = story->words;
    struct instant until;
    struct error err;

    /* The zone stands behind the time it is for. */
    again.next += 2;
    if (again.next < again.count &&
        !zone_load(again.at[again.next], &story->zone, &err))
        story_broke(story, "the zone", &err);
    if (!story->has_begun && again.next >= again.count)
        story_fail(story, "the first 'at' names a zone");
    until = words_instant(story);
    if (story->words.next < story->words.count)
        story->words.next++;
    words_end(story);
    if (!story->has_begun) {
        story->now = until;
        world_begin(story);
        return;
    }
    if (instant_before(until, story->now))
        story_fail(story, "that is in the past");
    expect_nothing_more(story);
    world_go_to(story, until);
}

void act_wait(struct story *story)
{
    struct span span = words_span(story);

    words_end(story);
    expect_nothing_more(story);
    world_go_to(story, instant_add(story->now, span));
}

/* Runs it; 0 and 3 are what it should end with. */
static void run_well(struct story *story, const char *const *words)
{
    world_command(story, words);
    if (story->status != EXIT_DONE && story->status != EXIT_NEEDS_PERSON)
        story_fail(story, "kept %s: status %d: %s", words[0], story->status,
                   story->output);
}

/* The rest of the line as a command; "@ada" is the visit's number. */
static void command_words(struct story *story, const char *out[WORDS_MAX + 1])
{
    size_t count = 0;

    while (story->words.next < story->words.count) {
        const char *word = words_take(story, "a word");

        out[count++] =
            *word == '@'
                ? arena_printf(&story->arena, "%lld",
                               (long long)visit_number(story, word + 1))
                : word;
    }
    if (count == 0)
        story_fail(story, "the command is missing");
    out[count] = NULL;
}

void act_kept(struct story *story)
{
    const char *words[WORDS_MAX + 1];

    command_words(story, words);
    run_well(story, words);
}

void act_wrong(struct story *story)
{
    const char *words[WORDS_MAX + 1];

    command_words(story, words);
    world_command(story, words);
    if (story->status != EXIT_FAILED && story->status != EXIT_USAGE)
        story_fail(story, "kept %s: status %d: %s", words[0], story->status,
                   story->output);
}

void act_office(struct story *story)
{
    const char *const words[] = {"office", "import", "office.yaml", NULL};

    words_end(story);
    story_write_file(story, "office.yaml", story_block(story));
    run_well(story, words);
}

void act_config(struct story *story)
{
    words_end(story);
    story_write_file(story, "kept.yaml", story_block(story));
    if (story->is_running)
        world_reload(story);
}

static void import(struct story *story, const char *ending, const char *feed,
                   const char *text)
{
    const char *file = arena_printf(&story->arena, "%s.%s", feed, ending);
    const char *const words[] = {"import", file, "--feed", feed, NULL};

    story_write_file(story, file, text);
    run_well(story, words);
}

void act_csv(struct story *story)
{
    const char *feed = story->words.next < story->words.count
                           ? words_take(story, "a name")
                           : arena_strdup(&story->arena, "list");

    words_end(story);
    import(story, "csv", feed, story_block(story));
}

void act_file(struct story *story)
{
    const char *name = words_take(story, "the file's name");

    words_end(story);
    story_write_file(story, name, story_block(story));
}

void act_feed(struct story *story)
{
    const char *feed = words_take(story, "the feed's name");

    words_end(story);
    import(story, "ics", feed, calendar_text(story, story_block(story)));
}

static void must_run(const struct story *story, bool wanted)
{
    if (story->is_running != wanted)
        story_fail(story, wanted ? "nothing runs" : "it runs already");
}

struct consent_said {
    struct appointment_id appointment;
    enum channel channel;
    bool allowed;
    struct instant now;
};

static bool write_consent(struct db *db, void *context, struct error *err)
{
    const struct consent_said *said = context;
    struct arena arena = {0};
    struct visit visit;
    struct consent_note note = {
        .channel = said->channel,
        .allowed = said->allowed,
        .source = "the story",
    };
    bool ok = visit_load(db, said->appointment, &arena, &visit, err);

    if (ok) {
        note.customer = visit.appointment.customer;
        ok = consent_set(db, &note, said->now, err);
    }
    arena_free(&arena);
    return ok;
}

void act_consent(struct story *story)
{
    struct consent_said said = {
        .appointment = {visit_number(story, words_take(story, "a visit"))},
        .now = story->now,
    };

    said.channel = words_channel(story);
    said.allowed = words_take_if(story, "yes");
    if (!said.allowed && !words_take_if(story, "no"))
        story_fail(story, "yes or no is missing");
    words_end(story);
    must_run(story, true);
    world_write(story, write_consent, &said);
}

static const char sql_last_key[] =
    "SELECT m.key FROM message m JOIN reminder r ON r.message = m.id"
    " WHERE r.appointment = ?1 AND m.channel = ?2 ORDER BY m.id DESC LIMIT 1";

struct said_later {
    struct appointment_id appointment;
    enum channel channel;
    enum receipt_state state;
    bool is_gone;
    struct instant now;
};

static bool write_receipt(struct db *db, void *context, struct error *err)
{
    const struct said_later *said = context;
    const char *channel = channel_name(said->channel);
    const struct receipt_origin origin = {.gateway = channel,
                                          .voice = "the story"};
    struct receipt receipt = {.state = said->state, .suppress = said->is_gone};
    struct receipt_result result;
    struct arena arena = {0};
    struct db_stmt *stmt;
    bool found;
    bool ok;

    if (!db_ask(db, sql_last_key, &stmt, err,
                DB_VALUES(DB_I64(said->appointment.row), DB_TEXT(channel))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        receipt.key = db_column_copy(stmt, 0, &arena);
    db_finish(stmt);
    ok = ok &&
         (found || error_set(err, ERROR_MISSING, "it has no message there")) &&
         receipt_apply(db, &origin, &receipt, said->now, &result, err);
    arena_free(&arena);
    return ok;
}

void act_receipt(struct story *story)
{
    struct said_later said = {
        .appointment = {visit_number(story, words_take(story, "a visit"))},
        .now = story->now,
    };

    said.channel = words_channel(story);
    if (!receipt_state_find(words_take(story, "a state"), &said.state))
        story_fail(story, "no receipt says that");
    said.is_gone = words_take_if(story, "gone");
    words_end(story);
    must_run(story, true);
    world_write(story, write_receipt, &said);
}

static bool do_sql(struct db *db, void *context, struct error *err)
{
    return db_exec(db, context, err);
}

void act_sql(struct story *story)
{
    char *statement = words_take(story, "a statement");

    words_end(story);
    must_run(story, true);
    world_write(story, do_sql, statement);
}

void act_report(struct story *story)
{
    const char *month = words_take(story, "a month");
    const char *const words[] = {"report", "loss",   "--month",
                                 month,    "--json", NULL};

    words_end(story);
    run_well(story, words);
    json_decref(story->report);
    story->report = json_loads(story->output, 0, NULL);
    if (story->report == NULL)
        story_fail(story, "no JSON: %s", story->output);
}

static struct script_answer read_answer(struct story *story)
{
    struct script_answer answer = {.fate = EXCHANGE_ANSWERED};

    if (words_take_if(story, "hang"))
        answer.hangs = true;
    else if (words_take_if(story, "interrupted"))
        answer.fate = EXCHANGE_INTERRUPTED;
    else if (words_take_if(story, "unreachable"))
        answer.fate = EXCHANGE_UNREACHABLE;
    else if (words_take_if(story, "rejected"))
        answer.fate = EXCHANGE_REJECTED;
    else
        answer.status = (int)words_number(story);
    if (words_take_if(story, "after"))
        answer.retry_after = words_span(story);
    if (story->words.next < story->words.count)
        answer.body =
            arena_strdup(&story->arena, words_take(story, "the body"));
    words_end(story);
    return answer;
}

void act_reply(struct story *story)
{
    enum channel channel = words_channel(story);

    if (words_take_if(story, "always"))
        script_always(&story->script, channel, read_answer(story));
    else if (!script_add(&story->script, channel, read_answer(story)))
        story_fail(story, "too many answers wait");
}

void act_askable(struct story *story)
{
    words_end(story);
    askable_set(true);
}

void act_answer(struct story *story)
{
    enum channel channel = words_channel(story);

    if (!script_answer_hanging(&story->script, channel, read_answer(story)))
        story_fail(story, "no attempt hangs");
    world_settle(story);
}

void act_crash(struct story *story)
{
    words_end(story);
    must_run(story, true);
    expect_nothing_more(story);
    world_crash(story);
}

void act_stop(struct story *story)
{
    words_end(story);
    must_run(story, true);
    expect_nothing_more(story);
    world_stop(story);
}

void act_start(struct story *story)
{
    words_end(story);
    must_run(story, false);
    world_start(story);
}

void act_reload(struct story *story)
{
    words_end(story);
    must_run(story, true);
    world_reload(story);
}
