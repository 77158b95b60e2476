#include "store/reminders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/settings.h"

#define REMINDER_COLUMNS                                                      \
    " r.id, r.appointment, r.rule, r.channel, r.due_s, r.expires_s, r.state," \
    " r.reason"

static const char sql_waiting[] =
    "SELECT id FROM appointment WHERE replan = 1 ORDER BY id LIMIT ?1";

/* Those that were far away and are near now, by their starts. */
static const char sql_coming[] =
    "SELECT id FROM appointment"
    " WHERE start_s / 86400 BETWEEN ?1 / 86400 AND ?2 / 86400"
    "   AND start_s > ?1 AND start_s <= ?2 AND replan = 2"
    " ORDER BY start_s LIMIT ?3";

static const char sql_of[] =
    "SELECT" REMINDER_COLUMNS "  FROM reminder r WHERE r.appointment = ?1"
    " ORDER BY r.due_s, r.id";

/* What has left stays as it is. What did not, keeps the message it was in, for
 * the story of its attempts; planned anew it starts without one. */
static const char sql_upsert[] =
    "INSERT INTO reminder (appointment, rule, channel, due_s, expires_s,"
    "                      state, reason)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (appointment, rule, channel) DO UPDATE"
    "    SET due_s = CASE WHEN excluded.state = 'planned'"
    "                      AND reminder.state = 'planned'"
    "                      AND reminder.message IS NOT NULL"
    "                     THEN reminder.due_s ELSE excluded.due_s END,"
    "        expires_s = excluded.expires_s,"
    "        state = excluded.state, reason = excluded.reason,"
    "        message = CASE WHEN excluded.state <> 'planned'"
    "                         OR reminder.state = 'planned'"
    "                       THEN reminder.message END"
    "  WHERE reminder.state IN ('planned', 'cancelled', 'skipped')"
    "     OR (reminder.state = 'expired' AND excluded.state = 'planned')";

static const char sql_cancel[] =
    "UPDATE reminder SET state = 'cancelled', reason = ?2 WHERE id = ?1";

static const char sql_orphans[] =
    "UPDATE message SET state = 'cancelled', reason = 'went-away'"
    " WHERE state = 'planned' AND id IN"
    "       (SELECT message FROM reminder WHERE appointment = ?1)"
    "   AND NOT EXISTS (SELECT 1 FROM reminder r"
    "                    WHERE r.message = message.id AND r.state = 'planned')";

static const char sql_planned_over[] =
    "UPDATE appointment SET replan = 0 WHERE id = ?1";

static const char sql_later[] =
    "UPDATE appointment SET replan = 2 WHERE id = ?1"
    "   AND NOT EXISTS (SELECT 1 FROM reminder WHERE appointment = ?1)";

static const char sql_settle[] = "UPDATE reminder SET state = ?2, reason = ?3"
                                 " WHERE id = ?1 AND state = 'planned'";

static const char sql_postpone[] =
    "UPDATE reminder SET due_s = ?2 WHERE id = ?1 AND state = 'planned'";

bool reminder_plan_later(struct db *db, struct appointment_id id, bool *done,
                         struct error *err)
{
    bool ok = db_do(db, sql_later, err, DB_VALUES(DB_I64(id.row)));

    *done = ok && db_changes(db) != 0;
    return ok;
}

static bool add_ids(struct db_stmt *stmt, struct appointment_ids *out,
                    struct error *err)
{
    bool row;
    bool ok;

    while ((ok = db_step(stmt, &row, err)) && row)
        out->items[out->count++].row = db_column_i64(stmt, 0);
    db_finish(stmt);
    return ok;
}

/* How far visits have been looked at. */
static bool seen_until(struct db *db, struct instant *out, struct error *err)
{
    struct arena arena = {0};
    const char *text;
    bool ok = setting_get(db, SETTING_PLANNED_UNTIL, &arena, &text, err);

    if (ok)
        *out = (struct instant){text == NULL ? 0 : strtoll(text, NULL, 10)};
    arena_free(&arena);
    return ok;
}

