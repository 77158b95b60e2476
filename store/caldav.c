#include "store/caldav.h"

static const char sql_load[] =
    "SELECT source, collection, token, ctag, whole_s FROM caldav_state"
    " WHERE feed = ?1 AND source = ?2";

static const char sql_rows[] =
    "SELECT href, etag, uid FROM caldav_resource WHERE feed = ?1";

static const char sql_forget_state[] =
    "DELETE FROM caldav_state WHERE feed = ?1";

static const char sql_forget_rows[] =
    "DELETE FROM caldav_resource WHERE feed = ?1";

static const char sql_keep[] =
    "INSERT INTO caldav_resource (feed, href, etag, uid)"
    " VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (feed, href) DO UPDATE"
    "    SET etag = excluded.etag, uid = excluded.uid";

static const char sql_drop[] =
    "DELETE FROM caldav_resource WHERE feed = ?1 AND href = ?2";

static const char sql_save[] =
    "INSERT INTO caldav_state (feed, source, collection, token, ctag, whole_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT (feed) DO UPDATE"
    "    SET source = excluded.source, collection = excluded.collection,"
    "        token = excluded.token, ctag = excluded.ctag,"
    "        whole_s = excluded.whole_s";

static bool load_rows(struct db *db, const char *feed, struct arena *arena,
                      struct caldav_state *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    if (!db_ask(db, sql_rows, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->rows, out->count, room, struct caldav_row);
        out->rows[out->count++] = (struct caldav_row){
            .href = db_column_copy(stmt, 0, arena),
            .etag = db_column_copy(stmt, 1, arena),
            .uid = db_column_copy(stmt, 2, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

bool caldav_load(struct db *db, const char *feed, const char *source,
                 struct arena *arena, struct caldav_state *out,
                 struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct caldav_state){0};
    if (!db_ask(db, sql_load, &stmt, err,
                DB_VALUES(DB_TEXT(feed), DB_TEXT(source))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found) {
        out->source = db_column_copy(stmt, 0, arena);
        out->collection = db_column_copy(stmt, 1, arena);
        out->token = db_column_copy(stmt, 2, arena);
        out->ctag = db_column_copy(stmt, 3, arena);
        out->whole.unix_s = db_column_i64(stmt, 4);
    }
    db_finish(stmt);
    return ok && (!found || load_rows(db, feed, arena, out, err));
}

bool caldav_forget(struct db *db, const char *feed, struct error *err)
{
    return db_do(db, sql_forget_state, err, DB_VALUES(DB_TEXT(feed))) &&
           db_do(db, sql_forget_rows, err, DB_VALUES(DB_TEXT(feed)));
}

bool caldav_keep(struct db *db, const char *feed, const struct caldav_row *rows,
                 size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct caldav_row *row = &rows[i];

        if (!db_do(db, sql_keep, err,
                   DB_VALUES(DB_TEXT(feed), DB_TEXT(row->href),
                             DB_TEXT(row->etag), DB_TEXT(row->uid))))
            return false;
    }
    return true;
}

bool caldav_drop(struct db *db, const char *feed, const char *const *hrefs,
                 size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!db_do(db, sql_drop, err,
                   DB_VALUES(DB_TEXT(feed), DB_TEXT(hrefs[i]))))
            return false;
    }
    return true;
}

bool caldav_save(struct db *db, const char *feed,
                 const struct caldav_state *state, struct error *err)
{
    return db_do(db, sql_save, err,
                 DB_VALUES(DB_TEXT(feed), DB_TEXT(state->source),
                           DB_TEXT(state->collection), DB_TEXT(state->token),
                           DB_TEXT(state->ctag), DB_I64(state->whole.unix_s)));
}
