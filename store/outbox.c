#include "store/outbox.h"

#include "base/str.h"

static const char sql_expire_reminders[] =
    "UPDATE reminder SET state = 'expired', reason = 'too-late'"
    " WHERE state = 'planned' AND message IS NULL AND expires_s <= ?1";

/* Messages that are due and planned are few: those claimed are not. */
static const char sql_expire_carried[] =
    "UPDATE reminder SET state = 'expired', reason = 'too-late'"
    " WHERE state = 'planned' AND message IN"
    "       (SELECT id FROM message"
    "         WHERE state = 'planned' AND channel IN ('sms', 'mail')"
    "           AND due_s <= ?1 AND expires_s <= ?1)";

static const char sql_expire_messages[] =
    "UPDATE message SET state = 'expired', reason = 'too-late'"
    " WHERE state = 'planned' AND channel IN ('sms', 'mail')"
    "   AND due_s <= ?1 AND expires_s <= ?1";

static const char sql_due_reminders[] =
    "SELECT id, appointment, rule, due_s, expires_s, reason FROM reminder"
    " WHERE state = 'planned' AND message IS NULL AND channel = ?2"
    "   AND due_s <= ?1"
    " ORDER BY due_s, id LIMIT ?3";

static const char sql_overtaken[] =
    "SELECT EXISTS (SELECT 1 FROM reminder mine JOIN reminder other"
    "                   ON other.appointment = mine.appointment"
    "                  AND other.channel = mine.channel"
    "                  AND other.id <> mine.id"
    "                WHERE mine.id = ?1 AND other.due_s <= ?2"
    "                  AND (other.due_s > mine.due_s OR"
    "                       (other.due_s = mine.due_s AND other.id > mine.id))"
    "                  AND (other.state = 'planned' OR"
    "                       other.state = 'claimed' OR"
    "                       other.state = 'accepted' OR"
    "                       other.state = 'delivered'))";

static const char sql_new_message[] =
    "INSERT INTO message (address, channel, occasion, state, due_s, expires_s,"
    "                     key, created_s)"
    " VALUES (?1, ?2, ?3, 'planned', ?4, ?5, ?6, ?7)"
    " ON CONFLICT (address, channel, occasion) DO NOTHING";

/* The same, claimed at once. */
static const char sql_new_claim[] =
    "INSERT INTO message (address, channel, occasion, state, due_s, expires_s,"
    "                     key, created_s, fence, lease_s, gateway, subject,"
    "                     body, parts, cost_micro)"
    " VALUES (?1, ?2, ?3, 'claimed', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
    "         ?13, ?14)"
    " ON CONFLICT (address, channel, occasion) DO NOTHING";

static const char sql_carry_claimed[] =
    "UPDATE reminder SET message = ?2, state = 'claimed'"
    " WHERE id = ?1 AND state = 'planned'";

static const char sql_find_message[] =
    "SELECT id FROM message"
    " WHERE address = ?1 AND channel = ?2 AND occasion = ?3";

static const char sql_revive_message[] =
    "UPDATE message"
    "   SET due_s = CASE WHEN state IN ('cancelled', 'skipped', 'expired')"
    "                THEN ?2 ELSE due_s END,"
    "       expires_s = CASE WHEN state = 'planned'"
    "                   THEN max(expires_s, ?3) ELSE ?3 END,"
    "       state = CASE WHEN state IN ('cancelled', 'skipped', 'expired')"
    "                THEN 'planned' ELSE state END"
    " WHERE id = ?1";

/* Into a new message, which is planned. */
static const char sql_carry_new[] =
    "UPDATE reminder SET message = ?2 WHERE id = ?1 AND state = 'planned'";

static const char sql_carry[] =
    "UPDATE reminder"
    "   SET message = ?2,"
    "       state = (SELECT state FROM message WHERE id = ?2)"
    " WHERE id = ?1";

#define ITEM_COLUMNS                                                        \
    " m.id, m.address, m.channel, m.key, m.due_s, m.expires_s, m.attempts," \
    " m.fence, m.gateway, m.repeated, r.id, r.appointment, r.rule"

#define ITEM_TABLES                              \
    "  FROM message m JOIN reminder r ON r.id =" \
    "       (SELECT min(id) FROM reminder"       \
    "         WHERE message = m.id AND state = m.state)"