static bool set_seen_until(struct db *db, struct instant until,
                           struct error *err)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)until.unix_s);
    return setting_set(db, SETTING_PLANNED_UNTIL, text, err);
}

/* Looked at again after so much time: what is found then is not late. */
#define SEEN_STEP_S HOUR_S

/* A clock that was put back begins there. */
static bool is_worth_noting(struct instant seen, struct instant until)
{
    return instant_before(until, seen) ||
           instant_since(until, seen).s >= SEEN_STEP_S;
}

static bool add_coming(struct db *db, const struct plan_window *window,
                       size_t limit, struct appointment_ids *out,
                       struct error *err)
{
    struct instant until = instant_add(window->now, window->lead);
    struct instant seen;
    struct db_stmt *stmt;

    if (!seen_until(db, &seen, err) ||
        !db_ask(db, sql_coming, &stmt, err,
                DB_VALUES(DB_I64(instant_later(window->now, seen).unix_s),
                          DB_I64(until.unix_s),
                          DB_I64((int64_t)(limit - out->count)))) ||
        !add_ids(stmt, out, err))
        return false;
    return out->count == limit || !is_worth_noting(seen, until) ||
           set_seen_until(db, until, err);
}

bool reminder_waiting(struct db *db, const struct plan_window *window,
                      size_t limit, struct arena *arena,
                      struct appointment_ids *out, struct error *err)
{
    struct db_stmt *stmt;

    *out = (struct appointment_ids){
        .items = arena_new_array(arena, limit, struct appointment_id)};
    return db_ask(db, sql_waiting, &stmt, err,
                  DB_VALUES(DB_I64((int64_t)limit))) &&
           add_ids(stmt, out, err) &&
           (out->count == limit || add_coming(db, window, limit, out, err));
}

static bool read_reminder(struct db_stmt *stmt, struct arena *arena,
                          struct reminder *out, struct error *err)
{
    *out = (struct reminder){
        .id = {db_column_i64(stmt, 0)},
        .appointment = {db_column_i64(stmt, 1)},
        .rule = db_column_copy(stmt, 2, arena),
        .due = {db_column_i64(stmt, 4)},
        .expires = {db_column_i64(stmt, 5)},
    };
    if (channel_find(db_column_text(stmt, 3), &out->channel) &&
        reminder_state_find(db_column_text(stmt, 6), &out->state) &&
        reminder_reason_find(db_column_text(stmt, 7), &out->reason))
        return true;
    return error_set(err, ERROR_MACHINE, "reminder %lld is damaged",
                     (long long)out->id.row);
}

bool reminder_list_of(struct db *db, struct appointment_id appointment,
                      struct arena *arena, struct reminder_list *out,
                      struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    out->count = 0;
    if (!db_ask(db, sql_of, &stmt, err, DB_VALUES(DB_I64(appointment.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row &&
           out->count < REMINDERS_PER_APPOINTMENT_MAX) {
        ok = read_reminder(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
    }
    db_finish(stmt);
    return ok;
}

static const struct reminder *find(const struct reminder_list *list,
                                   const char *rule, enum channel channel)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].channel == channel &&
            strcmp(list->items[i].rule, rule) == 0)
            return &list->items[i];
    }
    return NULL;
}

/* Whether the channel failed for good, so that the next one may speak. */
static bool has_failed(const struct reminder *reminder)
{
    return reminder != NULL && (reminder->state == REMINDER_REFUSED ||
                                reminder->state == REMINDER_UNKNOWN);
}

static bool is_spoken_for(const struct reminder *reminder)
{
    return reminder != NULL && (reminder->state == REMINDER_CLAIMED ||
                                reminder->state == REMINDER_ACCEPTED ||
                                reminder->state == REMINDER_DELIVERED);
}

/* The channels of a rule beside one of them, as they were known before. */
struct others {
    const struct reminder *failed; /* the plan's item of one before it that
                                      failed, or NULL */
    bool is_spoken;
};

