#include "store/feeds.h"

static const char sql_load[] =
    "SELECT etag, last_modified, body_hash, good_s, next_s, failures, state,"
    "       detail FROM feed WHERE name = ?1";

static const char sql_save[] =
    "INSERT INTO feed (name, etag, last_modified, body_hash, checked_s,"
    "                  good_s, next_s, failures, state, detail)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    " ON CONFLICT (name) DO UPDATE"
    "    SET etag = excluded.etag, last_modified = excluded.last_modified,"
    "        body_hash = excluded.body_hash, checked_s = excluded.checked_s,"
    "        good_s = excluded.good_s, next_s = excluded.next_s,"
    "        failures = excluded.failures, state = excluded.state,"
    "        detail = excluded.detail";

static const char sql_read_anew[] =
    "UPDATE feed SET etag = NULL, last_modified = NULL, next_s = 0";

bool feed_load(struct db *db, const char *name, struct arena *arena,
               struct feed_row *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct feed_row){.name = name, .state = "new", .detail = ""};
    if (!db_ask(db, sql_load, &stmt, err, DB_VALUES(DB_TEXT(name))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found) {
        out->etag = db_column_copy(stmt, 0, arena);
        out->last_modified = db_column_copy(stmt, 1, arena);
        out->body_hash = db_column_copy(stmt, 2, arena);
        out->was_good = !db_column_is_null(stmt, 3);
        out->good.unix_s = db_column_i64(stmt, 3);
        out->next.unix_s = db_column_i64(stmt, 4);
        out->failures = (int)db_column_i64(stmt, 5);
        out->state = db_column_copy(stmt, 6, arena);
        out->detail = db_column_copy(stmt, 7, arena);
    }
    db_finish(stmt);
    return ok;
}

bool feed_save(struct db *db, const struct feed_row *feed, struct instant now,
               struct error *err)
{
    return db_do(db, sql_save, err,
                 DB_VALUES(DB_TEXT(feed->name), DB_TEXT(feed->etag),
                           DB_TEXT(feed->last_modified),
                           DB_TEXT(feed->body_hash), DB_I64(now.unix_s),
                           DB_I64_IF(feed->was_good, feed->good.unix_s),
                           DB_I64(feed->next.unix_s), DB_I64(feed->failures),
                           DB_TEXT(feed->state), DB_TEXT(feed->detail)));
}

bool feed_read_anew(struct db *db, struct error *err)
{
    return db_exec(db, sql_read_anew, err);
}