static const char sql_due[] =
    "SELECT" ITEM_COLUMNS ITEM_TABLES
    " WHERE m.state = 'planned' AND m.due_s <= ?1 AND m.channel = ?2"
    " ORDER BY m.due_s, m.id LIMIT ?3";

static const char sql_stranded[] =
    "SELECT" ITEM_COLUMNS ITEM_TABLES
    " WHERE m.state = 'claimed' AND m.ask_s IS NULL ORDER BY m.id";

static const char sql_doubtful[] =
    "SELECT" ITEM_COLUMNS ", m.body, m.doubted_s" ITEM_TABLES
    " WHERE m.state = 'claimed' AND m.ask_s <= ?1 ORDER BY m.ask_s LIMIT ?2";

static const char sql_ask[] =
    "UPDATE message SET fence = fence + 1, ask_s = NULL"
    " WHERE id = ?1 AND state = 'claimed' RETURNING fence";

static const char sql_next_question[] =
    "SELECT min(ask_s) FROM message WHERE ask_s IS NOT NULL";

static const char sql_claim[] =
    "UPDATE message"
    "   SET state = 'claimed', fence = ?8, lease_s = ?2, gateway = ?3,"
    "       subject = ?4, body = ?5, parts = ?6, cost_micro = ?7"
    " WHERE id = ?1 AND state = 'planned' AND fence = ?8 - 1";

static const char sql_follow[] =
    "UPDATE reminder SET state = ?2, reason = ?3"
    " WHERE message = ?1 AND state IN ('planned', 'claimed')";

static const char sql_delivery[] =
    "INSERT INTO delivery (message, fence, gateway, at_s, outcome, status,"
    "                      reference, detail)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT (message, fence) DO NOTHING";

static const char sql_record[] =
    "UPDATE message"
    "   SET state = ?3, attempts = attempts + ?4, due_s = ?5, lease_s = NULL,"
    "       sent_s = CASE WHEN ?3 = 'accepted' THEN ?6 ELSE sent_s END,"
    "       reason = ?7, repeated = repeated + ?8,"
    "       ask_s = CASE WHEN ?3 = 'claimed' THEN ?5 END,"
    "       doubted_s = CASE WHEN ?3 = 'claimed'"
    "                        THEN coalesce(doubted_s, ?6) END"
    " WHERE id = ?1 AND fence = ?2 AND state = 'claimed'";

static const char sql_look_again[] =
    "UPDATE appointment SET replan = 1 WHERE id IN"
    " (SELECT appointment FROM reminder WHERE message = ?1)";

static const char sql_settle[] =
    "UPDATE message SET state = ?3 WHERE id = ?1 AND state = ?2";

static const char sql_settle_carried[] =
    "UPDATE reminder SET state = ?3 WHERE message = ?1 AND state = ?2";

static const char sql_drop[] =
    "UPDATE message SET state = 'cancelled', reason = ?2"
    " WHERE id = ?1 AND state = 'planned'";

static const char sql_release[] =
    "UPDATE reminder"
    "   SET state = ?2, reason = ?3,"
    "       message = CASE WHEN ?2 <> 'planned' THEN message END"
    " WHERE message = ?1 AND state = 'planned'";

static const char sql_postpone[] =
    "UPDATE message SET due_s = ?2 WHERE id = ?1 AND state = 'planned'";

static const char sql_next[] =
    "SELECT min(due_s) FROM ("
    " SELECT min(due_s) AS due_s FROM message"
    "  WHERE state = 'planned' AND channel = ?1"
    " UNION ALL"
    " SELECT due_s FROM (SELECT due_s FROM reminder"
    "  WHERE state = 'planned' AND message IS NULL AND channel = ?1"
    "  ORDER BY due_s LIMIT 1))";

static const char sql_of[] =
    "SELECT m.id, r.rule, m.channel, m.state,"
    "       coalesce(d.at_s, m.created_s), d.outcome,"
    "       coalesce(d.gateway, m.gateway), d.reference,"
    "       coalesce(d.detail, ''), m.body"
    "  FROM reminder r JOIN message m ON m.id = r.message"
    "  LEFT JOIN delivery d ON d.message = m.id"
    " WHERE r.appointment = ?1 ORDER BY 5, d.id";

bool outbox_expire(struct db *db, struct instant now, struct error *err)
{
    static const char *const all[] = {sql_expire_reminders, sql_expire_carried,
                                      sql_expire_messages};
    bool ok = true;

    for (size_t i = 0; ok && i < ARRAY_LEN(all); i++)
        ok = db_do(db, all[i], err, DB_VALUES(DB_I64(now.unix_s)));
    return ok;
}

