/*
 * db.h - a database, seen through its driver
 *
 * Repositories and reports are written once against this, in the SQL that
 * SQLite and PostgreSQL share: numbered placeholders ?1, RETURNING, FILTER,
 * ON CONFLICT; no boolean arithmetic. Only db_sqlite.c knows a database by
 * name. A handle and its statements belong to one thread at a time.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct db;
struct db_stmt;

enum db_mode {
    DB_READ,   /* must exist; nothing can be written through it */
    DB_WRITE,  /* must exist; the one writing connection */
    DB_CREATE, /* made when absent, and then as DB_WRITE */
};

struct db_driver {
    const char *name;
    const char *begin; /* how a write transaction starts in this dialect */
    /* References between tables are not looked after while a migration builds
     * them anew; `broken_rules` asks for a row per reference that leads
     * nowhere. */
    const char *rules_off;
    const char *rules_on;
    const char *broken_rules;
    bool (*open)(const char *where, enum db_mode mode, struct db **out,
                 struct error *err);
    void (*close)(struct db *db);
    bool (*exec)(struct db *db, const char *sql, struct error *err);
    bool (*prepare)(struct db *db, const char *sql, struct db_stmt **out,
                    struct error *err);
    void (*bind_i64)(struct db_stmt *stmt, int index, int64_t value);
    void (*bind_double)(struct db_stmt *stmt, int index, double value);
    /* Bytes are copied, unless they outlive the statement's use. */
    void (*bind_text)(struct db_stmt *stmt, int index, const char *text,
                      bool is_lasting);
    void (*bind_bytes)(struct db_stmt *stmt, int index, struct str bytes,
                       bool is_lasting);
    void (*bind_null)(struct db_stmt *stmt, int index);
    bool (*step)(struct db_stmt *stmt, bool *row, struct error *err);
    int64_t (*column_i64)(struct db_stmt *stmt, int column);
    double (*column_double)(struct db_stmt *stmt, int column);
    const char *(*column_text)(struct db_stmt *stmt, int column);
    struct str (*column_bytes)(struct db_stmt *stmt, int column);
    bool (*column_is_null)(struct db_stmt *stmt, int column);
    void (*finish)(struct db_stmt *stmt);
    int64_t (*changes)(struct db *db); /* rows the last statement changed */
    int64_t (*last_id)(struct db *db); /* of the row inserted last */
    size_t (*held)(struct db *db);     /* bytes kept in case they are needed */
    void (*give_back)(struct db *db);  /* those */
};

/* Every driver's handles begin with these. */
struct db {
    const struct db_driver *driver;
};
struct db_stmt {
    const struct db_driver *driver;
};

extern const struct db_driver db_sqlite;

/* ERROR_MISSING: no such file. ERROR_MACHINE: not a database, unwritable. */
MUST_USE bool db_open(const char *path, enum db_mode mode, struct db **out,
                      struct error *err);
void db_close(struct db *db); /* NULL is accepted */

/* Runs statements that return nothing. */
MUST_USE bool db_exec(struct db *db, const char *sql, struct error *err);

/* `sql` is one statement and constant; statements are kept and reused. */
MUST_USE bool db_prepare(struct db *db, const char *sql, struct db_stmt **out,
                         struct error *err);

/* Placeholders count from 1. NULL text binds NULL. */
void db_bind_i64(struct db_stmt *stmt, int index, int64_t value);
void db_bind_double(struct db_stmt *stmt, int index, double value);
void db_bind_text(struct db_stmt *stmt, int index, const char *text);
void db_bind_null(struct db_stmt *stmt, int index);

/* To the next row; `row` is false after the last. */
MUST_USE bool db_step(struct db_stmt *stmt, bool *row, struct error *err);

/* Columns count from 0. Text is NULL for NULL; text and bytes are valid until
 * the next step. */
int64_t db_column_i64(struct db_stmt *stmt, int column);
double db_column_double(struct db_stmt *stmt, int column);
const char *db_column_text(struct db_stmt *stmt, int column);
struct str db_column_bytes(struct db_stmt *stmt, int column);
bool db_column_is_null(struct db_stmt *stmt, int column);

/* db_column_text copied into `arena`; NULL for NULL. */
char *db_column_copy(struct db_stmt *stmt, int column, struct arena *arena);

/* Gives the statement back; NULL is accepted. */
void db_finish(struct db_stmt *stmt);

/* A value for a placeholder. */
struct db_value {
    enum { DB_VALUE_NULL, DB_VALUE_I64, DB_VALUE_TEXT, DB_VALUE_BYTES } kind;
    int64_t i64;
    const char *text;
    size_t len; /* of bytes, at `text` */
};

#define DB_I64(value) ((struct db_value){.kind = DB_VALUE_I64, .i64 = (value)})
/* NULL text is NULL. */
#define DB_TEXT(value) \
    ((struct db_value){.kind = DB_VALUE_TEXT, .text = (value)})
#define DB_BYTES(value)                                  \
    ((struct db_value){.kind = DB_VALUE_BYTES,           \
                       .text = (const char *)(value).at, \
                       .len = (value).len})
/* `value`, or NULL unless `known`. */
#define DB_I64_IF(known, value)                                        \
    ((struct db_value){.kind = (known) ? DB_VALUE_I64 : DB_VALUE_NULL, \
                       .i64 = (value)})
/* The last two arguments of db_do and db_ask: ?1, ?2, … in order. */
#define DB_VALUES(...)                      \
    (const struct db_value[]){__VA_ARGS__}, \
        ARRAY_LEN(((const struct db_value[]){__VA_ARGS__}))

/* Prepares, binds, and runs a statement that returns nothing. */
MUST_USE bool db_do(struct db *db, const char *sql, struct error *err,
                    const struct db_value *values, size_t count);

/* Inserts one row into a table with an `id`, which it hands back. */
MUST_USE bool db_insert(struct db *db, const char *sql, int64_t *id,
                        struct error *err, const struct db_value *values,
                        size_t count);

/* Prepares and binds; the caller steps and finishes. */
MUST_USE bool db_ask(struct db *db, const char *sql, struct db_stmt **out,
                     struct error *err, const struct db_value *values,
                     size_t count);

/*
 * The first column of the first row as a number; `out` keeps what it held
 * when there is no row or it is NULL.
 */
MUST_USE bool db_ask_i64(struct db *db, const char *sql, int64_t *out,
                         struct error *err, const struct db_value *values,
                         size_t count);

/* Steps a statement that returns no row, and finishes it either way. */
MUST_USE bool db_run(struct db_stmt *stmt, struct error *err);

/* Steps once: `found` says whether there was a row. The caller finishes. */
MUST_USE bool db_one(struct db_stmt *stmt, bool *found, struct error *err);

int64_t db_changes(struct db *db);

/* Bytes of memory that make the next statements faster, and letting go of
 * them: for whoever has nothing to do for a while. */
size_t db_held(struct db *db);
void db_give_back(struct db *db);

/* A transaction that writes; commit or roll back exactly once. */
MUST_USE bool db_begin(struct db *db, struct error *err);
MUST_USE bool db_commit(struct db *db, struct error *err);
void db_rollback(struct db *db);

#endif
