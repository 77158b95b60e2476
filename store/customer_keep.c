#include "base/str.h"
#include "domain/identity.h"
#include "store/customers.h"
#include "store/merges.h"
#include "store/reviews.h"

/* Who was told to be another leads there. */
#define ROWS                                                           \
    "SELECT coalesce(merged, id), external, name, phone, phone_doubt," \
    "       mail, language, coalesce(birth_year, 0), name_key,"        \
    "       merged IS NOT NULL"                                        \
    "  FROM customer WHERE "

static const char sql_by_external[] = ROWS "external = ?1";
static const char sql_by_phone[] = ROWS "phone = ?1 ORDER BY id";
static const char sql_by_mail[] = ROWS "mail = ?1 ORDER BY id";
static const char sql_by_id[] = ROWS "id = ?1";
static const char sql_by_name[] = ROWS
    "name_key = ?1 AND name_key <> '' AND coalesce(external, phone, mail) IS NULL"
    " ORDER BY id";

static const char sql_insert[] =
    "INSERT INTO customer (external, name, phone, phone_doubt, mail, language,"
    "                      birth_year, created_s, name_key)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/* One at a time: a column that is not named keeps its indexes in peace. */
static const char sql_external[] =
    "UPDATE customer SET external = ?2 WHERE id = ?1";
static const char sql_name[] =
    "UPDATE customer SET name = ?2, name_key = ?3 WHERE id = ?1";
static const char sql_phone[] =
    "UPDATE customer SET phone = ?2, phone_doubt = ?3 WHERE id = ?1";
static const char sql_mail[] = "UPDATE customer SET mail = ?2 WHERE id = ?1";
static const char sql_rest[] =
    "UPDATE customer SET language = ?2, birth_year = ?3 WHERE id = ?1";

/* Written otherwise by somebody: told once. */
static const char sql_also_written[] =
    "INSERT INTO event (customer, at_s, who, what, after)"
    " SELECT ?1, ?2, ?3, 'also-written', ?4"
    "  WHERE NOT EXISTS (SELECT 1 FROM event"
    "         WHERE customer = ?1 AND what = 'also-written' AND after = ?4)";

/* One look for a customer, and all who might be meant. */
struct search {
    struct db *db;
    struct customer facts;
    char key[NAME_KEY_MAX];
    const struct author *author;
    struct arena arena;
    struct customer rows[IDENTITY_CANDIDATES_MAX];
    bool leads_on[IDENTITY_CANDIDATES_MAX]; /* the id is another row's */
    struct identity_candidate candidates[IDENTITY_CANDIDATES_MAX];
    size_t count;
    struct identity identity;
};

static bool has_facts(const struct customer *facts)
{
    return facts->external != NULL || !str_is_empty(facts->name) ||
           facts->phone != NULL || facts->phone_doubt != NULL ||
           facts->mail != NULL;
}

static void read_row(struct search *search, struct db_stmt *stmt)
{
    struct arena *arena = &search->arena;
    struct customer *row = &search->rows[search->count];
    const char *key = db_column_text(stmt, 8);
    char made[NAME_KEY_MAX];

    *row = (struct customer){
        .id = {db_column_i64(stmt, 0)},
        .external = db_column_copy(stmt, 1, arena),
        .name = db_column_copy(stmt, 2, arena),
        .phone = db_column_copy(stmt, 3, arena),
        .phone_doubt = db_column_copy(stmt, 4, arena),
        .mail = db_column_copy(stmt, 5, arena),
        .language = db_column_copy(stmt, 6, arena),
        .birth_year = (int)db_column_i64(stmt, 7),
    };
    search->leads_on[search->count] = db_column_i64(stmt, 9) != 0;
    if (key == NULL) /* a row of before there were keys */
        key = name_key(row->name, made);
    search->candidates[search->count++] = (struct identity_candidate){
        .id = row->id,
        .external = row->external,
        .key = arena_strdup(arena, key),
        .phone = row->phone,
        .phone_doubt = row->phone_doubt,
        .mail = row->mail,
    };
}

/* Adds those that `value` finds, and asks again who is meant. */
static bool look(struct search *search, const char *sql, struct db_value value,
                 struct error *err)
{
    struct db_stmt *stmt;
    size_t before = search->count;
    bool row = false;
    bool ok = true;

    if (!db_ask(search->db, sql, &stmt, err, &value, 1))
        return false;
    while (search->count < IDENTITY_CANDIDATES_MAX &&
           (ok = db_step(stmt, &row, err)) && row)
        read_row(search, stmt);
    db_finish(stmt);
    if (search->count > before)
        search->identity = identity_of(&search->facts, search->key,
                                       search->candidates, search->count);
    return ok;
}

static bool is_found(const struct search *search)
{
    return search->identity.kind == IDENTITY_SAME &&
           !search->identity.is_variant;
}

