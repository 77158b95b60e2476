#include "store/merges.h"

#include "base/str.h"
#include "store/consents.h"
#include "store/customers.h"
#include "store/undo.h"

static const char sql_visits_of[] =
    "SELECT id, customer FROM appointment WHERE customer = ?1 ORDER BY id";

static const char sql_give_visit[] =
    "UPDATE appointment SET customer = ?2, replan = 1 WHERE id = ?1";

static const char sql_merged_into[] =
    "SELECT id, merged FROM customer WHERE merged = ?1 ORDER BY id";

static const char sql_set_merged[] =
    "UPDATE customer SET merged = ?2 WHERE id = ?1";

/* What the one refused, and the other did not. */
static const char sql_refusals[] =
    "SELECT f.channel, i.allowed || ' ' || i.at_s || ' ' || i.source"
    "  FROM consent f LEFT JOIN consent i"
    "    ON i.customer = ?2 AND i.channel = f.channel"
    " WHERE f.customer = ?1 AND f.allowed = 0 AND coalesce(i.allowed, 1) = 1";

static const char sql_rename[] = "UPDATE customer SET name = ?2 WHERE id = ?1";

static const char sql_name[] = "SELECT id, name FROM customer WHERE id = ?1";

static const char sql_block[] =
    "UPDATE customer SET phone_doubt = phone, phone = NULL WHERE phone = ?1";

static const char sql_allow[] =
    "UPDATE customer SET phone = phone_doubt, phone_doubt = NULL"
    " WHERE phone_doubt = ?1 AND phone IS NULL";

static const char sql_replan_number[] =
    "UPDATE appointment SET replan = 1"
    " WHERE start_s > ?2 AND customer IN"
    "       (SELECT id FROM customer WHERE phone = ?1 OR phone_doubt = ?1)";

/* A change that can be taken back: who has it, under which name. */
struct merging {
    struct db *db;
    struct review_id review;
    int64_t from;
    int64_t into;
    const struct author *author;
    struct error *err;
};

/* A row and what it held before. */
struct held {
    int64_t row;
    const char *before;
};

struct held_list {
    struct held *items;
    size_t count;
};

static bool write_down(const struct merging *on, const char *what, int64_t row,
                       const char *before)
{
    struct undo_note note = {
        .review = on->review, .what = what, .row = row, .before = before};

    return undo_write_down(on->db, &note, on->err);
}

