#include "store/customers.h"

#include "base/str.h"

static const char sql_by_external[] =
    "SELECT id FROM customer WHERE external = ?1";

static const char sql_by_phone[] =
    "SELECT id FROM customer"
    " WHERE phone = ?1 AND (?2 = '' OR name = '' OR lower(name) = lower(?2))"
    " ORDER BY (lower(name) = lower(?2)) DESC, id LIMIT 1";

static const char sql_by_mail[] =
    "SELECT id FROM customer"
    " WHERE mail = ?1 AND (?2 = '' OR name = '' OR lower(name) = lower(?2))"
    " ORDER BY (lower(name) = lower(?2)) DESC, id LIMIT 1";

/* The customer this booking had: still the same person? */
static const char sql_same[] =
    "SELECT id FROM customer"
    " WHERE id = ?1 AND (?2 = '' OR lower(name) = lower(?2) OR name = '')";

static const char sql_insert[] =
    "INSERT INTO customer (external, name, phone, phone_doubt, mail, language,"
    "                      birth_year, created_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";

static const char sql_update[] =
    "UPDATE customer"
    "   SET external = coalesce(external, ?2),"
    "       name = CASE WHEN ?3 = '' THEN name ELSE ?3 END,"
    "       phone = coalesce(?4, phone),"
    "       phone_doubt = CASE WHEN ?4 IS NULL THEN coalesce(?5, phone_doubt)"
    "                     END,"
    "       mail = coalesce(?6, mail), language = coalesce(?7, language),"
    "       birth_year = coalesce(?8, birth_year)"
    " WHERE id = ?1 AND (coalesce(?2, '') <> coalesce(external, ?2, '')"
    "    OR (?3 <> '' AND ?3 <> name)"
    "    OR coalesce(?4, phone, '') <> coalesce(phone, '')"
    "    OR coalesce(?6, mail, '') <> coalesce(mail, '')"
    "    OR coalesce(?5, phone_doubt, '') <> coalesce(phone_doubt, '')"
    "    OR coalesce(?7, language, '') <> coalesce(language, '')"
    "    OR coalesce(?8, birth_year, 0) <> coalesce(birth_year, 0)"
    "    OR (external IS NULL AND ?2 IS NOT NULL))";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE customer = ?1 AND start_s > ?2";

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

static bool has_facts(const struct customer *facts)
{
    return facts->external != NULL || !str_is_empty(facts->name) ||
           facts->phone != NULL || facts->phone_doubt != NULL ||
           facts->mail != NULL;
}

static bool find(struct db *db, const struct customer *facts, int64_t *id,
                 struct error *err)
{
    const char *name = str_or_empty(facts->name);

    *id = 0;
    if (facts->external != NULL)
        return db_ask_i64(db, sql_by_external, id, err,
                          DB_VALUES(DB_TEXT(facts->external)));
    if (facts->phone != NULL &&
        !db_ask_i64(db, sql_by_phone, id, err,
                    DB_VALUES(DB_TEXT(facts->phone), DB_TEXT(name))))
        return false;
    if (*id == 0 && facts->mail != NULL &&
        !db_ask_i64(db, sql_by_mail, id, err,
                    DB_VALUES(DB_TEXT(facts->mail), DB_TEXT(name))))
        return false;
    if (*id == 0 && facts->id.row != 0)
        return db_ask_i64(db, sql_same, id, err,
                          DB_VALUES(DB_I64(facts->id.row), DB_TEXT(name)));
    return true;
}

static bool insert(struct db *db, const struct customer *facts,
                   struct instant now, int64_t *id, struct error *err)
{
    return db_ask_i64(
        db, sql_insert, id, err,
        DB_VALUES(DB_TEXT(facts->external), DB_TEXT(str_or_empty(facts->name)),
                  DB_TEXT(facts->phone),
                  DB_TEXT(facts->phone == NULL ? facts->phone_doubt : NULL),
                  DB_TEXT(facts->mail), DB_TEXT(facts->language),
                  DB_I64_IF(facts->birth_year != 0, facts->birth_year),
                  DB_I64(now.unix_s)));
}

static bool update(struct db *db, const struct customer *facts, int64_t id,
                   struct instant now, struct error *err)
{
    if (!db_do(db, sql_update, err,
               DB_VALUES(DB_I64(id), DB_TEXT(facts->external),
                         DB_TEXT(str_or_empty(facts->name)),
                         DB_TEXT(facts->phone), DB_TEXT(facts->phone_doubt),
                         DB_TEXT(facts->mail), DB_TEXT(facts->language),
                         DB_I64_IF(facts->birth_year != 0, facts->birth_year))))
        return false;
    if (db_changes(db) == 0)
        return true;
    return db_do(db, sql_replan, err,
                 DB_VALUES(DB_I64(id), DB_I64(now.unix_s)));
}

bool customer_keep(struct db *db, const struct customer *facts,
                   struct instant now, struct customer_id *out,
                   struct error *err)
{
    out->row = 0;
    if (!has_facts(facts))
        return true;
    if (!find(db, facts, &out->row, err))
        return false;
    if (out->row == 0)
        return insert(db, facts, now, &out->row, err);
    return update(db, facts, out->row, now, err);
}

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