static struct others others_of(const struct reminder *item,
                               const struct reminder_list *planned,
                               const struct reminder_list *known)
{
    struct others others = {0};

    for (size_t i = 0; i < planned->count; i++) {
        const struct reminder *other = &planned->items[i];
        const struct reminder *was = find(known, other->rule, other->channel);

        if (other->channel == item->channel ||
            strcmp(other->rule, item->rule) != 0)
            continue;
        others.is_spoken = others.is_spoken || is_spoken_for(was);
        if (other < item && has_failed(was))
            others.failed = other;
    }
    return others;
}

/*
 * What the plan's item becomes in the light of what already happened to the
 * other channels of its rule. One that waits for an answer goes at once where
 * the channel before it failed, and goes on waiting where it spoke.
 */
static struct reminder settled(const struct reminder *item,
                               const struct reminder_list *planned,
                               const struct reminder_list *known)
{
    struct others others = others_of(item, planned, known);
    bool waits = item->reason == REASON_UNANSWERED;
    bool is_next = waits || item->reason == REASON_FALLBACK;
    struct reminder out = *item;

    if (is_next && others.failed != NULL && !others.is_spoken) {
        out.state = REMINDER_PLANNED;
        out.reason = REASON_NONE;
        out.due = others.failed->due;
    } else if (out.state == REMINDER_PLANNED && others.is_spoken && !waits) {
        out.state = REMINDER_SKIPPED;
        out.reason = REASON_FALLBACK;
    }
    return out;
}

static bool upsert(struct db *db, struct appointment_id appointment,
                   const struct reminder *item, struct error *err)
{
    return db_do(db, sql_upsert, err,
                 DB_VALUES(DB_I64(appointment.row), DB_TEXT(item->rule),
                           DB_TEXT(channel_name(item->channel)),
                           DB_I64(item->due.unix_s),
                           DB_I64(item->expires.unix_s),
                           DB_TEXT(reminder_state_name(item->state)),
                           DB_TEXT(reminder_reason_name(item->reason))));
}

/* Cancels what the plan no longer has. */
static bool cancel_rest(struct db *db, const struct reminder_list *known,
                        const struct reminder_list *planned,
                        enum reminder_reason gone, struct error *err)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct reminder *was = &known->items[i];

        if (find(planned, was->rule, was->channel) != NULL ||
            (was->state != REMINDER_PLANNED && was->state != REMINDER_SKIPPED))
            continue;
        if (!db_do(db, sql_cancel, err,
                   DB_VALUES(DB_I64(was->id.row),
                             DB_TEXT(reminder_reason_name(gone)))))
            return false;
    }
    return true;
}

bool reminder_apply(struct db *db, struct appointment_id appointment,
                    const struct reminder_list *planned,
                    enum reminder_reason gone, struct error *err)
{
    struct arena arena = {0};
    struct reminder_list known;
    bool ok = reminder_list_of(db, appointment, &arena, &known, err);

    for (size_t i = 0; ok && i < planned->count; i++) {
        struct reminder item = settled(&planned->items[i], planned, &known);

        ok = upsert(db, appointment, &item, err);
    }
    ok = ok && cancel_rest(db, &known, planned, gone, err) &&
         (known.count == 0 ||
          db_do(db, sql_orphans, err, DB_VALUES(DB_I64(appointment.row)))) &&
         db_do(db, sql_planned_over, err, DB_VALUES(DB_I64(appointment.row)));
    arena_free(&arena);
    return ok;
}

bool reminder_settle(struct db *db, struct reminder_id id,
                     enum reminder_state state, enum reminder_reason reason,
                     struct error *err)
{
    return db_do(db, sql_settle, err,
                 DB_VALUES(DB_I64(id.row), DB_TEXT(reminder_state_name(state)),
                           DB_TEXT(reminder_reason_name(reason))));
}

bool reminder_postpone(struct db *db, struct reminder_id id, struct instant due,
                       struct error *err)
{
    return db_do(db, sql_postpone, err,
                 DB_VALUES(DB_I64(id.row), DB_I64(due.unix_s)));
}