/* The number of an office or a hotel is nobody's: it may not be texted. */
static void doubt_number(struct customer *facts)
{
    facts->phone_doubt = facts->phone;
    facts->phone = NULL;
}

static const char sql_has_phone[] =
    "SELECT count(*) FROM customer WHERE phone = ?1 AND merged IS NULL";
static const char sql_has_mail[] =
    "SELECT count(*) FROM customer WHERE mail = ?1 AND merged IS NULL";

/*
 * A number or mailbox that is not surely theirs is as good as any when it is
 * known for somebody's already. Else the number waits for a person's look,
 * and the mailbox is left alone.
 */
static bool doubt_unsure(struct search *search, struct error *err)
{
    struct customer *facts = &search->facts;
    int64_t count = 1;

    if (facts->phone_unsure && facts->phone != NULL) {
        if (!db_ask_i64(search->db, sql_has_phone, &count, err,
                        DB_VALUES(DB_TEXT(facts->phone))))
            return false;
        if (count == 0)
            doubt_number(facts);
    }
    if (facts->mail_unsure && facts->mail != NULL) {
        if (!db_ask_i64(search->db, sql_has_mail, &count, err,
                        DB_VALUES(DB_TEXT(facts->mail))))
            return false;
        if (count == 0)
            facts->mail = NULL;
    }
    return true;
}

static bool look_by_phone(struct search *search, struct error *err)
{
    size_t before = search->count;
    bool is_shared;

    if (!look(search, sql_by_phone, DB_TEXT(search->facts.phone), err))
        return false;
    if (search->count != before)
        return true;
    if (!review_is_shared_number(search->db, search->facts.phone, &is_shared,
                                 err))
        return false;
    if (is_shared)
        doubt_number(&search->facts);
    return true;
}

/* Step by step, the surest first, and no further than needed. */
static bool find(struct search *search, struct error *err)
{
    const struct customer *facts = &search->facts;

    if (facts->external != NULL &&
        !look(search, sql_by_external, DB_TEXT(facts->external), err))
        return false;
    if (!is_found(search) && facts->phone != NULL &&
        !look_by_phone(search, err))
        return false;
    if (!is_found(search) && facts->mail != NULL &&
        !look(search, sql_by_mail, DB_TEXT(facts->mail), err))
        return false;
    if (!is_found(search) && facts->id.row != 0 &&
        !look(search, sql_by_id, DB_I64(facts->id.row), err))
        return false;
    if (search->identity.kind == IDENTITY_SAME ||
        !identity_is_name_only(facts->external, facts->phone, facts->mail))
        return true;
    return look(search, sql_by_name, DB_TEXT(search->key), err);
}

/* Its ninth name has come: it is asked whose it is, and taken off everybody. */
static bool share_number(struct search *search, struct error *err)
{
    struct review_note note = {
        .kind = REVIEW_SHARED_NUMBER,
        .address = search->facts.phone,
        .facts = search->facts.phone,
    };
    bool is_shared;

    if (!review_note(search->db, &note, search->author->at, err) ||
        !review_is_shared_number(search->db, note.address, &is_shared, err))
        return false;
    if (!is_shared) /* a person has said that it is theirs */
        return true;
    doubt_number(&search->facts);
    return merge_block_number(search->db, note.address, search->author, err);
}

static bool note_mixed(struct search *search, struct customer_id id,
                       const char *name, struct error *err)
{
    char plain[NAME_KEY_MAX];
    struct review_note note = {.kind = REVIEW_MIXED_SCRIPT, .customer = id};

    if (!name_unmix(name, plain))
        return true;
    note.facts =
        arena_printf(&search->arena, "%lld %s", (long long)id.row, name);
    return review_note(search->db, &note, search->author->at, err);
}

static bool insert(struct search *search, struct customer_id *out,
                   struct error *err)
{
    const struct customer *facts = &search->facts;
    const char *name = str_or_empty(facts->name);

    if (search->identity.is_shared && !share_number(search, err))
        return false;
    return db_insert(
               search->db, sql_insert, &out->row, err,
               DB_VALUES(
                   DB_TEXT(facts->external), DB_TEXT(name),
                   DB_TEXT(facts->phone),
                   DB_TEXT(facts->phone == NULL ? facts->phone_doubt : NULL),
                   DB_TEXT(facts->mail), DB_TEXT(facts->language),
                   DB_I64_IF(facts->birth_year != 0, facts->birth_year),
                   DB_I64(search->author->at.unix_s), DB_TEXT(search->key))) &&
           note_mixed(search, *out, name, err);
}

/*
 * The name as it is said now, unless it is only another way to write it:
 * then the fuller one stays, and of two equals the first, so that two sources
 * do not rename their customer back and forth.
 */
