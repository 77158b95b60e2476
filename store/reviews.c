#include "store/reviews.h"

#include "base/str.h"

static const char sql_note[] =
    "INSERT INTO review (kind, customer, other, appointment, twin, address,"
    "                    facts, opened_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT (kind, facts) DO UPDATE SET state = 'open'"
    "  WHERE review.state = 'settled'";

static const char sql_count[] =
    "SELECT count(*) FROM review"
    " WHERE state = 'open' AND kind NOT IN ('household', 'unreachable')";

static const char sql_is_shared[] =
    "SELECT 1 FROM review"
    " WHERE kind = 'shared-number' AND facts = ?1 AND state <> 'rejected'";

static const char sql_is_split[] =
    "SELECT 1 FROM review"
    " WHERE kind = 'household' AND address = ?1 AND state = 'rejected'";

static const char sql_close[] =
    "UPDATE review SET state = ?2, closed_s = ?3, who = ?4 WHERE id = ?1";

#define ITEM_COLUMNS                                                         \
    "SELECT r.id, r.kind, r.state, coalesce(r.customer, 0),"                 \
    "       coalesce(r.other, 0), coalesce(r.appointment, 0),"               \
    "       coalesce(r.twin, 0), r.address, coalesce(c.name, ''),"           \
    "       coalesce(c.phone, c.phone_doubt), c.mail, coalesce(o.name, '')," \
    "       coalesce(o.phone, o.phone_doubt), o.mail,"                       \
    "       (SELECT count(*) FROM appointment a"                             \
    "         WHERE a.customer = r.customer AND a.same_as IS NULL),"         \
    "       (SELECT count(*) FROM customer p"                                \
    "         WHERE p.phone = r.address OR p.phone_doubt = r.address"        \
    "            OR p.mail = r.address),"                                    \
    "       coalesce(a.start_s, 0), a.zone, r.opened_s,"                     \
    "       coalesce(r.closed_s, 0), r.who"                                  \
    "  FROM review r LEFT JOIN customer c ON c.id = r.customer"              \
    "  LEFT JOIN customer o ON o.id = r.other"                               \
    "  LEFT JOIN appointment a"                                              \
    "    ON a.id = coalesce(r.appointment,"                                  \
    "         (SELECT n.id FROM appointment n"                               \
    "           WHERE n.customer = r.customer AND n.start_s > ?2"            \
    "             AND n.state IN ('booked', 'confirmed')"                    \
    "           ORDER BY n.start_s LIMIT 1))"

static const char sql_list[] = ITEM_COLUMNS " WHERE r.state = ?1 ORDER BY r.id";

static const char sql_load[] = ITEM_COLUMNS " WHERE r.id = ?1";

bool review_note(struct db *db, const struct review_note *note,
                 struct instant now, struct error *err)
{
    return db_do(
        db, sql_note, err,
        DB_VALUES(DB_TEXT(review_kind_name(note->kind)),
                  DB_I64_IF(note->customer.row != 0, note->customer.row),
                  DB_I64_IF(note->other.row != 0, note->other.row),
                  DB_I64_IF(note->appointment.row != 0, note->appointment.row),
                  DB_I64_IF(note->twin.row != 0, note->twin.row),
                  DB_TEXT(note->address), DB_TEXT(note->facts),
                  DB_I64(now.unix_s)));
}

bool review_count(struct db *db, int64_t *out, struct error *err)
{
    *out = 0;
    return db_ask_i64(db, sql_count, out, err, NULL, 0);
}

static bool has_row(struct db *db, const char *sql, const char *value,
                    bool *out, struct error *err)
{
    int64_t found = 0;
    bool ok = db_ask_i64(db, sql, &found, err, DB_VALUES(DB_TEXT(value)));

    *out = found != 0;
    return ok;
}

bool review_is_shared_number(struct db *db, const char *phone, bool *out,
                             struct error *err)
{
    return has_row(db, sql_is_shared, phone, out, err);
}

bool review_is_split(struct db *db, const char *address, bool *out,
                     struct error *err)
{
    return has_row(db, sql_is_split, address, out, err);
}

bool review_close(struct db *db, struct review_id id, enum review_state state,
                  const struct author *author, struct error *err)
{
    return db_do(db, sql_close, err,
                 DB_VALUES(DB_I64(id.row), DB_TEXT(review_state_name(state)),
                           DB_I64_IF(state != REVIEW_OPEN, author->at.unix_s),
                           DB_TEXT(author->who)));
}

static bool read_item(struct db_stmt *stmt, struct arena *arena,
                      struct review_item *out, struct error *err)
{
    *out = (struct review_item){
        .id = {db_column_i64(stmt, 0)},
        .customer = {db_column_i64(stmt, 3)},
        .other = {db_column_i64(stmt, 4)},
        .appointment = {db_column_i64(stmt, 5)},
        .twin = {db_column_i64(stmt, 6)},
        .address = db_column_copy(stmt, 7, arena),
        .name = db_column_copy(stmt, 8, arena),
        .phone = db_column_copy(stmt, 9, arena),
        .mail = db_column_copy(stmt, 10, arena),
        .other_name = db_column_copy(stmt, 11, arena),
        .other_phone = db_column_copy(stmt, 12, arena),
        .other_mail = db_column_copy(stmt, 13, arena),
        .visits = db_column_i64(stmt, 14),
        .people = db_column_i64(stmt, 15),
        .start = {db_column_i64(stmt, 16)},
        .zone = db_column_copy(stmt, 17, arena),
        .opened = {db_column_i64(stmt, 18)},
        .closed = {db_column_i64(stmt, 19)},
        .who = db_column_copy(stmt, 20, arena),
    };
    return (review_kind_find(db_column_text(stmt, 1), &out->kind) &&
            review_state_find(db_column_text(stmt, 2), &out->state)) ||
           error_set(err, ERROR_MACHINE, "review item %lld is damaged",
                     (long long)out->id.row);
}

bool review_list(struct db *db, enum review_state state, struct instant now,
                 struct arena *arena, struct review_items *out,
                 struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct review_items){0};
    if (!db_ask(db, sql_list, &stmt, err,
                DB_VALUES(DB_TEXT(review_state_name(state)),
                          DB_I64(now.unix_s))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct review_item);
        ok = read_item(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
    }
    db_finish(stmt);
    return ok;
}

bool review_load(struct db *db, struct review_id id, struct instant now,
                 struct arena *arena, struct review_item *out,
                 struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    if (!db_ask(db, sql_load, &stmt, err,
                DB_VALUES(DB_I64(id.row), DB_I64(now.unix_s))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && !found)
        ok = error_set(err, ERROR_MISSING,
                       "no item %lld; 'kept review' lists them",
                       (long long)id.row);
    ok = ok && read_item(stmt, arena, out, err);
    db_finish(stmt);
    return ok;
}
