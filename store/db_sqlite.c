#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "store/db.h"
#include "store/log_gather.h"

/*
 * One connection of one process writes and checkpoints; every other one is
 * read-only (docs/decisions/0003-one-store-thread.md). FULL, because a lease
 * that a power cut can undo is not a lease.
 */
#define BUSY_TIMEOUT_MS 5000

/*
 * An import touches pages all over the indexes: 20 MB of them are kept, and
 * the log is worked into the file every 64 MB, so that a page that changes
 * often is written there once.
 */
#define WRITER_MEMORY                    \
    "PRAGMA cache_size = -20000;"        \
    "PRAGMA wal_autocheckpoint = 16000;" \
    "PRAGMA journal_size_limit = 67108864;"

/* Every statement of the program fits; the oldest goes when it does not. */
#define STATEMENTS_KEPT 96

struct sqlite_stmt {
    struct db_stmt base;
    sqlite3_stmt *stmt;
    sqlite3 *handle;
    const char *sql;
    bool in_use;
    bool is_kept; /* else freed by finish */
};

struct sqlite_db {
    struct db base;
    sqlite3 *handle;
    struct sqlite_stmt kept[STATEMENTS_KEPT];
    size_t kept_count;
};

static bool fail(sqlite3 *handle, const char *what, struct error *err)
{
    int code = sqlite3_errcode(handle);
    const char *text = sqlite3_errmsg(handle);

    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, ERROR_TEMPORARY,
                         "%s: another program holds the database", what);
    case SQLITE_NOTADB:
        return error_set(err, ERROR_MACHINE,
                         "not a kept database; is the path right?");
    case SQLITE_CORRUPT:
        return error_set(err, ERROR_MACHINE,
                         "%s: the file is damaged; restore a backup with "
                         "'kept restore'",
                         what);
    case SQLITE_FULL:
        return error_set(err, ERROR_MACHINE,
                         "%s: the disk is full; free some space", what);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return error_set(err, ERROR_MACHINE,
                         "%s: %s; check the rights of the file and its folder",
                         what, text);
    default:
        return error_set(err, ERROR_MACHINE, "%s: %s", what, text);
    }
}

static bool sqlite_exec(struct db *base, const char *sql, struct error *err)
{
    struct sqlite_db *db = container_of(base, struct sqlite_db, base);

    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(db->handle, "database", err);
    return true;
}

static void sqlite_close(struct db *base)
{
    struct sqlite_db *db = container_of(base, struct sqlite_db, base);

    for (size_t i = 0; i < db->kept_count; i++)
        (void)sqlite3_finalize(db->kept[i].stmt);
    (void)sqlite3_close_v2(db->handle);
    free(db);
}

static bool set_up(struct sqlite_db *db, enum db_mode mode, struct error *err)
{
    static const char common[] = "PRAGMA foreign_keys = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA cell_size_check = ON;"
                                 "PRAGMA schema_version;"; /* reads it */
    static const char writer[] = "PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL;" WRITER_MEMORY;
    static const char reader[] = "PRAGMA wal_autocheckpoint = 0;";

    (void)sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    /* A kept statement is never planned anew for what is bound to it. */
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    return sqlite_exec(&db->base, common, err) &&
           sqlite_exec(&db->base, mode == DB_READ ? reader : writer, err);
}

static bool check_place(const char *where, struct error *err)
{
    struct stat about;

    if (stat(where, &about) != 0)
        return error_set(err, ERROR_MISSING,
                         "no such file; make one with 'kept init'");
    return !S_ISDIR(about.st_mode) ||
           error_set(err, ERROR_MISSING,
                     "it is a folder; name the database in it");
}

/* Names are private: only the owner may read the file. */
static void make_private(const char *path)
{
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0)
        (void)close(fd);
}

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Nobody asks SQLite how much memory it uses, and the tally takes a lock. */
static void configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool sqlite_open(const char *where, enum db_mode mode, struct db **out,
                        struct error *err)
{
    int flags = mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    struct sqlite_db *db;
    bool ok;

    if (mode == DB_CREATE)
        make_private(where);
    else if (!check_place(where, err))
        return false;
    db = calloc(1, sizeof(*db));
    if (db == NULL || pthread_once(&configured, configure) != 0)
        abort();
    db->base.driver = &db_sqlite;
    if (sqlite3_open_v2(where, &db->handle, flags | SQLITE_OPEN_NOMUTEX,
                        mode == DB_READ ? NULL : log_gather_vfs()) != SQLITE_OK)
        ok = fail(db->handle, "cannot be opened", err);
    else
        ok = set_up(db, mode, err);
    if (!ok) {
        sqlite_close(&db->base);
        return false;
    }
    *out = &db->base;
    return true;
}

/* A kept statement of that text that nobody is using, or NULL. */
static struct sqlite_stmt *find_kept(struct sqlite_db *db, const char *sql)
{
    for (size_t i = 0; i < db->kept_count; i++) {
        if (db->kept[i].sql == sql && !db->kept[i].in_use)
            return &db->kept[i];
    }
    return NULL;
}

static struct sqlite_stmt *new_stmt(struct sqlite_db *db)
{
    struct sqlite_stmt *stmt;

    if (db->kept_count < STATEMENTS_KEPT) {
        stmt = &db->kept[db->kept_count];
        *stmt = (struct sqlite_stmt){.is_kept = true};
        return stmt;
    }
    stmt = calloc(1, sizeof(*stmt));
    if (stmt == NULL)
        abort();
    return stmt;
}

