#include "store/consents.h"

#include "base/str.h"
#include "store/appointments.h"

static const char sql_set[] =
    "INSERT INTO consent (customer, channel, allowed, source, at_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (customer, channel) DO UPDATE"
    "    SET allowed = excluded.allowed, source = excluded.source,"
    "        at_s = excluded.at_s";

static const char sql_note[] =
    "INSERT INTO consent_note (customer, channel, address, allowed, source,"
    "                          at_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

static const char sql_opt_out[] =
    "INSERT INTO opted_out (channel, address, at_s) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (channel, address) DO NOTHING";

static const char sql_opt_in[] =
    "DELETE FROM opted_out WHERE channel = ?1 AND address = ?2";

static const char sql_behind[] =
    "SELECT id FROM customer WHERE phone = ?1 AND ?2 = 'sms'"
    " UNION SELECT id FROM customer WHERE mail = ?1 AND ?2 = 'mail'";

static const char sql_load[] =
    "SELECT channel, allowed FROM consent WHERE customer = ?1"
    " UNION ALL SELECT 'sms', 0 FROM opted_out"
    "            WHERE channel = 'sms' AND address = ?2"
    " UNION ALL SELECT 'mail', 0 FROM opted_out"
    "            WHERE channel = 'mail' AND address = ?3";

#define WORDS                                                               \
    "SELECT coalesce(customer, 0), address, channel, allowed, source, at_s" \
    "  FROM consent_note WHERE "

static const char sql_words_of[] =
    WORDS "customer = ?1 OR (customer IS NULL AND address IN (?2, ?3))"
          " ORDER BY id";

static const char sql_words_about[] = WORDS "address = ?1 ORDER BY id";

static bool note_word(struct db *db, const char *address,
                      const struct consent_note *note, struct instant now,
                      struct error *err)
{
    int64_t id = note->customer.row;

    return db_do(db, sql_note, err,
                 DB_VALUES(DB_I64_IF(id != 0, id),
                           DB_TEXT(channel_name(note->channel)),
                           DB_TEXT(address), DB_I64(note->allowed),
                           DB_TEXT(note->source), DB_I64(now.unix_s)));
}

/* What holds for one customer from now on. */
static bool apply(struct db *db, const struct consent_note *note,
                  struct instant now, struct error *err)
{
    int64_t id = note->customer.row;

    return db_do(db, sql_set, err,
                 DB_VALUES(DB_I64(id), DB_TEXT(channel_name(note->channel)),
                           DB_I64(note->allowed), DB_TEXT(note->source),
                           DB_I64(now.unix_s))) &&
           appointment_replan_of(db, note->customer, now, err);
}

bool consent_set(struct db *db, const struct consent_note *note,
                 struct instant now, struct error *err)
{
    return note_word(db, NULL, note, now, err) && apply(db, note, now, err);
}

/* Customers who have an address. */
struct behind {
    struct customer_id *items;
    size_t count;
};

static bool list_behind(struct db *db, const char *address,
                        enum channel channel, struct arena *arena,
                        struct behind *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct behind){0};
    if (!db_ask(db, sql_behind, &stmt, err,
                DB_VALUES(DB_TEXT(address), DB_TEXT(channel_name(channel)))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct customer_id);
        out->items[out->count++].row = db_column_i64(stmt, 0);
    }
    db_finish(stmt);
    return ok;
}

static bool keep_address(struct db *db, const char *address,
                         const struct consent_note *note, struct instant now,
                         struct error *err)
{
    const char *channel = channel_name(note->channel);

    if (note->allowed)
        return db_do(db, sql_opt_in, err,
                     DB_VALUES(DB_TEXT(channel), DB_TEXT(address)));
    return db_do(db, sql_opt_out, err,
                 DB_VALUES(DB_TEXT(channel), DB_TEXT(address),
                           DB_I64(now.unix_s)));
}

bool consent_set_address(struct db *db, const char *address,
                         const struct consent_note *note, struct instant now,
                         size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct consent_note own = *note;
    struct behind behind;
    bool ok;

    own.customer.row = 0;
    ok = note_word(db, address, &own, now, err) &&
         keep_address(db, address, note, now, err) &&
         list_behind(db, address, note->channel, &arena, &behind, err);
    *count = ok ? behind.count : 0;
    for (size_t i = 0; ok && i < *count; i++) {
        own.customer = behind.items[i];
        ok = apply(db, &own, now, err);
    }
    arena_free(&arena);
    return ok;
}

bool consent_load(struct db *db, struct customer *customer, struct error *err)
{
    struct db_stmt *stmt;
    enum channel channel;
    bool row;
    bool ok;

    if (!db_ask(db, sql_load, &stmt, err,
                DB_VALUES(DB_I64(customer->id.row), DB_TEXT(customer->phone),
                          DB_TEXT(customer->mail))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        if (channel_find(db_column_text(stmt, 0), &channel))
            customer->consent[channel] =
                db_column_i64(stmt, 1) != 0 ? CONSENT_GIVEN : CONSENT_REFUSED;
    }
    db_finish(stmt);
    return ok;
}

static bool read_words(struct db_stmt *stmt, struct arena *arena,
                       struct consent_words *out, struct error *err)
{
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct consent_words){0};
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct consent_word *word;

        arena_reserve(arena, out->items, out->count, room, struct consent_word);
        word = &out->items[out->count++];
        *word = (struct consent_word){
            .customer = {db_column_i64(stmt, 0)},
            .address = db_column_copy(stmt, 1, arena),
            .allowed = db_column_i64(stmt, 3) != 0,
            .source = db_column_copy(stmt, 4, arena),
            .at = {db_column_i64(stmt, 5)},
        };
        (void)channel_find(db_column_text(stmt, 2), &word->channel);
    }
    db_finish(stmt);
    return ok;
}

bool consent_words_of(struct db *db, const struct customer *customer,
                      struct arena *arena, struct consent_words *out,
                      struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_words_of, &stmt, err,
                  DB_VALUES(DB_I64(customer->id.row), DB_TEXT(customer->phone),
                            DB_TEXT(customer->mail))) &&
           read_words(stmt, arena, out, err);
}

bool consent_words_about(struct db *db, const char *address,
                         struct arena *arena, struct consent_words *out,
                         struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_words_about, &stmt, err,
                  DB_VALUES(DB_TEXT(address))) &&
           read_words(stmt, arena, out, err);
}
