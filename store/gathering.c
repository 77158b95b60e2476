#include "store/gathering.h"

#define MESSAGE_WENT                                           \
    "state IN ('planned', 'claimed', 'accepted', 'delivered'," \
    "          'unknown')"

/*
 * In this order, which CROSS JOIN keeps: the few behind an address, their
 * visits of a day, the reminders of those; not what of a rule is planned.
 */
#define COMPANY(column)                                             \
    "SELECT r.id, r.appointment, r.due_s, r.expires_s, a.customer"  \
    "  FROM customer c CROSS JOIN appointment a"                    \
    "  CROSS JOIN reminder r"                                       \
    " WHERE a.customer = c.id AND r.appointment = a.id"             \
    "   AND c." column " = ?1 AND c.merged IS NULL"                 \
    "   AND a.start_s >= ?2 AND a.start_s < ?3"                     \
    "   AND r.rule = ?4 AND r.channel = ?5 AND r.state = 'planned'" \
    "   AND r.message IS NULL AND r.reason = '' AND r.id <> ?6"     \
    "   AND ?7 IN (0, c.id)"                                        \
    " ORDER BY a.start_s, r.id LIMIT ?8"

static const char sql_company_by_phone[] = COMPANY("phone");
static const char sql_company_by_mail[] = COMPANY("mail");

static const char sql_strangers[] =
    "SELECT EXISTS (SELECT 1 FROM review WHERE kind = 'household'"
    "                 AND address = ?1 AND state = 'rejected')";

static const char sql_has_left[] =
    "SELECT state IN ('claimed', 'accepted', 'delivered', 'refused', 'unknown')"
    "  FROM message WHERE address = ?1 AND channel = ?2 AND occasion = ?3";

static const char sql_count[] =
    "SELECT count(*) FILTER (WHERE max(created_s, coalesce(sent_s, 0)) >= ?3),"
    "       count(*)"
    "  FROM message WHERE address = ?1 AND channel = ?2"
    "   AND " MESSAGE_WENT " AND max(created_s, coalesce(sent_s, 0)) >= ?4";

static const char sql_awaited[] =
    "SELECT max(r.state IN ('planned', 'claimed')),"
    "       max(r.state IN ('accepted', 'delivered')), max(m.sent_s)"
    "  FROM reminder r LEFT JOIN message m ON m.id = r.message"
    " WHERE r.appointment = ?1 AND r.rule = ?2 AND r.id <> ?3"
    "   AND r.due_s < ?4";

static const char sql_carried[] =
    "SELECT id, appointment, due_s, expires_s FROM reminder"
    " WHERE message = ?1 AND state = 'planned' ORDER BY id";

static const char sql_shared[] =
    "SELECT DISTINCT appointment FROM reminder"
    " WHERE message = ?1 AND appointment <> ?2 ORDER BY appointment";

static const char sql_release[] =
    "UPDATE reminder SET state = ?2, reason = ?3,"
    "       message = CASE WHEN ?2 <> 'planned' THEN message END"
    " WHERE id = ?1 AND state = 'planned'";

static void read_one(struct db_stmt *stmt, struct reminder *out)
{
    *out = (struct reminder){
        .id = {db_column_i64(stmt, 0)},
        .appointment = {db_column_i64(stmt, 1)},
        .due = {db_column_i64(stmt, 2)},
        .expires = {db_column_i64(stmt, 3)},
        .state = REMINDER_PLANNED,
    };
}

static bool read_company(struct db_stmt *stmt,
                         const struct company_query *query,
                         struct due_reminders *out, bool *has_others,
                         struct error *err)
{
    bool row;
    bool ok;

    while ((ok = db_step(stmt, &row, err)) && row) {
        struct reminder *item = &out->items[out->count++];

        read_one(stmt, item);
        item->rule = query->leader->rule;
        item->channel = query->leader->channel;
        *has_others =
            *has_others || db_column_i64(stmt, 4) != query->customer.row;
    }
    db_finish(stmt);
    return ok;
}

