#include <stdio.h>
#include <stdlib.h>

#include "domain/reminder.h"
#include "tests/scenarios/acts.h"
#include "tests/scenarios/world.h"

#define ROWS_MAX  64
#define NAME_MAX_ 64

static const char sql_visit[] =
    "SELECT max(b.appointment) FROM booking b"
    "  JOIN source_object o ON o.id = b.object WHERE o.uid = ?1";

static const char sql_reminders[] =
    "SELECT r.state, r.reason, r.due_s, coalesce(m.attempts, 0),"
    "       r.appointment, r.rule, r.channel, coalesce(m.due_s, r.due_s)"
    "  FROM reminder r LEFT JOIN message m ON m.id = r.message"
    " ORDER BY r.appointment, r.due_s, r.id";

static const char sql_appointment[] =
    "SELECT a.state, coalesce(a.cancelled_by, ''),"
    "       coalesce(t.result, 'unmarked'), a.start_s"
    "  FROM appointment a LEFT JOIN attendance t ON t.appointment = a.id"
    " WHERE a.id = ?1";

static const char sql_gateway[] =
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM gateway"
    "   WHERE name = ?1 AND stopped_s IS NOT NULL)"
    "  THEN 'stopped' ELSE 'running' END";

static const char sql_feed[] = "SELECT state FROM feed WHERE name = ?1";

/* A reminder as the story sees it. */
struct seen {
    char state[NAME_MAX_];
    char reason[NAME_MAX_];
    struct instant due; /* of its next attempt */
    int64_t attempts;
    int64_t appointment;
    char rule[NAME_MAX_];
    char channel[NAME_MAX_];
};

/* What is wanted of one; NULL, −1 or 0: anything. */
struct wanted_reminder {
    const char *rule;
    const char *channel;
    const char *state;
    const char *reason;
    int64_t appointment;
    int64_t attempts;
    struct instant due;
};

int64_t visit_number(struct story *story, const char *name)
{
    struct db *db = world_reader(story);
    int64_t number = 0;
    struct error err;

    if (*name == '#')
        number = strtoll(name + 1, NULL, 10);
    else if (!db_ask_i64(db, sql_visit, &number, &err,
                         DB_VALUES(DB_TEXT(name))))
        story_broke(story, "visits", &err);
    db_close(db);
    if (number == 0)
        story_fail(story, "no visit '%s'", name);
    return number;
}

static void read_text(struct db_stmt *stmt, int column, char out[NAME_MAX_])
{
    (void)snprintf(out, NAME_MAX_, "%.*s", NAME_MAX_ - 1,
                   str_or_empty(db_column_text(stmt, column)));
}

static size_t read_reminders(const struct story *story,
                             struct seen out[ROWS_MAX])
{
    struct db *db = world_reader(story);
    struct db_stmt *stmt;
    size_t count = 0;
    struct error err;
    bool row;

    if (!db_prepare(db, sql_reminders, &stmt, &err))
        story_broke(story, "reminders", &err);
    while (db_step(stmt, &row, &err) && row && count < ROWS_MAX) {
        struct seen *seen = &out[count++];

        read_text(stmt, 0, seen->state);
        read_text(stmt, 1, seen->reason);
        seen->attempts = db_column_i64(stmt, 3);
        seen->appointment = db_column_i64(stmt, 4);
        read_text(stmt, 5, seen->rule);
        read_text(stmt, 6, seen->channel);
        seen->due.unix_s = db_column_i64(stmt, 7);
    }
    db_finish(stmt);
    db_close(db);
    return count;
}

static void read_wanted(struct story *story, struct wanted_reminder *out)
{
    *out = (struct wanted_reminder){.attempts = -1};
    out->rule = words_take(story, "the rule");
    out->channel = channel_name(words_channel(story));
    out->state = words_take(story, "the state");
    if (words_take_if(story, "visit"))
        out->appointment = visit_number(story, words_take(story, "the visit"));
    if (words_take_if(story, "reason"))
        out->reason = words_take(story, "the reason");
    if (words_take_if(story, "due"))
        out->due = words_instant(story);
    if (words_take_if(story, "attempts"))
        out->attempts = words_number(story);
    words_end(story);
}

