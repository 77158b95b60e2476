#include <stdio.h>

#include "tests/harness/db.h"
#include "tests/test.h"

/* Some 1,200 pages; the cache holds ten, so most are logged before COMMIT. */
static const char many[] =
    "CREATE TABLE many (id INTEGER PRIMARY KEY, filler BLOB);"
    "BEGIN;"
    "INSERT INTO many WITH RECURSIVE n (i) AS"
    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
    " SELECT i, randomblob(3500) FROM n;";

static struct db *open_reader(const struct db *writer)
{
    struct db *reader = NULL;
    struct error err;

    if (!db_open(test_db_path(writer), DB_READ, &reader, &err))
        FAIL(err.text);
    return reader;
}

static void check_whole(struct db *db)
{
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM pragma_integrity_check"
                                 " WHERE integrity_check = 'ok'"),
              1);
}

/* System calls of this process that wrote, as the kernel counts them. */
static long long writes(void)
{
    FILE *file = fopen("/proc/self/io", "r");
    char line[80];
    long long count = -1;

    CHECK(file != NULL);
    while (count < 0 && fgets(line, sizeof(line), file) != NULL)
        (void)sscanf(line, "syscw: %lld", &count);
    (void)fclose(file);
    CHECK(count >= 0);
    return count;
}

TEST(log_gather, writes_the_pages_of_a_commit_together)
{
    struct db *db = test_db_open();
    long long before = writes();

    test_db_exec(db, many);
    test_db_exec(db, "COMMIT");
    CHECK(writes() - before < 300); /* SQLite by itself: 2,400 */
    test_db_close(db);
}

TEST(log_gather, shows_others_a_commit_whole_and_nothing_before_it)
{
    struct db *db = test_db_open();
    struct db *reader;

    test_db_exec(db, "PRAGMA cache_size = 10");
    test_db_exec(db, many);
    reader = open_reader(db);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM many"), 1200);
    CHECK_INT(test_db_number(reader, "SELECT count(*) FROM many"), 0);
    test_db_exec(db, "COMMIT");
    CHECK_INT(test_db_number(reader, "SELECT count(*) FROM many"), 1200);
    CHECK_INT(test_db_number(reader, "SELECT sum(length(filler)) FROM many"),
              1200 * 3500);
    check_whole(reader);
    db_close(reader);
    test_db_close(db);
}

/* Pages that were logged are written over by those that come instead. */
TEST(log_gather, writes_over_what_was_taken_back)
{
    struct db *db = test_db_open();
    struct db *reader;

    test_db_exec(db, "PRAGMA cache_size = 10");
    test_db_exec(db, many);
    test_db_exec(db, "SAVEPOINT here;"
                     "UPDATE many SET filler = randomblob(3400);"
                     "ROLLBACK TO here;"
                     "UPDATE many SET filler = randomblob(3300)"
                     " WHERE id % 3 = 0;"
                     "COMMIT;");
    reader = open_reader(db);
    CHECK_INT(test_db_number(reader, "SELECT sum(length(filler)) FROM many"),
              800 * 3500 + 400 * 3300);
    test_db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    check_whole(reader);
    db_close(reader);
    test_db_close(db);
}

/* The log goes on where an earlier connection has left it. */
TEST(log_gather, shows_a_commit_of_one_page_at_once)
{
    struct db *db = test_db_open();
    struct db *reader = open_reader(db); /* keeps the log where it is */
    struct db *again = NULL;
    struct error err;

    test_db_exec(db,
                 "CREATE TABLE one (n INTEGER); INSERT INTO one VALUES (1)");
    CHECK(db_open(test_db_path(db), DB_WRITE, &again, &err));
    test_db_exec(again, "PRAGMA synchronous = OFF; UPDATE one SET n = 2");
    CHECK_INT(test_db_number(reader, "SELECT n FROM one"), 2);
    test_db_exec(again, "UPDATE one SET n = 3");
    CHECK_INT(test_db_number(reader, "SELECT n FROM one"), 3);
    db_close(again);
    db_close(reader);
    test_db_close(db);
}
