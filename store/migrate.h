/*
 * migrate.h - bringing a database to the program's version
 *
 * Numbered, embedded, applied in order inside one transaction, never edited
 * once published. After a crash the version is old or new, never between.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/instant.h"
#include "store/db.h"

/* The newest version this program knows. */
int64_t migrate_known(void);

/* The database's version; 0 for an empty one. */
MUST_USE bool migrate_version(struct db *db, int64_t *out, struct error *err);

/*
 * Applies what is missing. ERROR_CONFLICT when the database is newer than the
 * program: then nothing was touched.
 */
MUST_USE bool migrate(struct db *db, struct instant now, struct error *err);

/* ERROR_CONFLICT unless the database has exactly the program's version. */
MUST_USE bool migrate_check(struct db *db, struct error *err);

#endif