bool outbox_due_reminders(struct db *db, const struct due_query *query,
                          struct arena *arena, struct due_reminders *out,
                          struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = (struct due_reminders){
        .items = arena_new_array(arena, query->limit, struct reminder)};
    if (!db_ask(db, sql_due_reminders, &stmt, err,
                DB_VALUES(DB_I64(query->now.unix_s),
                          DB_TEXT(channel_name(query->channel)),
                          DB_I64((int64_t)query->limit))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct reminder *item = &out->items[out->count++];

        *item = (struct reminder){
            .id = {db_column_i64(stmt, 0)},
            .appointment = {db_column_i64(stmt, 1)},
            .rule = db_column_copy(stmt, 2, arena),
            .channel = query->channel,
            .due = {db_column_i64(stmt, 3)},
            .expires = {db_column_i64(stmt, 4)},
            .state = REMINDER_PLANNED,
        };
        (void)reminder_reason_find(db_column_text(stmt, 5), &item->reason);
    }
    db_finish(stmt);
    return ok;
}

bool outbox_is_overtaken(struct db *db, struct reminder_id reminder,
                         struct instant now, bool *out, struct error *err)
{
    int64_t overtaken = 0;
    bool ok = db_ask_i64(db, sql_overtaken, &overtaken, err,
                         DB_VALUES(DB_I64(reminder.row), DB_I64(now.unix_s)));

    *out = overtaken != 0;
    return ok;
}

/* What goes to that address, channel and occasion already. */
static bool carry_along(struct db *db, struct reminder_id reminder,
                        const struct outgoing *outgoing, struct error *err)
{
    int64_t message = 0;

    return db_ask_i64(db, sql_find_message, &message, err,
                      DB_VALUES(DB_TEXT(outgoing->address),
                                DB_TEXT(channel_name(outgoing->channel)),
                                DB_TEXT(outgoing->occasion))) &&
           db_do(db, sql_revive_message, err,
                 DB_VALUES(DB_I64(message), DB_I64(outgoing->due.unix_s),
                           DB_I64(outgoing->expires.unix_s))) &&
           db_do(db, sql_carry, err,
                 DB_VALUES(DB_I64(reminder.row), DB_I64(message)));
}

bool outbox_attach(struct db *db, struct reminder_id reminder,
                   const struct outgoing *outgoing, struct instant now,
                   struct error *err)
{
    int64_t message = 0;

    if (!db_insert(db, sql_new_message, &message, err,
                   DB_VALUES(DB_TEXT(outgoing->address),
                             DB_TEXT(channel_name(outgoing->channel)),
                             DB_TEXT(outgoing->occasion),
                             DB_I64(outgoing->due.unix_s),
                             DB_I64(outgoing->expires.unix_s),
                             DB_TEXT(outgoing->key), DB_I64(now.unix_s))))
        return false;
    if (db_changes(db) == 0)
        return carry_along(db, reminder, outgoing, err);
    return db_do(db, sql_carry_new, err,
                 DB_VALUES(DB_I64(reminder.row), DB_I64(message)));
}

static bool read_items(struct db_stmt *stmt, bool is_doubtful,
                       struct arena *arena, struct outbox_items *out,
                       struct error *err)
{
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct outbox_items){0};
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct outbox_item *item;

        arena_reserve(arena, out->items, out->count, room, struct outbox_item);
        item = &out->items[out->count++];
        *item = (struct outbox_item){
            .id = {db_column_i64(stmt, 0)},
            .address = db_column_copy(stmt, 1, arena),
            .key = db_column_copy(stmt, 3, arena),
            .due = {db_column_i64(stmt, 4)},
            .expires = {db_column_i64(stmt, 5)},
            .attempts = (int)db_column_i64(stmt, 6),
            .fence = db_column_i64(stmt, 7),
            .gateway = db_column_copy(stmt, 8, arena),
            .repeated = db_column_i64(stmt, 9) != 0,
            .reminder = {db_column_i64(stmt, 10)},
            .appointment = {db_column_i64(stmt, 11)},
            .rule = db_column_copy(stmt, 12, arena),
        };
        if (is_doubtful) {
            item->body = db_column_copy(stmt, 13, arena);
            item->doubted = (struct instant){db_column_i64(stmt, 14)};
        }
        (void)channel_find(db_column_text(stmt, 2), &item->channel);
    }
    db_finish(stmt);
    return ok;
}

