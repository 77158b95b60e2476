#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/embedded.h"
#include "store/migrate.h"
#include "tests/harness/db.h"
#include "tests/test.h"

static const struct instant now = {1795521600};

/* A database as the first version of the program made it. */
static struct db *open_first_version(char *folder)
{
    struct db *db = NULL;
    char path[64];
    struct error err;

    CHECK(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof(path), "%s/kept.db", folder);
    if (!db_open(path, DB_CREATE, &db, &err))
        FAIL(err.text);
    test_db_exec(db, store_migrations[0].data);
    test_db_exec(db, "CREATE TABLE migration (version INTEGER PRIMARY KEY,"
                     " name TEXT NOT NULL, applied_s INTEGER NOT NULL) STRICT;"
                     "INSERT INTO migration VALUES (1, '0001_start.sql', 1)");
    return db;
}

static void remove_folder(struct db *db, const char *folder)
{
    static const char *const names[] = {"kept.db", "kept.db-wal",
                                        "kept.db-shm"};
    char path[64];

    db_close(db);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static const char rows_of_first_version[] =
    "INSERT INTO customer (id, name, created_s) VALUES (7, 'Ada', 1);"
    "INSERT INTO appointment (id, customer, start_s, end_s, zone, wall, state,"
    "                         moved_to, created_s)"
    " VALUES (2, 7, 20, 30, 'UTC', 'w', 'booked', NULL, 1),"
    "        (1, 7, 10, 20, 'UTC', 'w', 'moved', 2, 1);"
    "INSERT INTO attendance (appointment, result, noted_s, who)"
    " VALUES (2, 'attended', 1, 'desk');"
    "INSERT INTO booking (id, feed, uid, recurrence, appointment, content,"
    "                     seen_s, missing_s)"
    " VALUES (5, 'chair-1', 'a', 'r1', 2, 'b-1', 3, 4),"
    "        (6, 'chair-1', 'a', 'r2', 1, 'b-2', 3, NULL);"
    "INSERT INTO booking_version (booking, seen_s, content, raw)"
    " VALUES (5, 1, 'b-0', 'old'), (5, 3, 'b-1', 'new'), (6, 3, 'b-2', 'new');"
    "INSERT INTO reminder (appointment, rule, channel, due_s, expires_s, state)"
    " VALUES (2, 'one-day', 'sms', 1, 2, 'planned')";

TEST(migrations, take_the_rows_of_the_first_version_along)
{
    char folder[] = "/tmp/kept-migrate-XXXXXX";
    struct db *db = open_first_version(folder);
    struct error err;

    test_db_exec(db, rows_of_first_version);
    if (!migrate(db, now, &err))
        FAIL(err.text);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM source_object"), 1);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM booking b"
                                 " JOIN source_object o ON o.id = b.object"
                                 " WHERE o.feed = 'chair-1' AND o.uid = 'a'"),
              2);
    CHECK_INT(test_db_number(db, "SELECT appointment FROM booking"
                                 " WHERE id = 5 AND missing_s = 4"),
              2);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM source_version"), 2);
    CHECK_INT(test_db_number(db, "SELECT moved_to FROM appointment"
                                 " WHERE id = 1"),
              2);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM reminder r"
                                 " JOIN appointment a ON a.id = r.appointment"),
              1);
    /* References are looked after again. */
    CHECK_INT(test_db_number(db, "SELECT * FROM pragma_foreign_keys"), 1);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM"
                                 " pragma_foreign_key_check"),
              0);
    remove_folder(db, folder);
}

TEST(migrations, change_nothing_when_references_lead_nowhere)
{
    char folder[] = "/tmp/kept-migrate-XXXXXX";
    struct db *db = open_first_version(folder);
    struct error err;

    test_db_exec(db, "PRAGMA foreign_keys = OFF;"
                     "INSERT INTO reminder (appointment, rule, channel, due_s,"
                     "                      expires_s, state)"
                     " VALUES (9, 'r', 'sms', 1, 2, 'planned')");
    CHECK(!migrate(db, now, &err));
    CHECK_INT(err.kind, ERROR_MACHINE);
    CHECK_INT(test_db_number(db, "SELECT max(version) FROM migration"), 1);
    remove_folder(db, folder);
}
