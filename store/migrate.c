#include "store/migrate.h"

#include <stdlib.h>

#include "base/embedded.h"
#include "store/sources.h"

static const char sql_table[] = "CREATE TABLE IF NOT EXISTS migration ("
                                "    version   INTEGER PRIMARY KEY,"
                                "    name      TEXT NOT NULL,"
                                "    applied_s INTEGER NOT NULL"
                                ") STRICT";

static const char sql_has_table[] =
    "SELECT 1 FROM sqlite_schema WHERE name = 'migration'";

static const char sql_version[] =
    "SELECT coalesce(max(version), 0) FROM migration";

static const char sql_applied[] =
    "INSERT INTO migration (version, name, applied_s) VALUES (?1, ?2, ?3)";

/* "0001_start.sql" is version 1. */
static int64_t version_of(const struct embedded *file)
{
    return strtoll(file->name, NULL, 10);
}

int64_t migrate_known(void)
{
    return store_migrations_count == 0
               ? 0
               : version_of(&store_migrations[store_migrations_count - 1]);
}

bool migrate_version(struct db *db, int64_t *out, struct error *err)
{
    struct db_stmt *stmt = NULL;
    bool found;
    bool ok;

    *out = 0;
    if (!db_prepare(db, sql_has_table, &stmt, err))
        return false;
    ok = db_one(stmt, &found, err);
    db_finish(stmt);
    if (!ok || !found)
        return ok;
    if (!db_prepare(db, sql_version, &stmt, err))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok)
        *out = db_column_i64(stmt, 0);
    db_finish(stmt);
    return ok;
}

static bool apply(struct db *db, const struct embedded *file,
                  struct instant now, struct error *err)
{
    struct db_stmt *stmt;

    if (!db_exec(db, file->data, err) ||
        !db_prepare(db, sql_applied, &stmt, err))
        return error_wrap(err, "migration %s", file->name);
    db_bind_i64(stmt, 1, version_of(file));
    db_bind_text(stmt, 2, file->name);
    db_bind_i64(stmt, 3, now.unix_s);
    return db_run(stmt, err) || error_wrap(err, "migration %s", file->name);
}

static bool apply_missing(struct db *db, int64_t version, struct instant now,
                          struct error *err)
{
    if (!db_exec(db, sql_table, err))
        return false;
    for (size_t i = 0; i < store_migrations_count; i++) {
        if (version_of(&store_migrations[i]) > version &&
            !apply(db, &store_migrations[i], now, err))
            return false;
    }
    return true;
}

static bool newer(int64_t version, struct error *err)
{
    return error_set(err, ERROR_CONFLICT,
                     "it has version %lld, this program knows %lld; use a "
                     "newer kept",
                     (long long)version, (long long)migrate_known());
}

/* Tables that were built anew must still fit together. */
static bool check_rules(struct db *db, struct error *err)
{
    int64_t broken = 0;

    return db_ask_i64(db, db->driver->broken_rules, &broken, err, NULL, 0) &&
           (broken == 0 ||
            error_set(err, ERROR_MACHINE,
                      "rows refer to rows that are not there; restore a "
                      "backup with 'kept restore'"));
}

/* All of it or nothing. */
static bool bring_up(struct db *db, int64_t version, struct instant now,
                     struct error *err)
{
    if (!db_begin(db, err))
        return false;
    if (apply_missing(db, version, now, err) && source_name_all(db, err) &&
        check_rules(db, err) && db_commit(db, err))
        return true;
    db_rollback(db);
    return false;
}

bool migrate(struct db *db, struct instant now, struct error *err)
{
    int64_t version;

    if (!migrate_version(db, &version, err))
        return false;
    if (version > migrate_known())
        return newer(version, err);
    if (version == migrate_known())
        return true;
    return db_exec(db, db->driver->rules_off, err) &&
           bring_up(db, version, now, err) &&
           db_exec(db, db->driver->rules_on, err);
}

bool migrate_check(struct db *db, struct error *err)
{
    int64_t version;

    if (!migrate_version(db, &version, err))
        return false;
    if (version > migrate_known())
        return newer(version, err);
    if (version < migrate_known())
        return error_set(err, ERROR_CONFLICT,
                         "it has version %lld, this program wants %lld; run "
                         "'kept init' once to bring it up to date",
                         (long long)version, (long long)migrate_known());
    return true;
}
