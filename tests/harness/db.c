#include "tests/harness/db.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/migrate.h"
#include "tests/test.h"

/* More at once than any test needs. */
#define DATABASES_MAX 8

/* Any instant: migrations only write it down. */
#define MIGRATED_S    INT64_C(1767225600)

static struct {
    struct db *db;
    char folder[PATH_MAX];
    char path[PATH_MAX + 16];
} opened[DATABASES_MAX];

static size_t find(const struct db *db)
{
    size_t i = 0;

    while (i < DATABASES_MAX && opened[i].db != db)
        i++;
    CHECK(i < DATABASES_MAX);
    return i;
}

struct db *test_db_open(void)
{
    const char *tmp = getenv("TMPDIR");
    size_t i = find(NULL);
    char folder[PATH_MAX];
    struct error err = {0};
    struct db *db = NULL;

    (void)snprintf(folder, sizeof(folder), "%s/kept-test-XXXXXX",
                   tmp == NULL || *tmp == '\0' ? "/tmp" : tmp);
    CHECK(mkdtemp(folder) != NULL);
    (void)snprintf(opened[i].folder, sizeof(opened[i].folder), "%s", folder);
    (void)snprintf(opened[i].path, sizeof(opened[i].path), "%s/kept.db",
                   folder);
    /* Tests do not survive a power cut anyway. */
    if (!db_open(opened[i].path, DB_CREATE, &db, &err) ||
        !db_exec(db, "PRAGMA synchronous = OFF", &err) ||
        !migrate(db, (struct instant){MIGRATED_S}, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        FAIL("no database");
    }
    opened[i].db = db;
    return db;
}

void test_db_close(struct db *db)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[PATH_MAX + 32];
    size_t i = find(db);

    db_close(db);
    for (size_t k = 0; k < ARRAY_LEN(endings); k++) {
        (void)snprintf(path, sizeof(path), "%s%s", opened[i].path, endings[k]);
        (void)unlink(path);
    }
    (void)rmdir(opened[i].folder);
    opened[i].db = NULL;
}

const char *test_db_path(const struct db *db)
{
    return opened[find(db)].path;
}

void test_db_exec(struct db *db, const char *sql)
{
    struct error err = {0};

    if (!db_exec(db, sql, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        FAIL("a statement failed");
    }
}

int64_t test_db_number(struct db *db, const char *sql)
{
    struct error err = {0};
    int64_t number = 0;

    if (!db_ask_i64(db, sql, &number, &err, NULL, 0)) {
        (void)fprintf(stderr, "%s\n", err.text);
        FAIL("a query failed");
    }
    return number;
}
