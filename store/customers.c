#include "store/customers.h"

#include <strings.h>

#include "base/str.h"

/* Those who share a number or an address; a family has six. */
#define SHARERS_MAX 64

#define FACTS                                                        \
    "SELECT id, external, name, phone, phone_doubt, mail, language," \
    "       coalesce(birth_year, 0) FROM customer WHERE "

static const char sql_by_external[] = FACTS "external = ?1";
static const char sql_by_phone[] = FACTS "phone = ?1 ORDER BY id";
static const char sql_by_mail[] = FACTS "mail = ?1 ORDER BY id";
static const char sql_by_id[] = FACTS "id = ?1";

static const char sql_insert[] =
    "INSERT INTO customer (external, name, phone, phone_doubt, mail, language,"
    "                      birth_year, created_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static const char sql_update[] =
    "UPDATE customer"
    "   SET external = ?2, name = ?3, phone = ?4, phone_doubt = ?5, mail = ?6,"
    "       language = ?7, birth_year = ?8"
    " WHERE id = ?1";

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

static bool has_facts(const struct customer *facts)
{
    return facts->external != NULL || !str_is_empty(facts->name) ||
           facts->phone != NULL || facts->phone_doubt != NULL ||
           facts->mail != NULL;
}

/* How well a row's name fits: 0 not at all, 2 it is the same. */
static int name_fit(const char *known, const char *name)
{
    if (*name == '\0' || *known == '\0')
        return 1;
    return strcasecmp(known, name) == 0 ? 2 : 0;
}

static void read_facts(struct db_stmt *stmt, struct arena *arena,
                       struct customer *out)
{
    *out = (struct customer){
        .id = {db_column_i64(stmt, 0)},
        .external = db_column_copy(stmt, 1, arena),
        .name = db_column_copy(stmt, 2, arena),
        .phone = db_column_copy(stmt, 3, arena),
        .phone_doubt = db_column_copy(stmt, 4, arena),
        .mail = db_column_copy(stmt, 5, arena),
        .language = db_column_copy(stmt, 6, arena),
        .birth_year = (int)db_column_i64(stmt, 7),
    };
}

/* Who is looked for, and where what is found goes. */
struct search {
    struct db *db;
    const char *name;
    struct arena *arena;
    struct customer *out;
};

/* The best of those that `value` finds; `out` stays as it is when none fits. */
static bool find_by(struct search *search, const char *sql,
                    struct db_value value, struct error *err)
{
    struct db_stmt *stmt;
    int best = 0;
    bool row;
    bool ok;

    if (!db_ask(search->db, sql, &stmt, err, &value, 1))
        return false;
    for (size_t i = 0;
         (ok = db_step(stmt, &row, err)) && row && best < 2 && i < SHARERS_MAX;
         i++) {
        int fit = name_fit(db_column_text(stmt, 2), search->name);

        if (fit <= best)
            continue;
        best = fit;
        read_facts(stmt, search->arena, search->out);
    }
    db_finish(stmt);
    return ok;
}

static bool find(struct db *db, const struct customer *facts,
                 struct arena *arena, struct customer *out, struct error *err)
{
    struct search search = {db, str_or_empty(facts->name), arena, out};

    *out = (struct customer){0};
    if (facts->external != NULL) {
        search.name = "";
        return find_by(&search, sql_by_external, DB_TEXT(facts->external), err);
    }
    if (facts->phone != NULL &&
        !find_by(&search, sql_by_phone, DB_TEXT(facts->phone), err))
        return false;
    if (out->id.row == 0 && facts->mail != NULL &&
        !find_by(&search, sql_by_mail, DB_TEXT(facts->mail), err))
        return false;
    if (out->id.row == 0 && facts->id.row != 0)
        return find_by(&search, sql_by_id, DB_I64(facts->id.row), err);
    return true;
}

static bool insert(struct db *db, const struct customer *facts,
                   struct instant now, int64_t *id, struct error *err)
{
    return db_insert(
        db, sql_insert, id, err,
        DB_VALUES(DB_TEXT(facts->external), DB_TEXT(str_or_empty(facts->name)),
                  DB_TEXT(facts->phone),
                  DB_TEXT(facts->phone == NULL ? facts->phone_doubt : NULL),
                  DB_TEXT(facts->mail), DB_TEXT(facts->language),
                  DB_I64_IF(facts->birth_year != 0, facts->birth_year),
                  DB_I64(now.unix_s)));
}

/* What is known, completed and corrected by what is said now. */
static struct customer merged(const struct customer *known,
                              const struct customer *facts)
{
    struct customer out = *known;

    if (out.external == NULL)
        out.external = facts->external;
    if (!str_is_empty(facts->name))
        out.name = facts->name;
    if (facts->phone != NULL) {
        out.phone = facts->phone;
        out.phone_doubt = NULL;
    } else if (facts->phone_doubt != NULL) {
        out.phone_doubt = facts->phone_doubt;
    }
    if (facts->mail != NULL)
        out.mail = facts->mail;
    if (facts->language != NULL)
        out.language = facts->language;
    if (facts->birth_year != 0)
        out.birth_year = facts->birth_year;
    return out;
}

static bool are_same(const struct customer *a, const struct customer *b)
{
    return str_same(a->external, b->external) && str_same(a->name, b->name) &&
           str_same(a->phone, b->phone) &&
           str_same(a->phone_doubt, b->phone_doubt) &&
           str_same(a->mail, b->mail) && str_same(a->language, b->language) &&
           a->birth_year == b->birth_year;
}

static bool update(struct db *db, const struct customer *known,
                   const struct customer *facts, struct instant now,
                   struct error *err)
{
    struct customer next = merged(known, facts);

    if (are_same(known, &next))
        return true;
    return db_do(db, sql_update, err,
                 DB_VALUES(DB_I64(known->id.row), DB_TEXT(next.external),
                           DB_TEXT(next.name), DB_TEXT(next.phone),
                           DB_TEXT(next.phone_doubt), DB_TEXT(next.mail),
                           DB_TEXT(next.language),
                           DB_I64_IF(next.birth_year != 0, next.birth_year))) &&
           db_do(db, sql_replan, err,
                 DB_VALUES(DB_I64(known->id.row), DB_I64(now.unix_s)));
}

bool customer_keep(struct db *db, const struct customer *facts,
                   struct instant now, struct customer_id *out,
                   struct error *err)
{
    struct arena arena = {0};
    struct customer known;
    bool ok;

    out->row = 0;
    if (!has_facts(facts))
        return true;
    ok = find(db, facts, &arena, &known, err);
    if (ok && known.id.row == 0) {
        ok = insert(db, facts, now, &out->row, err);
    } else if (ok) {
        *out = known.id;
        ok = update(db, &known, facts, now, err);
    }
    arena_free(&arena);
    return ok;
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
