#include "store/slot_past.h"

/* A chain longer than this leads nowhere. */
#define MOVES_MAX 100

static const char sql_before[] =
    "SELECT id, start_s, coalesce(said_s, 0) FROM appointment"
    " WHERE moved_to = ?1 ORDER BY id DESC LIMIT 1";

/* Visits last a day at most: that is how far back one may begin. */
static const char sql_refill[] =
    "SELECT b.id, a.freed_s, coalesce(b.booked_s, b.created_s)"
    "  FROM appointment a JOIN appointment b"
    "    ON b.start_s / 86400 BETWEEN a.start_s / 86400 - 1"
    "                             AND a.end_s / 86400"
    "   AND b.start_s > a.start_s - 86400 AND b.start_s < a.end_s"
    "   AND b.end_s > a.start_s AND b.provider = a.provider AND b.id <> a.id"
    "   AND coalesce(b.booked_s, b.created_s) >= a.freed_s"
    " WHERE a.id = ?1 AND a.freed_s IS NOT NULL"
    " ORDER BY 3, b.id LIMIT 1";

static bool find_before(struct db *db, struct appointment_id id,
                        struct slot_move *out, bool *found, struct error *err)
{
    struct db_stmt *stmt;
    bool ok;

    if (!db_ask(db, sql_before, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    ok = db_one(stmt, found, err);
    if (ok && *found)
        *out = (struct slot_move){
            .id = {db_column_i64(stmt, 0)},
            .start = {db_column_i64(stmt, 1)},
            .said = {db_column_i64(stmt, 2)},
        };
    db_finish(stmt);
    return ok;
}

bool slot_moves_to(struct db *db, struct appointment_id id, struct arena *arena,
                   struct slot_moves *out, struct error *err)
{
    struct slot_move *last_first =
        arena_new_array(arena, MOVES_MAX, struct slot_move);
    size_t count = 0;
    bool found = true;

    while (count < MOVES_MAX) {
        if (!find_before(db, id, &last_first[count], &found, err))
            return false;
        if (!found)
            break;
        id = last_first[count++].id;
    }
    out->items = arena_new_array(arena, count + 1, struct slot_move);
    out->count = count;
    for (size_t i = 0; i < count; i++)
        out->items[i] = last_first[count - 1 - i];
    return true;
}

bool slot_refill_of(struct db *db, struct appointment_id id,
                    struct slot_refill *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct slot_refill){0};
    if (!db_ask(db, sql_refill, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = (struct slot_refill){
            .id = {db_column_i64(stmt, 0)},
            .freed = {db_column_i64(stmt, 1)},
            .taken = {db_column_i64(stmt, 2)},
        };
    db_finish(stmt);
    return ok;
}
