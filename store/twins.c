#include "store/twins.h"

#include "base/str.h"
#include "domain/identity.h"

static const char sql_has_others[] =
    "SELECT 1 FROM feed WHERE name <> ?1 LIMIT 1";

static const char sql_has_name_only[] =
    "SELECT 1 FROM customer"
    " WHERE coalesce(external, phone, mail) IS NULL"
    " UNION ALL SELECT 1 FROM appointment WHERE customer IS NULL LIMIT 1";

static const char sql_share[] =
    "SELECT count(*), min(e.id) FROM booking b"
    "  JOIN booking e ON e.appointment = b.appointment WHERE b.id = ?1";

#define VISITS                                                           \
    "SELECT a.id, coalesce(a.customer, 0), c.external, c.phone, c.mail," \
    "       coalesce(c.name_key, ''), a.start_s, a.state, a.said_s,"     \
    "       a.booked_s, a.provider, a.service, a.site, a.title"          \
    "  FROM appointment a LEFT JOIN customer c ON c.id = a.customer"     \
    " WHERE a.same_as IS NULL AND NOT EXISTS"                            \
    "       (SELECT 1 FROM booking b JOIN source_object o"               \
    "            ON o.id = b.object"                                     \
    "         WHERE b.appointment = a.id AND o.feed = ?1)"

static const char sql_of_customer[] =
    VISITS " AND a.customer = ?2 AND a.start_s BETWEEN ?3 AND ?4"
           " ORDER BY a.start_s, a.id";

static const char sql_at_start[] =
    VISITS " AND a.start_s / 86400 = ?2 / 86400"
           " AND a.start_s = ?2 AND (?3 = 0"
           " OR coalesce(c.external, c.phone, c.mail) IS NULL)"
           " ORDER BY a.id";

bool twin_world_of(struct db *db, const char *feed, struct twin_world *out,
                   struct error *err)
{
    int64_t others = 0;
    int64_t name_only = 0;

    *out = (struct twin_world){0};
    if (!db_ask_i64(db, sql_has_others, &others, err,
                    DB_VALUES(DB_TEXT(feed))) ||
        !db_ask_i64(db, sql_has_name_only, &name_only, err, NULL, 0))
        return false;
    out->has_others = others != 0;
    out->has_name_only = name_only != 0;
    return true;
}

bool twin_share_of(struct db *db, struct booking_id booking,
                   struct twin_share *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct twin_share){0};
    if (!db_ask(db, sql_share, &stmt, err, DB_VALUES(DB_I64(booking.row))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = (struct twin_share){
            .is_shared = db_column_i64(stmt, 0) > 1,
            .is_first = db_column_i64(stmt, 1) == booking.row,
        };
    db_finish(stmt);
    return ok;
}

/* Who comes, by name; where nobody is known, the title may be one. */
static const char *key_of(struct db_stmt *stmt, bool is_title,
                          struct arena *arena)
{
    char key[NAME_KEY_MAX];

    if (!is_title)
        return db_column_copy(stmt, 5, arena);
    return arena_strdup(arena, name_key(db_column_text(stmt, 13), key));
}

static bool read_visit(struct db_stmt *stmt, struct arena *arena,
                       struct twin_visit *out, struct error *err)
{
    bool is_title = *db_column_text(stmt, 5) == '\0';

    *out = (struct twin_visit){
        .id = {db_column_i64(stmt, 0)},
        .customer = {db_column_i64(stmt, 1)},
        .has_contact = !identity_is_name_only(db_column_text(stmt, 2),
                                              db_column_text(stmt, 3),
                                              db_column_text(stmt, 4)),
        .key = key_of(stmt, is_title, arena),
        .is_title = is_title,
        .start = {db_column_i64(stmt, 6)},
        .said = {.known = !db_column_is_null(stmt, 8),
                 .exact = true,
                 .at = {db_column_i64(stmt, 8)}},
        .booked_known = !db_column_is_null(stmt, 9),
        .booked = {db_column_i64(stmt, 9)},
        .provider = db_column_copy(stmt, 10, arena),
        .service = db_column_copy(stmt, 11, arena),
        .site = db_column_copy(stmt, 12, arena),
    };
    return appointment_state_find(db_column_text(stmt, 7), &out->state) ||
           error_set(err, ERROR_MACHINE, "appointment %lld is damaged",
                     (long long)out->id.row);
}

/* Appends; finishes the statement. */
static bool read_all(struct db_stmt *stmt, struct arena *arena,
                     struct twin_visits *out, struct error *err)
{
    bool row = false;
    bool ok = true;

    while (ok && out->count < TWIN_VISITS_MAX &&
           (ok = db_step(stmt, &row, err)) && row) {
        ok = read_visit(stmt, arena, &out->items[out->count], err);
        out->count++;
    }
    db_finish(stmt);
    return ok;
}

bool twin_of_customer(struct db *db, const struct twin_place *place,
                      struct arena *arena, struct twin_visits *out,
                      struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_of_customer, &stmt, err,
                  DB_VALUES(DB_TEXT(place->feed), DB_I64(place->customer.row),
                            DB_I64(place->start.unix_s - TWIN_NEAR_S),
                            DB_I64(place->start.unix_s + TWIN_NEAR_S))) &&
           read_all(stmt, arena, out, err);
}

bool twin_at_start(struct db *db, const struct twin_place *place,
                   bool name_only, struct arena *arena, struct twin_visits *out,
                   struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_at_start, &stmt, err,
                  DB_VALUES(DB_TEXT(place->feed), DB_I64(place->start.unix_s),
                            DB_I64(name_only))) &&
           read_all(stmt, arena, out, err);
}
