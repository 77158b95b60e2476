/*
 * backup.h - copies of a database that is in use
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/instant.h"
#include "store/db.h"

/*
 * Writes a whole, compact copy of `db` to `path`, which must not exist, by
 * VACUUM INTO: one commit point, the live office not disturbed. The copy is
 * opened again and checked; a bad one is removed. Outside a transaction.
 */
MUST_USE bool backup_write(struct db *db, const char *path, struct error *err);

/*
 * Checks that `path` is a whole kept database of a version this program
 * knows: SQLite's integrity check and the migration table.
 */
MUST_USE bool backup_check(const char *path, struct error *err);

/*
 * Puts a checked backup in the place of the database `path`: copied beside
 * it, made not live, synced, renamed. The office that was there is kept as
 * `path`.before-restore. The caller holds the lock (lock.h).
 */
MUST_USE bool backup_restore(const char *from, const char *path,
                             struct instant now, struct error *err);

/* "ok", or SQLite's first complaint. `quick` leaves indexes unread. */
MUST_USE bool database_check(struct db *db, bool quick, struct arena *arena,
                             const char **out, struct error *err);

#endif
