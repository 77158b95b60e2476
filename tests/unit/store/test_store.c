#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "store/lock.h"
#include "store/migrate.h"
#include "store/settings.h"
#include "store/store.h"
#include "tests/harness/db.h"
#include "tests/test.h"

static const struct instant now = {1795521600};

/* A database file that exists and is closed; its handle is only its place. */
static struct store *open_store(const struct db *place, uv_loop_t *loop)
{
    struct store *store = NULL;
    struct error err;

    if (!store_create(test_db_path(place), false, now, loop, &store, &err))
        FAIL(err.text);
    return store;
}

static bool set_live(struct db *db, void *value, struct error *err)
{
    return setting_set(db, SETTING_LIVE, value, err);
}

static bool set_and_fail(struct db *db, void *value, struct error *err)
{
    return setting_set(db, SETTING_LIVE, value, err) &&
           error_set(err, ERROR_INPUT, "on purpose");
}

static const char *live(struct db *db, struct arena *arena)
{
    const char *value;
    struct error err;

    CHECK(setting_get(db, SETTING_LIVE, arena, &value, &err));
    return value;
}

TEST(store, commits_what_works_and_rolls_back_what_fails)
{
    struct db *db = test_db_open();
    struct store *store = open_store(db, NULL);
    struct arena arena = {0};
    struct error err;
    char on[] = "on";
    char broken[] = "broken";

    CHECK(store_call(store, set_live, on, &err));
    CHECK(!store_call(store, set_and_fail, broken, &err));
    CHECK_STR(err.text, "on purpose");
    CHECK_STR(live(db, &arena), "on");
    store_destroy(store);
    arena_free(&arena);
    test_db_close(db);
}

TEST(store, lets_nobody_else_write)
{
    struct db *db = test_db_open();
    struct store *store = open_store(db, NULL);
    struct store *second = NULL;
    struct error err;
    int fd;

    CHECK(!store_create(test_db_path(db), false, now, NULL, &second, &err));
    CHECK_INT(err.kind, ERROR_CONFLICT);
    CHECK(!lock_take(test_db_path(db), &fd, &err));
    store_destroy(store);
    CHECK(lock_take(test_db_path(db), &fd, &err));
    lock_release(fd);
    test_db_close(db);
}

struct travelling {
    struct store_job job;
    int *done;
    int order;
    bool ok;
};

static bool travel(struct store_job *job, struct db *db, struct error *err)
{
    struct travelling *self = container_of(job, struct travelling, job);
    char text[16];

    (void)snprintf(text, sizeof(text), "%d", self->order);
    return setting_set(db, "last", text, err);
}

static void arrived(struct store_job *job, const struct error *err)
{
    struct travelling *self = container_of(job, struct travelling, job);

    self->ok = err == NULL && *self->done == self->order;
    (*self->done)++;
}

TEST(store, brings_jobs_back_to_the_loop_in_order)
{
    struct db *db = test_db_open();
    struct travelling jobs[50];
    uv_loop_t loop;
    struct store *store;
    int done = 0;

    CHECK_INT(uv_loop_init(&loop), 0);
    store = open_store(db, &loop);
    for (int i = 0; i < 50; i++) {
        jobs[i] = (struct travelling){
            .job = {.work = travel, .done = arrived},
            .done = &done,
            .order = i,
        };
        store_write(store, &jobs[i].job);
        CHECK_INT(done, 0); /* never before store_write returns */
    }
    CHECK_INT(uv_run(&loop, UV_RUN_DEFAULT), 0);
    CHECK_INT(done, 50);
    for (int i = 0; i < 50; i++)
        CHECK(jobs[i].ok);
    store_destroy(store);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), 0);
    test_db_close(db);
}

TEST(migrate, is_done_once_and_refuses_a_newer_database)
{
    struct db *db = test_db_open();
    struct error err;
    int64_t version;

    CHECK(migrate(db, now, &err));
    CHECK(migrate_version(db, &version, &err));
    CHECK_INT(version, migrate_known());
    test_db_exec(db, "INSERT INTO migration VALUES (9999, 'future', 0)");
    CHECK(!migrate(db, now, &err));
    CHECK_INT(err.kind, ERROR_CONFLICT);
    CHECK_CONTAINS(err.text, "9999");
    CHECK(!migrate_check(db, &err));
    test_db_close(db);
}

TEST(db, says_what_is_missing_or_no_database)
{
    struct db *db = NULL;
    struct error err;

    CHECK(!db_open("/nowhere/kept.db", DB_READ, &db, &err));
    CHECK_INT(err.kind, ERROR_MISSING);
    CHECK_CONTAINS(err.text, "kept init");
    CHECK(!db_open("/proc/self/exe", DB_READ, &db, &err));
    CHECK_INT(err.kind, ERROR_MACHINE);
    CHECK_CONTAINS(err.text, "not a kept database");
}

TEST(db, reads_only_where_it_is_opened_for_reading)
{
    struct db *db = test_db_open();
    struct db *reader = NULL;
    struct error err;

    CHECK(db_open(test_db_path(db), DB_READ, &reader, &err));
    CHECK(!db_exec(reader, "DELETE FROM setting", &err));
    db_close(reader);
    test_db_close(db);
}

TEST(db, keeps_a_statement_that_is_used_twice_at_once_apart)
{
    static const char sql[] = "SELECT value FROM setting WHERE name = ?1";
    struct db *db = test_db_open();
    struct db_stmt *one;
    struct db_stmt *two;
    struct error err;
    bool row;

    test_db_exec(db, "INSERT INTO setting VALUES ('a', '1'), ('b', '2')");
    CHECK(db_ask(db, sql, &one, &err, DB_VALUES(DB_TEXT("a"))));
    CHECK(db_step(one, &row, &err) && row);
    CHECK(db_ask(db, sql, &two, &err, DB_VALUES(DB_TEXT("b"))));
    CHECK(db_step(two, &row, &err) && row);
    CHECK_STR(db_column_text(one, 0), "1");
    CHECK_STR(db_column_text(two, 0), "2");
    db_finish(one);
    db_finish(two);
    test_db_close(db);
}
