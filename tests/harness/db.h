/*
 * db.h - a real database for one test: a file of its own, the real schema
 *
 *     struct db *db = test_db_open();
 *     ...
 *     test_db_close(db);
 *
 * Failing to open is a failed check. A test that fails in between leaves its
 * file in the temporary folder.
 */
#ifndef TESTS_HARNESS_DB_H
#define TESTS_HARNESS_DB_H

#include "store/db.h"

/* Opens a new database for writing, migrated to the program's version. */
struct db *test_db_open(void);

/* Closes it and removes its folder. */
void test_db_close(struct db *db);

/* Where it is, for opening it again; good until it is closed. */
const char *test_db_path(const struct db *db);

/* Runs statements; failing is a failed check. */
void test_db_exec(struct db *db, const char *sql);

/* The first column of the first row of a query without placeholders. */
int64_t test_db_number(struct db *db, const char *sql);

#endif