/* The rows of a query for (row, before), read whole before they change. */
static bool read_held(const struct merging *on, const char *sql,
                      struct arena *arena, struct held_list *out)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct held_list){0};
    if (!db_ask(on->db, sql, &stmt, on->err, DB_VALUES(DB_I64(on->from))))
        return false;
    while ((ok = db_step(stmt, &row, on->err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct held);
        out->items[out->count++] = (struct held){
            .row = db_column_i64(stmt, 0),
            .before = db_column_copy(stmt, 1, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

static bool tell_visit(const struct merging *on, int64_t visit,
                       const char *before, const char *after,
                       struct arena *arena)
{
    struct event event = {
        .appointment = {visit},
        .what = "customer",
        .before = arena_printf(arena, "customer %s", before),
        .after = arena_printf(arena, "customer %s", after),
        .detail = arena_printf(arena, "review %lld", (long long)on->review.row),
    };

    return event_add(on->db, &event, on->author, on->err);
}

static bool give_visits(const struct merging *on, struct arena *arena)
{
    const char *after = arena_printf(arena, "%lld", (long long)on->into);
    struct held_list visits;

    if (!read_held(on, sql_visits_of, arena, &visits))
        return false;
    for (size_t i = 0; i < visits.count; i++) {
        const struct held *visit = &visits.items[i];

        if (!write_down(on, "appointment.customer", visit->row,
                        visit->before) ||
            !db_do(on->db, sql_give_visit, on->err,
                   DB_VALUES(DB_I64(visit->row), DB_I64(on->into))) ||
            !tell_visit(on, visit->row, visit->before, after, arena))
            return false;
    }
    return true;
}

/* Those that led to `from`, and `from` itself. */
static bool lead_there(const struct merging *on, struct arena *arena)
{
    struct held_list others;

    if (!read_held(on, sql_merged_into, arena, &others))
        return false;
    for (size_t i = 0; i < others.count; i++) {
        if (!write_down(on, "customer.merged", others.items[i].row,
                        others.items[i].before) ||
            !db_do(on->db, sql_set_merged, on->err,
                   DB_VALUES(DB_I64(others.items[i].row), DB_I64(on->into))))
            return false;
    }
    return write_down(on, "customer.merged", on->from, NULL) &&
           db_do(on->db, sql_set_merged, on->err,
                 DB_VALUES(DB_I64(on->from), DB_I64(on->into)));
}

/* Who once said STOP is not written to under the other name. */
static bool keep_refusals(const struct merging *on, struct arena *arena)
{
    struct consent_note note = {.customer = {on->into}, .source = "merged"};
    struct held before[CHANNEL_COUNT];
    size_t count = 0;
    struct db_stmt *stmt;
    bool row;
    bool ok;

    if (!db_ask(on->db, sql_refusals, &stmt, on->err,
                DB_VALUES(DB_I64(on->from), DB_I64(on->into))))
        return false;
    while ((ok = db_step(stmt, &row, on->err)) && row &&
           count < CHANNEL_COUNT) {
        enum channel channel;

        if (channel_find(db_column_text(stmt, 0), &channel))
            before[count++] = (struct held){
                .row = (int64_t)channel,
                .before = db_column_copy(stmt, 1, arena),
            };
    }
    db_finish(stmt);
    for (size_t i = 0; ok && i < count; i++) {
        note.channel = (enum channel)before[i].row;
        ok = write_down(on, "consent", before[i].row, before[i].before) &&
             consent_set(on->db, &note, on->author->at, on->err);
    }
    return ok;
}

bool merge_customers(struct db *db, struct review_id review,
                     struct customer_id from, struct customer_id into,
                     const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct merging on = {
        .db = db,
        .review = review,
        .from = from.row,
        .into = into.row,
        .author = author,
        .err = err,
    };
    bool ok;

    assert(from.row != into.row);
    ok = give_visits(&on, &arena) && lead_there(&on, &arena) &&
         keep_refusals(&on, &arena);
    arena_free(&arena);
    return ok || error_wrap(err, "customer %lld", (long long)from.row);
}

bool merge_rename(struct db *db, struct review_id review,
                  struct customer_id customer, const char *name,
                  const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct merging on = {
        .db = db,
        .review = review,
        .from = customer.row,
        .author = author,
        .err = err,
    };
    struct held_list was;
    bool ok = read_held(&on, sql_name, &arena, &was);

    for (size_t i = 0; ok && i < was.count; i++)
        ok = write_down(&on, "customer.name", customer.row,
                        was.items[i].before) &&
             db_do(db, sql_rename, err,
                   DB_VALUES(DB_I64(customer.row), DB_TEXT(name)));
    arena_free(&arena);
    return ok;
}

static bool change_number(struct db *db, const char *sql, const char *phone,
                          const struct author *author, struct error *err)
{
    return db_do(db, sql, err, DB_VALUES(DB_TEXT(phone))) &&
           db_do(db, sql_replan_number, err,
                 DB_VALUES(DB_TEXT(phone), DB_I64(author->at.unix_s)));
}

bool merge_block_number(struct db *db, const char *phone,
                        const struct author *author, struct error *err)
{
    return change_number(db, sql_block, phone, author, err);
}

bool merge_allow_number(struct db *db, const char *phone,
                        const struct author *author, struct error *err)
{
    return change_number(db, sql_allow, phone, author, err);
}
