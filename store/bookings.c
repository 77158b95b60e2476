#include "store/bookings.h"

#include <stdlib.h>

#include "base/str.h"

#define ROW_SELECT                                                            \
    "SELECT b.id, o.uid, b.recurrence, b.sequence, b.content, b.appointment," \
    "       coalesce(a.customer, 0), a.start_s, a.end_s, a.state, b.seen_s,"  \
    "       b.missing_s, b.gone, a.title, a.service, coalesce(c.name, ''),"   \
    "       c.phone, c.mail,"                                                 \
    "       EXISTS (SELECT 1 FROM attendance t WHERE t.appointment = a.id),"  \
    "       a.zone, a.wall, b.object, b.pinned,"                              \
    "       EXISTS (SELECT 1 FROM booking e"                                  \
    "                 JOIN source_object f ON f.id = e.object"                \
    "                WHERE e.appointment = a.id AND e.missing_s IS NULL"      \
    "                  AND e.gone = 0 AND f.feed <> o.feed"                   \
    "                  AND NOT EXISTS (SELECT 1 FROM feed t"                  \
    "                       WHERE t.name = f.feed AND t.is_table = 1))"       \
    "  FROM booking b JOIN source_object o ON o.id = b.object"                \
    "  JOIN appointment a ON a.id = b.appointment"                            \
    "  LEFT JOIN customer c ON c.id = a.customer"

static const char sql_list[] =
    ROW_SELECT " WHERE o.feed = ?1 ORDER BY a.start_s, b.id";

static const char sql_of_object[] =
    ROW_SELECT " WHERE b.object = ?1 ORDER BY a.start_s, b.id";

static const char sql_starts[] =
    "SELECT a.start_s, b.object"
    "  FROM source_object o JOIN booking b ON b.object = o.id"
    "  JOIN appointment a ON a.id = b.appointment"
    " WHERE o.feed = ?1 AND a.start_s > ?2 AND b.gone = 0"
    "   AND b.missing_s IS NULL AND a.state IN ('booked', 'confirmed')"
    " ORDER BY a.start_s";

static const char sql_count_missing[] =
    "SELECT count(*)"
    "  FROM booking b JOIN source_object o ON o.id = b.object"
    " WHERE b.missing_s IS NOT NULL AND b.gone = 0 AND o.feed = ?1";

static const char sql_any_waits[] =
    "SELECT 1 FROM booking b JOIN appointment a ON a.id = b.appointment"
    " WHERE b.object = ?1 AND b.gone = 0 AND a.start_s > ?2"
    "   AND a.state IN ('booked', 'confirmed') LIMIT 1";

static const char sql_insert[] =
    "INSERT INTO booking (object, recurrence, appointment, sequence, content,"
    "                     origins, seen_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

static const char sql_update[] =
    "UPDATE booking"
    "   SET object = ?2, recurrence = ?3, appointment = ?4, sequence = ?5,"
    "       content = ?6, origins = ?7, seen_s = ?8, missing_s = NULL,"
    "       gone = 0, pinned = 0"
    " WHERE id = ?1";

static const char sql_rename[] =
    "UPDATE booking SET object = ?2, recurrence = ?3 WHERE id = ?1";

static const char sql_seen[] =
    "UPDATE booking SET missing_s = NULL, pinned = 0 WHERE id = ?1";

static const char sql_missing[] =
    "UPDATE booking SET missing_s = ?2, seen_s = ?3"
    " WHERE id = ?1 AND missing_s IS NULL";

static const char sql_gone[] = "UPDATE booking SET gone = 1 WHERE id = ?1";

static const char sql_pin[] =
    "UPDATE booking SET pinned = 1, missing_s = NULL, gone = 0 WHERE id = ?1";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1"
    " WHERE id = (SELECT appointment FROM booking WHERE id = ?1)";

static bool read_row(struct db_stmt *stmt, struct arena *arena,
                     struct booking_row *out, struct error *err)
{
    *out = (struct booking_row){
        .id = {db_column_i64(stmt, 0)},
        .uid = db_column_copy(stmt, 1, arena),
        .recurrence = db_column_copy(stmt, 2, arena),
        .sequence = db_column_i64(stmt, 3),
        .content = db_column_copy(stmt, 4, arena),
        .appointment = {db_column_i64(stmt, 5)},
        .customer = {db_column_i64(stmt, 6)},
        .start = {db_column_i64(stmt, 7)},
        .end = {db_column_i64(stmt, 8)},
        .seen = {db_column_i64(stmt, 10)},
        .is_missing = !db_column_is_null(stmt, 11),
        .missing_since = {db_column_i64(stmt, 11)},
        .is_gone = db_column_i64(stmt, 12) != 0,
        .title = db_column_copy(stmt, 13, arena),
        .service = db_column_copy(stmt, 14, arena),
        .customer_name = db_column_copy(stmt, 15, arena),
        .phone = db_column_copy(stmt, 16, arena),
        .mail = db_column_copy(stmt, 17, arena),
        .is_marked = db_column_i64(stmt, 18) != 0,
        .zone = db_column_copy(stmt, 19, arena),
        .wall = db_column_copy(stmt, 20, arena),
        .object = {db_column_i64(stmt, 21)},
        .is_pinned = db_column_i64(stmt, 22) != 0,
        .is_elsewhere = db_column_i64(stmt, 23) != 0,
    };
    if (!appointment_state_find(db_column_text(stmt, 9), &out->state))
        return error_set(err, ERROR_MACHINE, "appointment %lld is damaged",
                         (long long)out->appointment.row);
    return true;
}

