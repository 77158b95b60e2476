#include "store/bookings.h"

#include "base/str.h"

static const char sql_list[] =
    "SELECT b.id, b.uid, b.recurrence, b.sequence, b.content, b.appointment,"
    "       coalesce(a.customer, 0), a.start_s, a.end_s, a.state, b.seen_s,"
    "       b.missing_s, b.gone, a.title, a.service, coalesce(c.name, ''),"
    "       c.phone, c.mail,"
    "       EXISTS (SELECT 1 FROM attendance t WHERE t.appointment = a.id),"
    "       a.zone, a.wall"
    "  FROM booking b JOIN appointment a ON a.id = b.appointment"
    "  LEFT JOIN customer c ON c.id = a.customer"
    " WHERE b.feed = ?1 ORDER BY a.start_s, b.id";

static const char sql_count_missing[] =
    "SELECT count(*) FROM booking"
    " WHERE feed = ?1 AND missing_s IS NOT NULL AND gone = 0";

static const char sql_put[] =
    "INSERT INTO booking (feed, uid, recurrence, appointment, sequence,"
    "                     content, seen_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (feed, uid, recurrence) DO UPDATE"
    "    SET appointment = excluded.appointment, sequence = excluded.sequence,"
    "        content = excluded.content, seen_s = excluded.seen_s,"
    "        missing_s = NULL, gone = 0"
    " RETURNING id";

static const char sql_latest[] =
    "SELECT 1 FROM booking_version WHERE booking = ?1 AND content = ?2"
    "   AND rowid = (SELECT max(rowid) FROM booking_version"
    "                 WHERE booking = ?1)";

static const char sql_version[] =
    "INSERT INTO booking_version (booking, seen_s, content, raw)"
    " VALUES (?1, ?2, ?3, ?4)";

static const char sql_rename[] =
    "UPDATE booking SET uid = ?2, recurrence = ?3 WHERE id = ?1";

static const char sql_seen[] =
    "UPDATE booking SET seen_s = ?2, missing_s = NULL WHERE id = ?1";

static const char sql_missing[] =
    "UPDATE booking SET missing_s = ?2 WHERE id = ?1 AND missing_s IS NULL";

static const char sql_gone[] = "UPDATE booking SET gone = 1 WHERE id = ?1";

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
    };
    if (!appointment_state_find(db_column_text(stmt, 9), &out->state))
        return error_set(err, ERROR_MACHINE, "appointment %lld is damaged",
                         (long long)out->appointment.row);
    return true;
}

bool booking_list(struct db *db, const char *feed, struct arena *arena,
                  struct booking_rows *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct booking_rows){0};
    if (!db_ask(db, sql_list, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct booking_row);
        ok = read_row(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
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

bool booking_put(struct db *db, const struct booking_version *version,
                 struct instant now, struct error *err)
{
    int64_t id = 0;
    int64_t known = 0;

    if (!db_ask_i64(db, sql_put, &id, err,
                    DB_VALUES(DB_TEXT(version->feed), DB_TEXT(version->uid),
                              DB_TEXT(str_or_empty(version->recurrence)),
                              DB_I64(version->appointment.row),
                              DB_I64(version->sequence),
                              DB_TEXT(version->content), DB_I64(now.unix_s))) ||
        !db_ask_i64(db, sql_latest, &known, err,
                    DB_VALUES(DB_I64(id), DB_TEXT(version->content))))
        return false;
    if (known != 0)
        return true;
    return db_do(db, sql_version, err,
                 DB_VALUES(DB_I64(id), DB_I64(now.unix_s),
                           DB_TEXT(version->content),
                           DB_TEXT(str_or_empty(version->raw))));
}

bool booking_rename(struct db *db, struct booking_id id, const char *uid,
                    const char *recurrence, struct error *err)
{
    return db_do(db, sql_rename, err,
                 DB_VALUES(DB_I64(id.row), DB_TEXT(uid),
                           DB_TEXT(str_or_empty(recurrence))));
}

bool booking_seen(struct db *db, struct booking_id id, struct instant now,
                  struct error *err)
{
    return db_do(db, sql_seen, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(now.unix_s)));
}

bool booking_missing(struct db *db, struct booking_id id, struct instant now,
                     struct error *err)
{
    return db_do(db, sql_missing, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(now.unix_s))) &&
           db_do(db, sql_replan, err, DB_VALUES(DB_I64(id.row)));
}

bool booking_gone(struct db *db, struct booking_id id, struct error *err)
{
    return db_do(db, sql_gone, err, DB_VALUES(DB_I64(id.row)));
}
