#include "store/feeds.h"

#include "base/str.h"

static const char sql_load[] =
    "SELECT etag, last_modified, body_hash, good_s, next_s, failures, state,"
    "       detail, changed_s, mapping, refused_since_s, moved_source,"
    "       moved_from, earliest_s, latest_s, same_s, same_count"
    "  FROM feed WHERE name = ?1";

static const char sql_save[] =
    "INSERT INTO feed (name, etag, last_modified, body_hash, checked_s,"
    "                  good_s, next_s, failures, state, detail, changed_s,"
    "                  mapping, refused_since_s, moved_source, moved_from,"
    "                  earliest_s, latest_s, same_s, same_count)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
    "         ?15, ?16, ?17, ?18, ?19)"
    " ON CONFLICT (name) DO UPDATE"
    "    SET etag = excluded.etag, last_modified = excluded.last_modified,"
    "        body_hash = excluded.body_hash, checked_s = excluded.checked_s,"
    "        good_s = excluded.good_s, next_s = excluded.next_s,"
    "        failures = excluded.failures, state = excluded.state,"
    "        detail = excluded.detail, changed_s = excluded.changed_s,"
    "        mapping = excluded.mapping,"
    "        refused_since_s = excluded.refused_since_s,"
    "        moved_source = excluded.moved_source,"
    "        moved_from = excluded.moved_from,"
    "        earliest_s = excluded.earliest_s, latest_s = excluded.latest_s,"
    "        same_s = excluded.same_s, same_count = excluded.same_count";

static const char sql_kind[] =
    "UPDATE feed SET is_table = ?2"
    " WHERE name = ?1 AND (is_table IS NULL OR (?2 = 0 AND is_table = 1))";

static const char sql_read_anew[] =
    "UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL,"
    "                mapping = '', next_s = 0";

static const char sql_ask_anew[] =
    "UPDATE feed SET etag = NULL, last_modified = NULL, next_s = 0"
    " WHERE name = ?1";

static const char sql_held[] =
    "SELECT booking, change, since_s FROM held_change WHERE feed = ?1"
    " ORDER BY booking";

static const char sql_held_clear[] = "DELETE FROM held_change WHERE feed = ?1";

static const char sql_held_add[] =
    "INSERT INTO held_change (feed, booking, change, since_s)"
    " VALUES (?1, ?2, ?3, ?4)";

/* A column that may be NULL, as a moment that may be unknown. */
static struct moment moment_of(struct db_stmt *stmt, int column)
{
    return (struct moment){
        .is_known = !db_column_is_null(stmt, column),
        .at = {db_column_i64(stmt, column)},
    };
}

#define DB_MOMENT(moment) DB_I64_IF((moment).is_known, (moment).at.unix_s)

bool feed_load(struct db *db, const char *name, struct arena *arena,
               struct feed_row *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct feed_row){
        .name = name, .state = "new", .detail = "", .mapping = ""};
    if (!db_ask(db, sql_load, &stmt, err, DB_VALUES(DB_TEXT(name))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found) {
        out->etag = db_column_copy(stmt, 0, arena);
        out->last_modified = db_column_copy(stmt, 1, arena);
        out->body_hash = db_column_copy(stmt, 2, arena);
        out->good = moment_of(stmt, 3);
        out->next.unix_s = db_column_i64(stmt, 4);
        out->failures = (int)db_column_i64(stmt, 5);
        out->state = db_column_copy(stmt, 6, arena);
        out->detail = db_column_copy(stmt, 7, arena);
        out->changed = moment_of(stmt, 8);
        out->mapping = db_column_copy(stmt, 9, arena);
        out->refused_since = moment_of(stmt, 10);
        out->moved_source = db_column_copy(stmt, 11, arena);
        out->moved_from = db_column_copy(stmt, 12, arena);
        out->earliest = moment_of(stmt, 13);
        out->latest = moment_of(stmt, 14);
        out->same_since = moment_of(stmt, 15);
        out->same_count = db_column_i64(stmt, 16);
    }
    db_finish(stmt);
    return ok;
}

bool feed_save(struct db *db, const struct feed_row *feed, struct instant now,
               struct error *err)
{
    return db_do(
        db, sql_save, err,
        DB_VALUES(DB_TEXT(feed->name), DB_TEXT(feed->etag),
                  DB_TEXT(feed->last_modified), DB_TEXT(feed->body_hash),
                  DB_I64(now.unix_s), DB_MOMENT(feed->good),
                  DB_I64(feed->next.unix_s), DB_I64(feed->failures),
                  DB_TEXT(feed->state), DB_TEXT(feed->detail),
                  DB_MOMENT(feed->changed), DB_TEXT(feed->mapping),
                  DB_MOMENT(feed->refused_since), DB_TEXT(feed->moved_source),
                  DB_TEXT(feed->moved_from), DB_MOMENT(feed->earliest),
                  DB_MOMENT(feed->latest), DB_MOMENT(feed->same_since),
                  DB_I64(feed->same_count)));
}

bool feed_note_kind(struct db *db, const char *name, bool is_table,
                    struct error *err)
{
    return db_do(db, sql_kind, err, DB_VALUES(DB_TEXT(name), DB_I64(is_table)));
}

bool feed_read_anew(struct db *db, struct error *err)
{
    return db_exec(db, sql_read_anew, err);
}

bool feed_ask_anew(struct db *db, const char *name, struct error *err)
{
    return db_do(db, sql_ask_anew, err, DB_VALUES(DB_TEXT(name)));
}

bool held_list(struct db *db, const char *feed, struct arena *arena,
               struct held_changes *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct held_changes){0};
    if (!db_ask(db, sql_held, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct held_change);
        out->items[out->count++] = (struct held_change){
            .booking = {db_column_i64(stmt, 0)},
            .change = db_column_copy(stmt, 1, arena),
            .since = {db_column_i64(stmt, 2)},
        };
    }
    db_finish(stmt);
    return ok;
}

bool held_replace(struct db *db, const char *feed,
                  const struct held_changes *held, struct error *err)
{
    if (!db_do(db, sql_held_clear, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    for (size_t i = 0; i < held->count; i++) {
        const struct held_change *item = &held->items[i];

        if (!db_do(db, sql_held_add, err,
                   DB_VALUES(DB_TEXT(feed), DB_I64(item->booking.row),
                             DB_TEXT(item->change),
                             DB_I64(item->since.unix_s))))
            return false;
    }
    return true;
}
