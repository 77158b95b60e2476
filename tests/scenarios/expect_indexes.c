/* expect_indexes.c - no statement of the engine reads a large table whole */
#include <stdio.h>

#include <sqlite3.h>

#include "tests/scenarios/acts.h"
#include "tests/scenarios/world.h"

/* By their names and by what statements call them. */
static const char *const large[] = {
    "reminder", "r",     "message",       "m", "delivery", "d",
    "mine",     "other", "appointment",   "a", "customer", "c",
    "booking",  "b",     "source_object", "o", "event",
};

/* Indexes of what there is little of at any time. */
static const char *const small[] = {
    "message_claimed",
    "message_ask",
    "message_due",
    "appointment_replan",
};

/* The connection that was opened for writing last. */
static sqlite3 *writer;

static int notice(sqlite3 *handle, const char **problem, const void *api)
{
    (void)problem;
    (void)api;
    writer = handle;
    return SQLITE_OK;
}

__attribute__((constructor)) static void watch_connections(void)
{
    (void)sqlite3_auto_extension((void (*)(void))notice);
}

static bool is_among(const char *const *words, size_t count, const char *text,
                     size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == len && strncmp(words[i], text, len) == 0)
            return true;
    }
    return false;
}

/* "SCAN m", "SCAN m USING INDEX message_claimed". */
static bool reads_all(const char *detail)
{
    static const char scan[] = "SCAN ";
    const char *table = detail + strlen(scan);
    const char *index = strstr(detail, "INDEX ");

    if (strncmp(detail, scan, strlen(scan)) != 0 ||
        !is_among(large, ARRAY_LEN(large), table, strcspn(table, " ")))
        return false;
    return index == NULL ||
           !is_among(small, ARRAY_LEN(small), index + strlen("INDEX "),
                     strcspn(index + strlen("INDEX "), " "));
}

static size_t look_at(sqlite3_stmt *stmt)
{
    char sql[4096];
    sqlite3_stmt *plan = NULL;
    size_t bad = 0;

    (void)snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
                   sqlite3_sql(stmt));
    if (sqlite3_stmt_isexplain(stmt) != 0 ||
        sqlite3_prepare_v2(writer, sql, -1, &plan, NULL) != SQLITE_OK)
        return 0;
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);

        if (!reads_all(detail))
            continue;
        (void)fprintf(stderr, "%s\n  in: %s\n", detail, sqlite3_sql(stmt));
        bad++;
    }
    (void)sqlite3_finalize(plan);
    return bad;
}

struct found {
    size_t statements;
    size_t bad;
};

static bool look_at_all(struct db *db, void *context, struct error *err)
{
    struct found *found = context;
    sqlite3_stmt *all[256];
    size_t count = 0;

    (void)db;
    (void)err;
    for (sqlite3_stmt *stmt = sqlite3_next_stmt(writer, NULL);
         stmt != NULL && count < ARRAY_LEN(all);
         stmt = sqlite3_next_stmt(writer, stmt))
        all[count++] = stmt;
    for (size_t i = 0; i < count; i++)
        found->bad += look_at(all[i]);
    found->statements = count;
    return true;
}

void expect_indexes(struct story *story)
{
    struct found found = {0};
    sqlite3 *of_engine;

    words_end(story);
    /* Readers come and go; the engine's is made anew by a start. */
    world_stop(story);
    world_start(story);
    of_engine = writer;
    world_settle(story);
    writer = of_engine;
    world_write(story, look_at_all, &found);
    if (found.statements < 15)
        story_fail(story, "only %zu statements were looked at",
                   found.statements);
    if (found.bad != 0)
        story_fail(story, "%zu statements read a table whole", found.bad);
}
