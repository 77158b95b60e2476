/* test_caldav.c - what is remembered of calendars on CalDAV servers */
#include "store/caldav.h"
#include "tests/harness/db.h"
#include "tests/test.h"

#define PLACE "https://dav.example.org/work/"

static const struct caldav_row rows[] = {
    {"/work/1.ics", "e1", "one"},
    {"/work/2.ics", "", "two"},
};

static void save(struct db *db, const char *feed, const char *token)
{
    struct caldav_state state = {
        .source = PLACE,
        .collection = PLACE,
        .token = token,
        .whole = {1000},
    };
    struct error err;

    CHECK(caldav_keep(db, feed, rows, ARRAY_LEN(rows), &err) &&
          caldav_save(db, feed, &state, &err));
}

static struct caldav_state load(struct db *db, const char *feed,
                                const char *source, struct arena *arena)
{
    struct caldav_state state;
    struct error err;

    CHECK(caldav_load(db, feed, source, arena, &state, &err));
    return state;
}

TEST(caldav, remembers_a_calendar)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct caldav_state state;

    save(db, "chair-1", "t1");
    save(db, "chair-2", NULL);
    state = load(db, "chair-1", PLACE, &arena);
    CHECK_STR(state.collection, PLACE);
    CHECK_STR(state.token, "t1");
    CHECK_NULL(state.ctag);
    CHECK_INT(state.whole.unix_s, 1000);
    CHECK_UINT(state.count, 2);
    CHECK_STR(state.rows[0].uid, "one");
    CHECK_STR(state.rows[1].etag, "");
    CHECK_NULL(load(db, "chair-2", PLACE, &arena).token);
    arena_free(&arena);
    test_db_close(db);
}

TEST(caldav, takes_over_what_is_new)
{
    static const struct caldav_row newer = {"/work/1.ics", "e9", "nine"};
    static const char *const gone[] = {"/work/2.ics", "/work/never.ics"};
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct caldav_state state;
    struct error err;

    save(db, "chair-1", "t1");
    CHECK(caldav_keep(db, "chair-1", &newer, 1, &err) &&
          caldav_drop(db, "chair-1", gone, ARRAY_LEN(gone), &err));
    save(db, "chair-2", "t1");
    state = load(db, "chair-1", PLACE, &arena);
    CHECK_UINT(state.count, 1);
    CHECK_STR(state.rows[0].etag, "e9");
    CHECK_STR(state.rows[0].uid, "nine");
    arena_free(&arena);
    test_db_close(db);
}

TEST(caldav, starts_anew_at_another_address)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct error err;

    save(db, "chair-1", "t1");
    CHECK_NULL(
        load(db, "chair-1", "https://else.example.org/", &arena).collection);
    CHECK_NULL(load(db, "chair-9", PLACE, &arena).collection);
    CHECK(caldav_forget(db, "chair-1", &err));
    CHECK_NULL(load(db, "chair-1", PLACE, &arena).collection);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM caldav_resource"), 0);
    arena_free(&arena);
    test_db_close(db);
}