static bool add_rows(struct db_stmt *stmt, struct arena *arena,
                     struct booking_rows *out, struct error *err)
{
    bool row;
    bool ok;

    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, out->room,
                      struct booking_row);
        ok = read_row(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
    }
    db_finish(stmt);
    return ok;
}

bool booking_list(struct db *db, const char *feed, struct arena *arena,
                  struct booking_rows *out, struct error *err)
{
    struct db_stmt *stmt;

    *out = (struct booking_rows){0};
    return db_ask(db, sql_list, &stmt, err, DB_VALUES(DB_TEXT(feed))) &&
           add_rows(stmt, arena, out, err);
}

bool booking_add_object(struct db *db, struct source_id object,
                        struct arena *arena, struct booking_rows *out,
                        struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_of_object, &stmt, err,
                  DB_VALUES(DB_I64(object.row))) &&
           add_rows(stmt, arena, out, err);
}

static int compare_ids(const void *left, const void *right)
{
    const struct source_id *a = left;
    const struct source_id *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

static bool has(const struct booking_others *others, struct source_id object)
{
    return others->count != 0 &&
           bsearch(&object, others->objects, others->count, sizeof(object),
                   compare_ids) != NULL;
}

bool booking_starts(struct db *db, const struct booking_others *others,
                    struct arena *arena, struct instants *out,
                    struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct instants){0};
    if (!db_ask(db, sql_starts, &stmt, err,
                DB_VALUES(DB_TEXT(others->feed), DB_I64(others->after.unix_s))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        if (has(others, (struct source_id){db_column_i64(stmt, 1)}))
            continue;
        arena_reserve(arena, out->items, out->count, room, struct instant);
        out->items[out->count++] = (struct instant){db_column_i64(stmt, 0)};
    }
    db_finish(stmt);
    return ok;
}

bool booking_count_missing(struct db *db, const char *feed, int64_t *out,
                           struct error *err)
{
    *out = 0;
    return db_ask_i64(db, sql_count_missing, out, err,
                      DB_VALUES(DB_TEXT(feed)));
}

bool booking_any_waits(struct db *db, struct source_id object,
                       struct instant now, bool *out, struct error *err)
{
    int64_t any = 0;
    bool ok = db_ask_i64(db, sql_any_waits, &any, err,
                         DB_VALUES(DB_I64(object.row), DB_I64(now.unix_s)));

    *out = any != 0;
    return ok;
}

bool booking_insert(struct db *db, const struct booking_facts *facts,
                    struct instant now, struct error *err)
{
    return db_do(db, sql_insert, err,
                 DB_VALUES(DB_I64(facts->object.row),
                           DB_TEXT(str_or_empty(facts->recurrence)),
                           DB_I64(facts->appointment.row),
                           DB_I64(facts->sequence), DB_TEXT(facts->content),
                           DB_TEXT(str_or_empty(facts->origins)),
                           DB_I64(now.unix_s)));
}

bool booking_update(struct db *db, struct booking_id id,
                    const struct booking_facts *facts, struct instant now,
                    struct error *err)
{
    return db_do(db, sql_update, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(facts->object.row),
                           DB_TEXT(str_or_empty(facts->recurrence)),
                           DB_I64(facts->appointment.row),
                           DB_I64(facts->sequence), DB_TEXT(facts->content),
                           DB_TEXT(str_or_empty(facts->origins)),
                           DB_I64(now.unix_s)));
}

bool booking_rename(struct db *db, struct booking_id id,
                    struct source_id object, const char *recurrence,
                    struct error *err)
{
    return db_do(db, sql_rename, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(object.row),
                           DB_TEXT(str_or_empty(recurrence))));
}

bool booking_seen(struct db *db, struct booking_id id, struct error *err)
{
    return db_do(db, sql_seen, err, DB_VALUES(DB_I64(id.row)));
}

bool booking_missing(struct db *db, struct booking_id id, struct instant now,
                     struct instant last, struct error *err)
{
    return db_do(db, sql_missing, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(now.unix_s),
                           DB_I64(last.unix_s))) &&
           db_do(db, sql_replan, err, DB_VALUES(DB_I64(id.row)));
}

bool booking_gone(struct db *db, struct booking_id id, struct error *err)
{
    return db_do(db, sql_gone, err, DB_VALUES(DB_I64(id.row)));
}

bool booking_pin(struct db *db, struct booking_id id, struct error *err)
{
    return db_do(db, sql_pin, err, DB_VALUES(DB_I64(id.row))) &&
           db_do(db, sql_replan, err, DB_VALUES(DB_I64(id.row)));
}

static const char sql_sources[] = "SELECT o.feed, b.origins FROM booking b"
                                  "  JOIN source_object o ON o.id = b.object"
                                  " WHERE b.appointment = ?1 ORDER BY b.id";

bool booking_sources_of(struct db *db, struct appointment_id id,
                        struct arena *arena, struct booking_sources *out,
                        struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = (struct booking_sources){0};
    if (!db_ask(db, sql_sources, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, out->room,
                      struct booking_source);
        out->items[out->count++] = (struct booking_source){
            .feed = db_column_copy(stmt, 0, arena),
            .origins = db_column_copy(stmt, 1, arena),
        };
    }
    db_finish(stmt);
    return ok;
}
