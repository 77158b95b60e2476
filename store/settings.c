#include "store/settings.h"

static const char sql_get[] = "SELECT value FROM setting WHERE name = ?1";

static const char sql_is_live[] =
    "SELECT EXISTS (SELECT 1 FROM setting"
    "                WHERE name = '" SETTING_LIVE "' AND value = 'on')";

static const char sql_set[] =
    "INSERT INTO setting (name, value) VALUES (?1, ?2)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

static const char sql_sections[] =
    "SELECT name, body FROM office_section ORDER BY name";

static const char sql_section_put[] =
    "INSERT INTO office_section (name, body) VALUES (?1, ?2)"
    " ON CONFLICT (name) DO UPDATE SET body = excluded.body";

bool setting_get(struct db *db, const char *name, struct arena *arena,
                 const char **out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = NULL;
    if (!db_ask(db, sql_get, &stmt, err, DB_VALUES(DB_TEXT(name))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = db_column_copy(stmt, 0, arena);
    db_finish(stmt);
    return ok;
}

bool setting_is_live(struct db *db, bool *out, struct error *err)
{
    int64_t live = 0;
    bool ok = db_ask_i64(db, sql_is_live, &live, err, NULL, 0);

    *out = live != 0;
    return ok;
}

bool setting_set(struct db *db, const char *name, const char *value,
                 struct error *err)
{
    return db_do(db, sql_set, err, DB_VALUES(DB_TEXT(name), DB_TEXT(value)));
}

bool section_list(struct db *db, struct arena *arena, struct section_rows *out,
                  struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct section_rows){0};
    if (!db_prepare(db, sql_sections, &stmt, err))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct section_row);
        out->items[out->count++] = (struct section_row){
            .name = db_column_copy(stmt, 0, arena),
            .body = db_column_copy(stmt, 1, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

bool section_put(struct db *db, const char *name, const char *body,
                 struct error *err)
{
    return db_do(db, sql_section_put, err,
                 DB_VALUES(DB_TEXT(name), DB_TEXT(body)));
}
