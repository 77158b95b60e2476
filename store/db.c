#include "store/db.h"

bool db_open(const char *path, enum db_mode mode, struct db **out,
             struct error *err)
{
    return db_sqlite.open(path, mode, out, err) ||
           error_wrap(err, "database '%s'", path);
}

void db_close(struct db *db)
{
    if (db != NULL)
        db->driver->close(db);
}

bool db_exec(struct db *db, const char *sql, struct error *err)
{
    return db->driver->exec(db, sql, err);
}

bool db_prepare(struct db *db, const char *sql, struct db_stmt **out,
                struct error *err)
{
    return db->driver->prepare(db, sql, out, err);
}

void db_bind_i64(struct db_stmt *stmt, int index, int64_t value)
{
    stmt->driver->bind_i64(stmt, index, value);
}

void db_bind_double(struct db_stmt *stmt, int index, double value)
{
    stmt->driver->bind_double(stmt, index, value);
}

void db_bind_text(struct db_stmt *stmt, int index, const char *text)
{
    if (text == NULL)
        stmt->driver->bind_null(stmt, index);
    else
        stmt->driver->bind_text(stmt, index, text, false);
}

void db_bind_null(struct db_stmt *stmt, int index)
{
    stmt->driver->bind_null(stmt, index);
}

bool db_step(struct db_stmt *stmt, bool *row, struct error *err)
{
    return stmt->driver->step(stmt, row, err);
}

int64_t db_column_i64(struct db_stmt *stmt, int column)
{
    return stmt->driver->column_i64(stmt, column);
}

double db_column_double(struct db_stmt *stmt, int column)
{
    return stmt->driver->column_double(stmt, column);
}

const char *db_column_text(struct db_stmt *stmt, int column)
{
    return stmt->driver->column_text(stmt, column);
}

struct str db_column_bytes(struct db_stmt *stmt, int column)
{
    return stmt->driver->column_bytes(stmt, column);
}

bool db_column_is_null(struct db_stmt *stmt, int column)
{
    return stmt->driver->column_is_null(stmt, column);
}

char *db_column_copy(struct db_stmt *stmt, int column, struct arena *arena)
{
    return arena_strdup(arena, db_column_text(stmt, column));
}

void db_finish(struct db_stmt *stmt)
{
    if (stmt != NULL)
        stmt->driver->finish(stmt);
}

bool db_run(struct db_stmt *stmt, struct error *err)
{
    bool row = true;
    bool ok = true;

    while (ok && row)
        ok = db_step(stmt, &row, err);
    db_finish(stmt);
    return ok;
}

bool db_one(struct db_stmt *stmt, bool *found, struct error *err)
{
    return db_step(stmt, found, err);
}

static void bind_value(struct db_stmt *stmt, int index,
                       const struct db_value *value, bool is_lasting)
{
    const struct db_driver *driver = stmt->driver;

    switch (value->kind) {
    case DB_VALUE_I64:
        driver->bind_i64(stmt, index, value->i64);
        return;
    case DB_VALUE_TEXT:
        if (value->text != NULL) {
            driver->bind_text(stmt, index, value->text, is_lasting);
            return;
        }
        break;
    case DB_VALUE_BYTES:
        driver->bind_bytes(stmt, index, (struct str){value->text, value->len},
                           is_lasting);
        return;
    case DB_VALUE_NULL:
        break;
    }
    driver->bind_null(stmt, index);
}

/* `is_lasting`: the values live until the statement is given back. */
static void bind_all(struct db_stmt *stmt, const struct db_value *values,
                     size_t count, bool is_lasting)
{
    for (size_t i = 0; i < count; i++)
        bind_value(stmt, (int)i + 1, &values[i], is_lasting);
}

bool db_ask(struct db *db, const char *sql, struct db_stmt **out,
            struct error *err, const struct db_value *values, size_t count)
{
    if (!db_prepare(db, sql, out, err))
        return false;
    bind_all(*out, values, count, false);
    return true;
}

bool db_do(struct db *db, const char *sql, struct error *err,
           const struct db_value *values, size_t count)
{
    struct db_stmt *stmt;

    if (!db_prepare(db, sql, &stmt, err))
        return false;
    bind_all(stmt, values, count, true);
    return db_run(stmt, err);
}

bool db_insert(struct db *db, const char *sql, int64_t *id, struct error *err,
               const struct db_value *values, size_t count)
{
    if (!db_do(db, sql, err, values, count))
        return false;
    *id = db->driver->last_id(db);
    return true;
}

bool db_ask_i64(struct db *db, const char *sql, int64_t *out, struct error *err,
                const struct db_value *values, size_t count)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    if (!db_prepare(db, sql, &stmt, err))
        return false;
    bind_all(stmt, values, count, true);
    ok = db_one(stmt, &found, err);
    if (ok && found && !db_column_is_null(stmt, 0))
        *out = db_column_i64(stmt, 0);
    db_finish(stmt);
    return ok;
}

int64_t db_changes(struct db *db)
{
    return db->driver->changes(db);
}

size_t db_held(struct db *db)
{
    return db->driver->held(db);
}

void db_give_back(struct db *db)
{
    db->driver->give_back(db);
}

bool db_begin(struct db *db, struct error *err)
{
    return db_exec(db, db->driver->begin, err);
}

bool db_commit(struct db *db, struct error *err)
{
    return db_exec(db, "COMMIT", err);
}

void db_rollback(struct db *db)
{
    struct error ignored;

    if (!db_exec(db, "ROLLBACK", &ignored))
        return; /* the failed statement has rolled back already */
}