static bool takes_name(const struct search *search,
                       const struct customer *known)
{
    const struct customer *facts = &search->facts;
    const struct identity *identity = &search->identity;
    const char *known_key = search->candidates[identity->index].key;

    if (str_is_empty(facts->name))
        return false;
    if (str_is_empty(known->name))
        return true;
    if (identity->is_variant)
        return !identity->keeps_name;
    return strcmp(known_key, search->key) != 0 ||
           facts->id.row == known->id.row ||
           (facts->external != NULL &&
            str_same(facts->external, known->external));
}

/* What is known, completed and corrected by what is said now. */
static struct customer combined(const struct search *search,
                                const struct customer *known)
{
    const struct customer *facts = &search->facts;
    struct customer out = *known;

    if (out.external == NULL)
        out.external = facts->external;
    if (takes_name(search, known))
        out.name = facts->name;
    if (facts->phone != NULL) {
        out.phone = facts->phone;
        out.phone_doubt = NULL;
    } else if (facts->phone_doubt != NULL && out.phone == NULL) {
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

static bool tell(const struct search *search, const char *what,
                 const char *before, const struct customer *next,
                 struct error *err)
{
    struct event event = {
        .customer = next->id,
        .what = what,
        .before = before,
        .after = *what == 'n' ? next->name : next->phone,
    };

    if (str_is_empty(before) || str_same(before, event.after))
        return true;
    return event_add(search->db, &event, search->author, err);
}

static bool note_changes(struct search *search, const struct customer *known,
                         const struct customer *next, struct error *err)
{
    return (next->phone == NULL ||
            tell(search, "phone", known->phone, next, err)) &&
           tell(search, "name", known->name, next, err) &&
           (str_same(known->name, next->name) ||
            note_mixed(search, next->id, next->name, err));
}

static bool note_variant(const struct search *search, struct customer_id id,
                         struct error *err)
{
    return !search->identity.is_variant || !search->identity.keeps_name ||
           db_do(search->db, sql_also_written, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(search->author->at.unix_s),
                           DB_TEXT(search->author->who),
                           DB_TEXT(search->facts.name)));
}

static bool write_contact(struct db *db, const struct customer *known,
                          const struct customer *next, struct error *err)
{
    struct db_value id = DB_I64(next->id.row);

    return (str_same(known->external, next->external) ||
            db_do(db, sql_external, err,
                  DB_VALUES(id, DB_TEXT(next->external)))) &&
           ((str_same(known->phone, next->phone) &&
             str_same(known->phone_doubt, next->phone_doubt)) ||
            db_do(db, sql_phone, err,
                  DB_VALUES(id, DB_TEXT(next->phone),
                            DB_TEXT(next->phone_doubt)))) &&
           (str_same(known->mail, next->mail) ||
            db_do(db, sql_mail, err, DB_VALUES(id, DB_TEXT(next->mail))));
}

static bool write_person(struct db *db, const struct customer *known,
                         const struct customer *next, struct error *err)
{
    struct db_value id = DB_I64(next->id.row);
    char key[NAME_KEY_MAX];

    return (str_same(known->name, next->name) ||
            db_do(db, sql_name, err,
                  DB_VALUES(id, DB_TEXT(next->name),
                            DB_TEXT(name_key(next->name, key))))) &&
           ((str_same(known->language, next->language) &&
             known->birth_year == next->birth_year) ||
            db_do(db, sql_rest, err,
                  DB_VALUES(id, DB_TEXT(next->language),
                            DB_I64_IF(next->birth_year != 0,
                                      next->birth_year))));
}

static bool write(struct search *search, const struct customer *known,
                  const struct customer *next, struct error *err)
{
    return write_contact(search->db, known, next, err) &&
           write_person(search->db, known, next, err) &&
           note_changes(search, known, next, err) &&
           appointment_replan_of(search->db, next->id, search->author->at, err);
}

static bool update(struct search *search, struct customer_id *out,
                   struct error *err)
{
    size_t index = search->identity.index;
    const struct customer *known = &search->rows[index];
    struct customer next;

    *out = known->id;
    if (search->leads_on[index]) /* a name, of whom more is known there */
        return true;
    next = combined(search, known);
    return note_variant(search, known->id, err) &&
           (are_same(known, &next) || write(search, known, &next, err));
}

bool customer_keep(struct db *db, const struct customer *facts,
                   const struct author *author, struct customer_id *out,
                   struct error *err)
{
    struct search search; /* large: its rows are not cleared */
    bool ok;

    out->row = 0;
    if (!has_facts(facts))
        return true;
    search.db = db;
    search.facts = *facts;
    search.author = author;
    search.arena = (struct arena){0};
    search.count = 0;
    search.identity = (struct identity){.kind = IDENTITY_NEW};
    name_key(facts->name, search.key);
    ok = doubt_unsure(&search, err) && find(&search, err) &&
         (search.identity.kind == IDENTITY_SAME ? update(&search, out, err)
                                                : insert(&search, out, err));
    arena_free(&search.arena);
    return ok;
}
