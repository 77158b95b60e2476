#include "store/gateways.h"

static const char sql_stop[] =
    "INSERT INTO gateway (name, stopped_s, reason) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (name) DO UPDATE"
    "    SET stopped_s = excluded.stopped_s, reason = excluded.reason";

static const char sql_resume[] =
    "UPDATE gateway SET stopped_s = NULL, reason = ''"
    " WHERE stopped_s IS NOT NULL";

static const char sql_stopped[] =
    "SELECT reason FROM gateway WHERE name = ?1 AND stopped_s IS NOT NULL";

bool gateway_stop(struct db *db, const char *name, const char *reason,
                  struct instant now, struct error *err)
{
    return db_do(db, sql_stop, err,
                 DB_VALUES(DB_TEXT(name), DB_I64(now.unix_s), DB_TEXT(reason)));
}

bool gateway_resume_all(struct db *db, struct error *err)
{
    return db_exec(db, sql_resume, err);
}

bool gateway_stopped(struct db *db, const char *name, struct arena *arena,
                     const char **reason, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *reason = NULL;
    if (!db_ask(db, sql_stopped, &stmt, err, DB_VALUES(DB_TEXT(name))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *reason = db_column_copy(stmt, 0, arena);
    db_finish(stmt);
    return ok;
}
