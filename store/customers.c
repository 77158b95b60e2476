#include "store/customers.h"

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1"
    " WHERE customer = ?1 AND start_s > ?2 AND replan = 0";

static const char sql_load[] =
    "SELECT external, name, phone, phone_doubt, mail, language,"
    "       coalesce(birth_year, 0),"
    "       EXISTS (SELECT 1 FROM appointment a"
    "                 JOIN attendance t ON t.appointment = a.id"
    "                WHERE a.customer = ?1 AND a.start_s < ?2"
    "                  AND t.result IN ('attended', 'late'))"
    "  FROM customer WHERE id = ?1";

static const char sql_consent[] =
    "SELECT channel, allowed FROM consent WHERE customer = ?1";

static const char sql_consent_set[] =
    "INSERT INTO consent (customer, channel, allowed, source, at_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (customer, channel) DO UPDATE"
    "    SET allowed = excluded.allowed, source = excluded.source,"
    "        at_s = excluded.at_s";

static bool load_consent(struct db *db, struct customer *out, struct error *err)
{
    struct db_stmt *stmt;
    enum channel channel;
    bool row;
    bool ok;

    if (!db_ask(db, sql_consent, &stmt, err, DB_VALUES(DB_I64(out->id.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        if (channel_find(db_column_text(stmt, 0), &channel))
            out->consent[channel] =
                db_column_i64(stmt, 1) != 0 ? CONSENT_GIVEN : CONSENT_REFUSED;
    }
    db_finish(stmt);
    return ok;
}

bool customer_load(struct db *db, struct customer_id id, struct instant before,
                   struct arena *arena, struct customer *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct customer){.id = id, .name = ""};
    if (!db_ask(db, sql_load, &stmt, err,
                DB_VALUES(DB_I64(id.row), DB_I64(before.unix_s))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && !found)
        ok = error_set(err, ERROR_MISSING, "no customer %lld",
                       (long long)id.row);
    if (ok) {
        out->external = db_column_copy(stmt, 0, arena);
        out->name = db_column_copy(stmt, 1, arena);
        out->phone = db_column_copy(stmt, 2, arena);
        out->phone_doubt = db_column_copy(stmt, 3, arena);
        out->mail = db_column_copy(stmt, 4, arena);
        out->language = db_column_copy(stmt, 5, arena);
        out->birth_year = (int)db_column_i64(stmt, 6);
        out->is_new = db_column_i64(stmt, 7) == 0;
    }
    db_finish(stmt);
    return ok && load_consent(db, out, err);
}

bool consent_set(struct db *db, const struct consent_note *note,
                 struct instant now, struct error *err)
{
    int64_t id = note->customer.row;

    return db_do(db, sql_consent_set, err,
                 DB_VALUES(DB_I64(id), DB_TEXT(channel_name(note->channel)),
                           DB_I64(note->allowed), DB_TEXT(note->source),
                           DB_I64(now.unix_s))) &&
           db_do(db, sql_replan, err,
                 DB_VALUES(DB_I64(id), DB_I64(now.unix_s)));
}
