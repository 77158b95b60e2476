#include "store/feed_watch.h"

static const char sql_names[] =
    "SELECT name FROM feed UNION SELECT feed FROM source_object ORDER BY 1";

static const char sql_sum[] =
    "SELECT count(*) FILTER (WHERE b.gone = 0 AND a.start_s > ?2 AND"
    "                        (a.state = 'booked' OR a.state = 'confirmed')),"
    "       count(*) FILTER (WHERE b.gone = 0 AND b.missing_s IS NOT NULL),"
    "       count(*) FILTER (WHERE b.pinned = 1)"
    "  FROM source_object o"
    "  JOIN booking b ON b.object = o.id"
    "  JOIN appointment a ON a.id = b.appointment"
    " WHERE o.feed = ?1";

static const char sql_held_count[] =
    "SELECT count(*) FROM held_change WHERE feed = ?1";

static const char sql_version_count[] =
    "SELECT count(*) FROM source_object o"
    "  JOIN source_version v ON v.object = o.id WHERE o.feed = ?1";

static const char sql_held[] =
    "SELECT h.booking, b.appointment, o.uid, b.recurrence, h.change,"
    "       h.since_s, a.start_s, a.zone, coalesce(c.name, ''), a.service,"
    "       a.title"
    "  FROM held_change h"
    "  JOIN booking b ON b.id = h.booking"
    "  JOIN source_object o ON o.id = b.object"
    "  JOIN appointment a ON a.id = b.appointment"
    "  LEFT JOIN customer c ON c.id = a.customer"
    " WHERE h.feed = ?1 ORDER BY a.start_s, h.booking";

static const char sql_deeds[] =
    "SELECT at_s, appointment, what, before, after FROM event"
    " WHERE who = ?1 AND appointment IS NOT NULL ORDER BY id DESC LIMIT ?2";

bool feed_names(struct db *db, struct arena *arena, struct feed_names *out,
                struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct feed_names){0};
    if (!db_prepare(db, sql_names, &stmt, err))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, const char *);
        out->items[out->count++] = db_column_copy(stmt, 0, arena);
    }
    db_finish(stmt);
    return ok;
}

bool feed_sum_of(struct db *db, const char *feed, struct instant now,
                 struct feed_sum *out, struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = (struct feed_sum){0};
    if (!db_ask(db, sql_sum, &stmt, err,
                DB_VALUES(DB_TEXT(feed), DB_I64(now.unix_s))))
        return false;
    ok = db_one(stmt, &row, err);
    if (ok && row) {
        out->ahead = db_column_i64(stmt, 0);
        out->missing = db_column_i64(stmt, 1);
        out->pinned = db_column_i64(stmt, 2);
    }
    db_finish(stmt);
    return ok &&
           db_ask_i64(db, sql_held_count, &out->held, err,
                      DB_VALUES(DB_TEXT(feed))) &&
           db_ask_i64(db, sql_version_count, &out->versions, err,
                      DB_VALUES(DB_TEXT(feed)));
}

static struct held_visit read_held(struct db_stmt *stmt, struct arena *arena)
{
    return (struct held_visit){
        .booking = {db_column_i64(stmt, 0)},
        .appointment = {db_column_i64(stmt, 1)},
        .uid = db_column_copy(stmt, 2, arena),
        .recurrence = db_column_copy(stmt, 3, arena),
        .change = db_column_copy(stmt, 4, arena),
        .since = {db_column_i64(stmt, 5)},
        .start = {db_column_i64(stmt, 6)},
        .zone = db_column_copy(stmt, 7, arena),
        .customer_name = db_column_copy(stmt, 8, arena),
        .service = db_column_copy(stmt, 9, arena),
        .title = db_column_copy(stmt, 10, arena),
    };
}

bool held_visits_of(struct db *db, const char *feed, struct arena *arena,
                    struct held_visits *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct held_visits){0};
    if (!db_ask(db, sql_held, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct held_visit);
        out->items[out->count++] = read_held(stmt, arena);
    }
    db_finish(stmt);
    return ok;
}

bool feed_deeds_of(struct db *db, const char *who, int64_t limit,
                   struct arena *arena, struct feed_deeds *out,
                   struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct feed_deeds){0};
    if (!db_ask(db, sql_deeds, &stmt, err,
                DB_VALUES(DB_TEXT(who), DB_I64(limit))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct feed_deed);
        out->items[out->count++] = (struct feed_deed){
            .at = {db_column_i64(stmt, 0)},
            .appointment = {db_column_i64(stmt, 1)},
            .what = db_column_copy(stmt, 2, arena),
            .before = db_column_copy(stmt, 3, arena),
            .after = db_column_copy(stmt, 4, arena),
        };
    }
    db_finish(stmt);
    return ok;
}