bool outbox_due(struct db *db, const struct due_query *query,
                struct arena *arena, struct outbox_items *out,
                struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_due, &stmt, err,
                  DB_VALUES(DB_I64(query->now.unix_s),
                            DB_TEXT(channel_name(query->channel)),
                            DB_I64((int64_t)query->limit))) &&
           read_items(stmt, false, arena, out, err);
}

bool outbox_stranded(struct db *db, struct arena *arena,
                     struct outbox_items *out, struct error *err)
{
    struct db_stmt *stmt;

    return db_prepare(db, sql_stranded, &stmt, err) &&
           read_items(stmt, false, arena, out, err);
}

bool outbox_doubtful(struct db *db, struct instant now, size_t limit,
                     struct arena *arena, struct outbox_items *out,
                     struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_doubtful, &stmt, err,
                  DB_VALUES(DB_I64(now.unix_s), DB_I64((int64_t)limit))) &&
           read_items(stmt, true, arena, out, err);
}

bool outbox_ask(struct db *db, struct message_id id, int64_t *fence,
                struct error *err)
{
    *fence = 0;
    return db_ask_i64(db, sql_ask, fence, err, DB_VALUES(DB_I64(id.row))) &&
           (*fence != 0 ||
            error_set(err, ERROR_CONFLICT, "message %lld is not claimed",
                      (long long)id.row));
}

bool outbox_next_question(struct db *db, bool *found, struct instant *out,
                          struct error *err)
{
    out->unix_s = INT64_MAX;
    if (!db_ask_i64(db, sql_next_question, &out->unix_s, err, NULL, 0))
        return false;
    *found = out->unix_s != INT64_MAX;
    return true;
}

bool outbox_claim(struct db *db, const struct claim *claim, int64_t *fence,
                  struct error *err)
{
    *fence = claim->fence + 1;
    if (!db_do(db, sql_claim, err,
               DB_VALUES(DB_I64(claim->id.row), DB_I64(claim->lease.unix_s),
                         DB_TEXT(claim->gateway),
                         DB_TEXT(str_or_empty(claim->subject)),
                         DB_TEXT(str_or_empty(claim->body)),
                         DB_I64(claim->parts), DB_I64(claim->cost_micro),
                         DB_I64(*fence))))
        return false;
    if (db_changes(db) == 0)
        return error_set(err, ERROR_CONFLICT, "message %lld is not planned",
                         (long long)claim->id.row);
    return db_do(db, sql_follow, err,
                 DB_VALUES(DB_I64(claim->id.row), DB_TEXT("claimed"),
                           DB_TEXT("")));
}

static bool write_delivery(struct db *db, const struct result *result,
                           struct instant now, struct error *err)
{
    const struct delivery *delivery = &result->delivery;

    return db_do(db, sql_delivery, err,
                 DB_VALUES(DB_I64(result->id.row), DB_I64(result->fence),
                           DB_TEXT(result->gateway), DB_I64(now.unix_s),
                           DB_TEXT(delivery_outcome_name(delivery->outcome)),
                           DB_I64(delivery->status),
                           DB_TEXT(delivery->reference),
                           DB_TEXT(str_or_empty(delivery->detail))));
}

bool outbox_record(struct db *db, const struct result *result,
                   struct instant now, struct error *err)
{
    const char *state = reminder_state_name(result->state);

    if (!write_delivery(db, result, now, err) ||
        !db_do(db, sql_record, err,
               DB_VALUES(DB_I64(result->id.row), DB_I64(result->fence),
                         DB_TEXT(state), DB_I64(result->counts),
                         DB_I64(result->next.unix_s), DB_I64(now.unix_s),
                         DB_TEXT(reminder_reason_name(result->reason)),
                         DB_I64(result->repeats))))
        return false;
    if (db_changes(db) == 0)
        return true; /* another claim holds it now; the attempt is on record */
    if (!db_do(db, sql_follow, err,
               DB_VALUES(DB_I64(result->id.row), DB_TEXT(state),
                         DB_TEXT(reminder_reason_name(result->reason)))))
        return false;
    if (result->state == REMINDER_ACCEPTED ||
        result->state == REMINDER_EXPIRED || result->state == REMINDER_CLAIMED)
        return true;
    return db_do(db, sql_look_again, err, DB_VALUES(DB_I64(result->id.row)));
}