/* `whose` 0: of everybody behind the address. */
static bool ask_company(struct db *db, const struct company_query *query,
                        int64_t whose, struct due_reminders *out,
                        bool *has_others, struct error *err)
{
    const struct reminder *leader = query->leader;
    const char *sql = leader->channel == CHANNEL_SMS ? sql_company_by_phone
                                                     : sql_company_by_mail;
    struct db_stmt *stmt;

    out->count = 0;
    *has_others = false;
    return db_ask(db, sql, &stmt, err,
                  DB_VALUES(DB_TEXT(query->address), DB_I64(query->from.unix_s),
                            DB_I64(query->until.unix_s), DB_TEXT(leader->rule),
                            DB_TEXT(channel_name(leader->channel)),
                            DB_I64(leader->id.row), DB_I64(whose),
                            DB_I64((int64_t)query->limit))) &&
           read_company(stmt, query, out, has_others, err);
}

bool gathering_are_strangers(struct db *db, const char *address, bool *out,
                             struct error *err)
{
    int64_t strangers = 0;
    bool ok = db_ask_i64(db, sql_strangers, &strangers, err,
                         DB_VALUES(DB_TEXT(address)));

    *out = strangers != 0;
    return ok;
}

bool gathering_company(struct db *db, const struct company_query *query,
                       struct arena *arena, struct due_reminders *out,
                       struct error *err)
{
    bool are_strangers;
    bool has_others;

    *out = (struct due_reminders){
        .items = arena_new_array(arena, query->limit, struct reminder)};
    if (!ask_company(db, query, 0, out, &has_others, err))
        return false;
    if (!has_others)
        return true;
    if (!gathering_are_strangers(db, query->address, &are_strangers, err))
        return false;
    return !are_strangers ||
           ask_company(db, query, query->customer.row, out, &has_others, err);
}

bool gathering_has_left(struct db *db, const struct outgoing *outgoing,
                        bool *out, struct error *err)
{
    int64_t left = 0;
    bool ok = db_ask_i64(db, sql_has_left, &left, err,
                         DB_VALUES(DB_TEXT(outgoing->address),
                                   DB_TEXT(channel_name(outgoing->channel)),
                                   DB_TEXT(outgoing->occasion)));

    *out = left != 0;
    return ok;
}

bool gathering_count(struct db *db, const struct sent_query *query,
                     struct sent_count *out, struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = (struct sent_count){0};
    if (!db_ask(db, sql_count, &stmt, err,
                DB_VALUES(DB_TEXT(query->address),
                          DB_TEXT(channel_name(query->channel)),
                          DB_I64(query->day.unix_s),
                          DB_I64(query->week.unix_s))))
        return false;
    ok = db_one(stmt, &row, err);
    if (ok && row)
        *out = (struct sent_count){.of_day = db_column_i64(stmt, 0),
                                   .of_week = db_column_i64(stmt, 1)};
    db_finish(stmt);
    return ok;
}

bool gathering_awaited(struct db *db, const struct reminder *reminder,
                       struct awaited *out, struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = (struct awaited){0};
    if (!db_ask(db, sql_awaited, &stmt, err,
                DB_VALUES(DB_I64(reminder->appointment.row),
                          DB_TEXT(reminder->rule), DB_I64(reminder->id.row),
                          DB_I64(reminder->due.unix_s))))
        return false;
    ok = db_one(stmt, &row, err);
    if (ok && row) {
        out->is_open = db_column_i64(stmt, 0) != 0;
        out->is_sent = db_column_i64(stmt, 1) != 0;
        out->sent.unix_s = db_column_i64(stmt, 2);
    }
    db_finish(stmt);
    return ok;
}

bool gathering_carried(struct db *db, struct message_id message,
                       struct arena *arena, struct due_reminders *out,
                       struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct due_reminders){0};
    if (!db_ask(db, sql_carried, &stmt, err, DB_VALUES(DB_I64(message.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct reminder);
        read_one(stmt, &out->items[out->count++]);
    }
    db_finish(stmt);
    return ok;
}

bool gathering_shared(struct db *db, struct message_id message,
                      struct appointment_id but, struct arena *arena,
                      struct appointment_ids *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct appointment_ids){0};
    if (!db_ask(db, sql_shared, &stmt, err,
                DB_VALUES(DB_I64(message.row), DB_I64(but.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room,
                      struct appointment_id);
        out->items[out->count++].row = db_column_i64(stmt, 0);
    }
    db_finish(stmt);
    return ok;
}

bool gathering_release(struct db *db, struct reminder_id reminder,
                       enum reminder_state state, enum reminder_reason reason,
                       struct error *err)
{
    return db_do(db, sql_release, err,
                 DB_VALUES(DB_I64(reminder.row),
                           DB_TEXT(reminder_state_name(state)),
                           DB_TEXT(reminder_reason_name(reason))));
}
