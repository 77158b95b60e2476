#include "store/customers.h"

#include "store/consents.h"

static const char sql_load[] =
    "SELECT external, name, phone, phone_doubt, mail, language,"
    "       coalesce(birth_year, 0),"
    "       EXISTS (SELECT 1 FROM appointment a"
    "                 JOIN attendance t ON t.appointment = a.id"
    "                WHERE a.customer = ?1 AND a.start_s < ?2"
    "                  AND t.result IN ('attended', 'late'))"
    "  FROM customer WHERE id = ?1";

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
    return ok && consent_load(db, out, err);
}