bool outbox_claim_new(struct db *db, struct reminder_id reminder,
                      const struct outgoing *outgoing, struct claim *claim,
                      struct instant now, struct error *err)
{
    if (!db_insert(
            db, sql_new_claim, &claim->id.row, err,
            DB_VALUES(DB_TEXT(outgoing->address),
                      DB_TEXT(channel_name(outgoing->channel)),
                      DB_TEXT(outgoing->occasion), DB_I64(outgoing->due.unix_s),
                      DB_I64(outgoing->expires.unix_s), DB_TEXT(outgoing->key),
                      DB_I64(now.unix_s), DB_I64(claim->fence + 1),
                      DB_I64(claim->lease.unix_s), DB_TEXT(claim->gateway),
                      DB_TEXT(str_or_empty(claim->subject)),
                      DB_TEXT(str_or_empty(claim->body)), DB_I64(claim->parts),
                      DB_I64(claim->cost_micro))))
        return false;
    if (db_changes(db) == 0) {
        claim->id.row = 0;
        return true;
    }
    return db_do(db, sql_carry_claimed, err,
                 DB_VALUES(DB_I64(reminder.row), DB_I64(claim->id.row)));
}

bool outbox_settle(struct db *db, struct message_id id,
                   enum reminder_state from, enum reminder_state to,
                   struct error *err)
{
    const char *const sqls[] = {sql_settle, sql_settle_carried};
    bool ok = true;

    assert(reminder_may_become(from, to));
    for (size_t i = 0; ok && i < ARRAY_LEN(sqls); i++)
        ok = db_do(db, sqls[i], err,
                   DB_VALUES(DB_I64(id.row), DB_TEXT(reminder_state_name(from)),
                             DB_TEXT(reminder_state_name(to))));
    return ok && (to != REMINDER_REFUSED ||
                  db_do(db, sql_look_again, err, DB_VALUES(DB_I64(id.row))));
}

bool outbox_drop(struct db *db, struct message_id id, enum reminder_state state,
                 enum reminder_reason reason, struct error *err)
{
    const char *why = reminder_reason_name(reason);

    return db_do(db, sql_drop, err, DB_VALUES(DB_I64(id.row), DB_TEXT(why))) &&
           db_do(db, sql_release, err,
                 DB_VALUES(DB_I64(id.row), DB_TEXT(reminder_state_name(state)),
                           DB_TEXT(why)));
}

bool outbox_postpone(struct db *db, struct message_id id, struct instant due,
                     struct error *err)
{
    return db_do(db, sql_postpone, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(due.unix_s)));
}

bool outbox_next(struct db *db, enum channel channel, bool *found,
                 struct instant *out, struct error *err)
{
    out->unix_s = INT64_MAX;
    if (!db_ask_i64(db, sql_next, &out->unix_s, err,
                    DB_VALUES(DB_TEXT(channel_name(channel)))))
        return false;
    *found = out->unix_s != INT64_MAX;
    return true;
}

static void read_sent(struct db_stmt *stmt, struct arena *arena,
                      struct sent_row *out)
{
    *out = (struct sent_row){
        .id = {db_column_i64(stmt, 0)},
        .rule = db_column_copy(stmt, 1, arena),
        .at = {db_column_i64(stmt, 4)},
        .is_attempt = !db_column_is_null(stmt, 5),
        .gateway = db_column_copy(stmt, 6, arena),
        .reference = db_column_copy(stmt, 7, arena),
        .detail = db_column_copy(stmt, 8, arena),
        .body = db_column_copy(stmt, 9, arena),
    };
    (void)channel_find(db_column_text(stmt, 2), &out->channel);
    (void)reminder_state_find(db_column_text(stmt, 3), &out->state);
    if (out->is_attempt)
        (void)delivery_outcome_find(db_column_text(stmt, 5), &out->outcome);
}

bool outbox_of(struct db *db, struct appointment_id appointment,
               struct arena *arena, struct sent_rows *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct sent_rows){0};
    if (!db_ask(db, sql_of, &stmt, err, DB_VALUES(DB_I64(appointment.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct sent_row);
        read_sent(stmt, arena, &out->items[out->count++]);
    }
    db_finish(stmt);
    return ok;
}