static bool is_meant(const struct seen *seen,
                     const struct wanted_reminder *wanted)
{
    return strcmp(seen->rule, wanted->rule) == 0 &&
           strcmp(seen->channel, wanted->channel) == 0 &&
           (wanted->appointment == 0 ||
            wanted->appointment == seen->appointment);
}

/* The minute counts: seconds come of jitter. */
static bool is_as_wanted(const struct seen *seen,
                         const struct wanted_reminder *wanted)
{
    return strcmp(seen->state, wanted->state) == 0 &&
           (wanted->reason == NULL ||
            strcmp(seen->reason, wanted->reason) == 0) &&
           (wanted->attempts < 0 || seen->attempts == wanted->attempts) &&
           (wanted->due.unix_s == 0 ||
            seen->due.unix_s / MINUTE_S == wanted->due.unix_s / MINUTE_S);
}

static void print_seen(const struct story *story, const struct seen *seen)
{
    char due[WALL_TEXT_MAX];

    (void)fprintf(stderr,
                  "  #%lld %s %s %s reason \"%s\" due %s attempts %lld\n",
                  (long long)seen->appointment, seen->rule, seen->channel,
                  seen->state, seen->reason, wall_text(story, seen->due, due),
                  (long long)seen->attempts);
}

void expect_reminder(struct story *story)
{
    struct seen seen[ROWS_MAX];
    struct wanted_reminder wanted;
    size_t count;
    size_t meant = 0;
    size_t index = 0;

    read_wanted(story, &wanted);
    count = read_reminders(story, seen);
    for (size_t i = 0; i < count; i++) {
        if (!is_meant(&seen[i], &wanted))
            continue;
        meant++;
        index = i;
    }
    if (meant == 1 && is_as_wanted(&seen[index], &wanted))
        return;
    (void)fprintf(stderr, "found:\n");
    for (size_t i = 0; i < count; i++)
        print_seen(story, &seen[i]);
    if (meant > 1)
        story_fail(story, "several are meant; say which visit");
    story_fail(story, "expected: %s %s %s%s%s", wanted.rule, wanted.channel,
               wanted.state, wanted.reason == NULL ? "" : " reason ",
               str_or_empty(wanted.reason));
}

/* One value, asked for by name or number, is as it should be. */
static void check_word(struct story *story, const char *what, const char *found)
{
    const char *wanted = words_take(story, what);

    if (strcmp(found, wanted) != 0)
        story_fail(story, "expected: %s %s; found: %s", what, wanted,
                   *found == '\0' ? "nothing" : found);
}

void expect_visit(struct story *story)
{
    int64_t number = visit_number(story, words_take(story, "a visit"));
    struct db *db = world_reader(story);
    struct db_stmt *stmt;
    char start[WALL_TEXT_MAX];
    struct instant found_start;
    struct error err;
    bool found;

    if (!db_ask(db, sql_appointment, &stmt, &err, DB_VALUES(DB_I64(number))) ||
        !db_one(stmt, &found, &err))
        story_broke(story, "the visit", &err);
    if (!found)
        story_fail(story, "no appointment %lld", (long long)number);
    check_word(story, "state", db_column_text(stmt, 0));
    if (words_take_if(story, "by"))
        check_word(story, "by", db_column_text(stmt, 1));
    if (words_take_if(story, "attendance"))
        check_word(story, "attendance", db_column_text(stmt, 2));
    found_start.unix_s = db_column_i64(stmt, 3);
    if (words_take_if(story, "start") &&
        words_instant(story).unix_s != found_start.unix_s)
        story_fail(story, "the visit starts %s",
                   wall_text(story, found_start, start));
    words_end(story);
    db_finish(stmt);
    db_close(db);
}

static void expect_one(struct story *story, const char *sql, const char *what)
{
    const char *name = words_take(story, "a name");
    struct db *db = world_reader(story);
    struct db_stmt *stmt;
    struct error err;
    bool found;

    if (!db_ask(db, sql, &stmt, &err, DB_VALUES(DB_TEXT(name))) ||
        !db_one(stmt, &found, &err))
        story_broke(story, what, &err);
    check_word(story, what, found ? db_column_text(stmt, 0) : "");
    words_end(story);
    db_finish(stmt);
    db_close(db);
}

void expect_gateway(struct story *story)
{
    expect_one(story, sql_gateway, "gateway");
}

void expect_feed(struct story *story)
{
    expect_one(story, sql_feed, "feed");
}