static bool sqlite_prepare(struct db *base, const char *sql,
                           struct db_stmt **out, struct error *err)
{
    struct sqlite_db *db = container_of(base, struct sqlite_db, base);
    struct sqlite_stmt *stmt = find_kept(db, sql);
    sqlite3_stmt *compiled;

    if (stmt == NULL) {
        if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &compiled, NULL) != SQLITE_OK)
            return fail(db->handle, "database", err);
        stmt = new_stmt(db);
        stmt->base.driver = &db_sqlite;
        stmt->stmt = compiled;
        stmt->handle = db->handle;
        stmt->sql = sql;
        db->kept_count += stmt->is_kept;
    }
    stmt->in_use = true;
    *out = &stmt->base;
    return true;
}

static struct sqlite_stmt *own(struct db_stmt *base)
{
    return container_of(base, struct sqlite_stmt, base);
}

/* Binding fails only for an index that the statement does not have. */
static void must(int code)
{
    assert(code == SQLITE_OK);
    (void)code;
}

static void sqlite_bind_i64(struct db_stmt *stmt, int index, int64_t value)
{
    must(sqlite3_bind_int64(own(stmt)->stmt, index, value));
}

static void sqlite_bind_double(struct db_stmt *stmt, int index, double value)
{
    must(sqlite3_bind_double(own(stmt)->stmt, index, value));
}

static void sqlite_bind_text(struct db_stmt *stmt, int index, const char *text,
                             bool is_lasting)
{
    must(sqlite3_bind_text(own(stmt)->stmt, index, text, -1,
                           is_lasting ? SQLITE_STATIC : SQLITE_TRANSIENT));
}

static void sqlite_bind_bytes(struct db_stmt *stmt, int index, struct str bytes,
                              bool is_lasting)
{
    must(sqlite3_bind_blob64(own(stmt)->stmt, index,
                             bytes.len == 0 ? "" : bytes.at, bytes.len,
                             is_lasting ? SQLITE_STATIC : SQLITE_TRANSIENT));
}

static void sqlite_bind_null(struct db_stmt *stmt, int index)
{
    must(sqlite3_bind_null(own(stmt)->stmt, index));
}

static bool sqlite_step(struct db_stmt *stmt, bool *row, struct error *err)
{
    int code = sqlite3_step(own(stmt)->stmt);

    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return true;
    return fail(own(stmt)->handle, "database", err);
}

static int64_t sqlite_column_i64(struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(own(stmt)->stmt, column);
}

static double sqlite_column_double(struct db_stmt *stmt, int column)
{
    return sqlite3_column_double(own(stmt)->stmt, column);
}

static const char *sqlite_column_text(struct db_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(own(stmt)->stmt, column);
}

static struct str sqlite_column_bytes(struct db_stmt *stmt, int column)
{
    const char *at = sqlite3_column_blob(own(stmt)->stmt, column);

    return (struct str){
        .at = at,
        .len = (size_t)sqlite3_column_bytes(own(stmt)->stmt, column),
    };
}

static bool sqlite_column_is_null(struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(own(stmt)->stmt, column) == SQLITE_NULL;
}

static void sqlite_finish(struct db_stmt *base)
{
    struct sqlite_stmt *stmt = own(base);

    if (!stmt->is_kept) {
        (void)sqlite3_finalize(stmt->stmt);
        free(stmt);
        return;
    }
    (void)sqlite3_reset(stmt->stmt);
    (void)sqlite3_clear_bindings(stmt->stmt);
    stmt->in_use = false;
}

static int64_t sqlite_changes(struct db *base)
{
    return sqlite3_changes64(
        container_of(base, struct sqlite_db, base)->handle);
}

static int64_t sqlite_last_id(struct db *base)
{
    return sqlite3_last_insert_rowid(
        container_of(base, struct sqlite_db, base)->handle);
}

static size_t sqlite_held(struct db *base)
{
    struct sqlite_db *db = container_of(base, struct sqlite_db, base);
    int bytes = 0;
    int highest;

    (void)sqlite3_db_status(db->handle, SQLITE_DBSTATUS_CACHE_USED, &bytes,
                            &highest, 0);
    return (size_t)bytes;
}

static void sqlite_give_back(struct db *base)
{
    (void)sqlite3_db_release_memory(
        container_of(base, struct sqlite_db, base)->handle);
    (void)malloc_trim(0);
}

const struct db_driver db_sqlite = {
    .name = "sqlite",
    .begin = "BEGIN IMMEDIATE",
    .rules_off = "PRAGMA foreign_keys = OFF",
    .rules_on = "PRAGMA foreign_keys = ON",
    .broken_rules = "SELECT 1 FROM pragma_foreign_key_check LIMIT 1",
    .open = sqlite_open,
    .close = sqlite_close,
    .exec = sqlite_exec,
    .prepare = sqlite_prepare,
    .bind_i64 = sqlite_bind_i64,
    .bind_double = sqlite_bind_double,
    .bind_text = sqlite_bind_text,
    .bind_bytes = sqlite_bind_bytes,
    .bind_null = sqlite_bind_null,
    .step = sqlite_step,
    .column_i64 = sqlite_column_i64,
    .column_double = sqlite_column_double,
    .column_text = sqlite_column_text,
    .column_bytes = sqlite_column_bytes,
    .column_is_null = sqlite_column_is_null,
    .finish = sqlite_finish,
    .changes = sqlite_changes,
    .last_id = sqlite_last_id,
    .held = sqlite_held,
    .give_back = sqlite_give_back,
};
