#include "base/str.h"
#include "domain/name.h"
#include "store/customers.h"

static const char sql_is_named[] =
    "SELECT 1 FROM customer WHERE name_key = ?1 AND name_key <> '' LIMIT 1";

static const char sql_titles[] =
    "SELECT id, title FROM appointment"
    " WHERE customer IS NULL AND title <> '' ORDER BY id";

static const char sql_give[] =
    "UPDATE appointment SET customer = ?2, replan = 1 WHERE id = ?1";

struct titled {
    int64_t row;
    const char *title;
};

struct titled_list {
    struct titled *items;
    size_t count;
};

bool customer_is_named(struct db *db, const char *text, bool *out,
                       struct error *err)
{
    char key[NAME_KEY_MAX];
    int64_t found = 0;

    *out = false;
    if (!name_is_full(name_key(text, key)))
        return true;
    if (!db_ask_i64(db, sql_is_named, &found, err, DB_VALUES(DB_TEXT(key))))
        return false;
    *out = found != 0;
    return true;
}

static bool read_titles(struct db *db, struct arena *arena,
                        struct titled_list *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct titled_list){0};
    if (!db_ask(db, sql_titles, &stmt, err, NULL, 0))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct titled);
        out->items[out->count++] = (struct titled){
            .row = db_column_i64(stmt, 0),
            .title = db_column_copy(stmt, 1, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

static bool read_title(struct db *db, const struct titled *titled,
                       const struct author *author, size_t *count,
                       struct error *err)
{
    struct customer facts = {.name = titled->title};
    struct customer_id id;
    bool is_named;

    if (!customer_is_named(db, titled->title, &is_named, err))
        return false;
    if (!is_named)
        return true;
    (*count)++;
    return customer_keep(db, &facts, author, &id, err) &&
           db_do(db, sql_give, err,
                 DB_VALUES(DB_I64(titled->row), DB_I64(id.row)));
}

bool customer_read_titles(struct db *db, const struct author *author,
                          size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct titled_list titles;
    bool ok = read_titles(db, &arena, &titles, err);

    *count = 0;
    for (size_t i = 0; ok && i < titles.count; i++)
        ok = read_title(db, &titles.items[i], author, count, err);
    arena_free(&arena);
    return ok;
}
