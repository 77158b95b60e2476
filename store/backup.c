#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/settings.h"

static const char sql_into[] = "VACUUM INTO ?1";

bool database_check(struct db *db, bool quick, struct arena *arena,
                    const char **out, struct error *err)
{
    static const char sql_quick[] = "PRAGMA quick_check(1)";
    static const char sql_full[] = "PRAGMA integrity_check(1)";
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = "no answer";
    if (!db_prepare(db, quick ? sql_quick : sql_full, &stmt, err))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = db_column_copy(stmt, 0, arena);
    db_finish(stmt);
    return ok;
}

bool backup_check(const char *path, struct error *err)
{
    struct arena arena = {0};
    struct db *db = NULL;
    const char *verdict = NULL;
    int64_t version = 0;
    bool ok;

    if (access(path, F_OK) != 0)
        return error_set(err, ERROR_MISSING, "backup '%s': %s; check the path",
                         path, strerror(errno));
    ok = db_open(path, DB_READ, &db, err) &&
         database_check(db, false, &arena, &verdict, err) &&
         migrate_version(db, &version, err);

    if (ok && strcmp(verdict, "ok") != 0)
        ok = error_set(err, ERROR_MACHINE, "'%s' is damaged: %.200s", path,
                       verdict);
    if (ok && version == 0)
        ok = error_set(err, ERROR_INPUT, "'%s' is no kept database", path);
    if (ok && version > migrate_known())
        ok = error_set(err, ERROR_CONFLICT,
                       "'%s' has version %lld, this program knows %lld; use a "
                       "newer kept",
                       path, (long long)version, (long long)migrate_known());
    db_close(db);
    arena_free(&arena);
    return ok;
}

/* VACUUM INTO fills an empty file, so names stay private from the start. */
static bool make_empty(const char *path, struct error *err)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

    if (fd >= 0) {
        (void)close(fd);
        return true;
    }
    if (errno == EEXIST)
        return error_set(err, ERROR_CONFLICT,
                         "'%s' exists already; name a new file", path);
    return error_set(err, ERROR_MACHINE,
                     "'%s': %s; name a file in a folder that you may write to",
                     path, strerror(errno));
}

bool backup_write(struct db *db, const char *path, struct error *err)
{
    if (!make_empty(path, err))
        return false;
    if (db_do(db, sql_into, err, DB_VALUES(DB_TEXT(path))) &&
        backup_check(path, err))
        return true;
    (void)unlink(path);
    return error_wrap(err, "backup to '%s'", path);
}

/* Opens the copy for writing once: up to date, and not live. */
static bool make_quiet(const char *path, struct instant now, struct error *err)
{
    struct db *db = NULL;
    bool ok = db_open(path, DB_WRITE, &db, err) && migrate(db, now, err) &&
              setting_set(db, SETTING_LIVE, "off", err) &&
              db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", err);

    db_close(db);
    return ok;
}

static bool sync_folder(const char *path, struct error *err)
{
    char folder[PATH_MAX];
    char *slash;
    int fd;
    bool ok;

    (void)snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        (void)snprintf(folder, sizeof(folder), ".");
    else if (slash == folder)
        folder[1] = '\0';
    else
        *slash = '\0';
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return ok || error_set(err, ERROR_MACHINE, "folder of '%s': %s", path,
                           strerror(errno));
}

static bool replace(const char *fresh, const char *path, struct error *err)
{
    char before[PATH_MAX];
    char leftover[PATH_MAX];

    (void)snprintf(before, sizeof(before), "%s.before-restore", path);
    if (rename(path, before) != 0 && errno != ENOENT)
        return error_set(err, ERROR_MACHINE, "'%s': %s", path, strerror(errno));
    (void)snprintf(leftover, sizeof(leftover), "%s-wal", path);
    (void)unlink(leftover);
    (void)snprintf(leftover, sizeof(leftover), "%s-shm", path);
    (void)unlink(leftover);
    if (rename(fresh, path) != 0)
        return error_set(err, ERROR_MACHINE, "'%s': %s", path, strerror(errno));
    return sync_folder(path, err);
}

/* The old office, folded into one file before it is set aside. */
static bool settle(const char *path, struct error *err)
{
    struct db *db = NULL;
    bool ok;

    if (access(path, F_OK) != 0)
        return true;
    ok = db_open(path, DB_WRITE, &db, err) &&
         db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
    db_close(db);
    return ok;
}

bool backup_restore(const char *from, const char *path, struct instant now,
                    struct error *err)
{
    char fresh[PATH_MAX];
    struct error ignored;
    struct db *source = NULL;
    bool ok;

    (void)snprintf(fresh, sizeof(fresh), "%s.restoring", path);
    (void)unlink(fresh);
    if (!backup_check(from, err))
        return false;
    ok = db_open(from, DB_READ, &source, err) &&
         backup_write(source, fresh, err);
    db_close(source);
    ok = ok && make_quiet(fresh, now, err);
    /* A damaged old office must not stop its repair. */
    if (ok && !settle(path, &ignored))
        ignored.kind = ERROR_NONE;
    ok = ok && replace(fresh, path, err);
    if (!ok)
        (void)unlink(fresh);
    return ok;
}
