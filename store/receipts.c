#include "store/receipts.h"

#include <ctype.h>
#include <strings.h>

#include "base/crypto.h"
#include "base/str.h"
#include "store/consents.h"
#include "store/outbox.h"

/* Waiting ones taken up in one go: a pass is short. */
#define WAITING_MAX     100

#define MESSAGE_COLUMNS "SELECT m.id, m.address, m.channel, m.state, m.parts"

static const char sql_by_key[] =
    MESSAGE_COLUMNS " FROM message m WHERE m.key = ?1";

static const char sql_by_reference[] = MESSAGE_COLUMNS
    " FROM delivery d JOIN message m ON m.id = d.message"
    " WHERE d.reference = ?1 AND d.gateway = ?2 ORDER BY d.id DESC LIMIT 1";

static const char sql_by_id[] =
    MESSAGE_COLUMNS " FROM message m WHERE m.id = ?1";

static const char sql_put[] =
    "INSERT INTO receipt (key, message, gateway, reference, state, code,"
    "                     detail, suppress, is_part, at_s, waits)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    " ON CONFLICT (key) DO NOTHING";

/* Each part has a reference of its own; without one it is nobody's. */
static const char sql_parts[] =
    "SELECT count(DISTINCT reference) FROM receipt"
    " WHERE message = ?1 AND is_part = 1"
    "   AND (state = 'delivered' OR state = 'read')";

static const char sql_any_waits[] =
    "SELECT EXISTS (SELECT 1 FROM receipt WHERE waits = 1)";

static const char sql_find_messages[] =
    "UPDATE receipt SET message ="
    "       (SELECT d.message FROM delivery d"
    "         WHERE d.reference = receipt.reference"
    "           AND d.gateway = receipt.gateway ORDER BY d.id DESC LIMIT 1)"
    " WHERE waits = 1 AND message IS NULL";

/* Arriving first: what failed meanwhile must not have the last word. */
static const char sql_waiting[] =
    "SELECT r.id, r.message, r.state, r.suppress, r.is_part"
    "  FROM receipt r JOIN message m ON m.id = r.message"
    " WHERE r.waits = 1 AND m.state <> 'planned' AND m.state <> 'claimed'"
    " ORDER BY r.state = 'read' OR r.state = 'delivered' DESC, r.id LIMIT ?1";

static const char sql_taken[] = "UPDATE receipt SET waits = 0 WHERE id = ?1";

static const char sql_forget[] =
    "DELETE FROM receipt WHERE waits = 1 AND at_s < ?1";

static const char sql_of[] =
    "SELECT state, code, detail, at_s FROM receipt WHERE message = ?1"
    " ORDER BY id";

/* The message a receipt is about. */
struct target {
    struct message_id id; /* row 0: not found */
    const char *address;
    enum channel channel;
    enum reminder_state state;
    int parts;
};

/* A receipt in its row. */
struct kept_receipt {
    int64_t id;
    enum receipt_state state;
    const char *suppress; /* or "" */
    bool is_part;
};

/* The first row of a question about messages; finishes it. */
static bool read_target(struct db_stmt *stmt, struct arena *arena,
                        struct target *out, struct error *err)
{
    bool found;
    bool ok = db_one(stmt, &found, err);

    if (ok && found) {
        out->id.row = db_column_i64(stmt, 0);
        out->address = db_column_copy(stmt, 1, arena);
        (void)channel_find(db_column_text(stmt, 2), &out->channel);
        (void)reminder_state_find(db_column_text(stmt, 3), &out->state);
        out->parts = (int)db_column_i64(stmt, 4);
    }
    db_finish(stmt);
    return ok;
}

/* One receipt being taken. */
struct taking {
    struct db *db;
    const struct receipt_origin *origin;
    const struct receipt *receipt;
    struct instant now;
    struct arena arena;
    struct target target;
};

static bool find_target(struct taking *taking, struct error *err)
{
    const struct receipt *receipt = taking->receipt;
    struct db_stmt *stmt;
    bool ok = receipt->key != NULL
                  ? db_ask(taking->db, sql_by_key, &stmt, err,
                           DB_VALUES(DB_TEXT(receipt->key)))
                  : db_ask(taking->db, sql_by_reference, &stmt, err,
                           DB_VALUES(DB_TEXT(receipt->reference),
                                     DB_TEXT(taking->origin->gateway)));

    return ok && read_target(stmt, &taking->arena, &taking->target, err);
}

/* Digits alone: "+33 6" and "0033-6" are another matter, "336" is not. */
static bool is_same_number(const char *left, const char *right)
{
    for (;;) {
        while (*left != '\0' && !isdigit((unsigned char)*left))
            left++;
        while (*right != '\0' && !isdigit((unsigned char)*right))
            right++;
        if (*left != *right)
            return false;
        if (*left == '\0')
            return true;
        left++;
        right++;
    }
}

/* Whether it speaks of the address we wrote to, or of none. */
static bool is_about(const struct target *target, const char *to)
{
    if (to == NULL || target->id.row == 0)
        return true;
    switch (target->channel) {
    case CHANNEL_SMS:
        return is_same_number(target->address, to);
    case CHANNEL_MAIL:
        return strcasecmp(target->address, to) == 0;
    }
    return false;
}

/* What makes it this receipt and no other. */
static void fingerprint(const struct receipt_origin *origin,
                        const struct receipt *receipt,
                        char out[CRYPTO_FINGERPRINT_MAX])
{
    bool has_event = receipt->event != NULL;
    const struct str parts[] = {
        str_of(origin->gateway),
        str_of(origin->voice),
        str_of(receipt->event),
        str_of(has_event ? NULL : receipt->key),
        str_of(has_event ? NULL : receipt->reference),
        str_of(receipt_state_name(receipt->state)),
        str_of(has_event ? NULL : receipt->code),
    };

    (void)crypto_fingerprint(parts, ARRAY_LEN(parts), out);
}

static bool waits(const struct target *target)
{
    return target->id.row == 0 || target->state == REMINDER_PLANNED ||
           target->state == REMINDER_CLAIMED;
}

/* Writes it down; its `id` is 0 when it was known. */
static bool put(const struct taking *taking, struct kept_receipt *kept,
                struct error *err)
{
    const struct receipt *receipt = taking->receipt;
    const struct target *target = &taking->target;
    char key[CRYPTO_FINGERPRINT_MAX];

    fingerprint(taking->origin, receipt, key);
    if (!db_insert(taking->db, sql_put, &kept->id, err,
                   DB_VALUES(DB_TEXT(key),
                             DB_I64_IF(target->id.row != 0, target->id.row),
                             DB_TEXT(taking->origin->gateway),
                             DB_TEXT(receipt->reference),
                             DB_TEXT(receipt_state_name(receipt->state)),
                             DB_TEXT(str_or_empty(receipt->code)),
                             DB_TEXT(str_or_empty(receipt->detail)),
                             DB_TEXT(kept->suppress), DB_I64(kept->is_part),
                             DB_I64(taking->now.unix_s),
                             DB_I64(waits(target)))))
        return false;
    if (db_changes(taking->db) == 0)
        kept->id = 0;
    return true;
}

static enum reminder_state state_after(enum receipt_state state)
{
    switch (state) {
    case RECEIPT_QUEUED:
    case RECEIPT_SENT:
    case RECEIPT_BUFFERED:
        return REMINDER_ACCEPTED;
    case RECEIPT_EXPIRED:
    case RECEIPT_FAILED:
    case RECEIPT_UNDELIVERED:
        return REMINDER_REFUSED;
    case RECEIPT_DELIVERED:
    case RECEIPT_READ:
        return REMINDER_DELIVERED;
    }
    return REMINDER_ACCEPTED;
}

/* One part that arrived is not yet the message. */
static bool is_whole(struct db *db, const struct target *target,
                     const struct kept_receipt *receipt, bool *out,
                     struct error *err)
{
    int64_t arrived = 0;

    *out = !receipt->is_part || target->parts <= 1 ||
           state_after(receipt->state) != REMINDER_DELIVERED;
    if (*out)
        return true;
    if (!db_ask_i64(db, sql_parts, &arrived, err,
                    DB_VALUES(DB_I64(target->id.row))))
        return false;
    *out = arrived >= target->parts;
    return true;
}

/*
 * What may follow what is the same for receipts and reminders: arrived and
 * failed are the last word, whatever comes afterwards.
 */
static bool move(struct db *db, const struct target *target,
                 const struct kept_receipt *receipt, struct receipt_result *out,
                 struct error *err)
{
    enum reminder_state next = state_after(receipt->state);
    bool is_all;

    if (!reminder_may_become(target->state, next))
        return true;
    if (!is_whole(db, target, receipt, &is_all, err))
        return false;
    if (!is_all)
        return true;
    out->is_moved = true;
    out->state = next;
    return outbox_settle(db, target->id, target->state, next, err);
}

static bool suppress(struct db *db, const struct target *target,
                     const struct kept_receipt *receipt, struct instant now,
                     struct receipt_result *out, struct error *err)
{
    const struct consent_note note = {
        .channel = target->channel,
        .allowed = false,
        .source = receipt->suppress,
    };
    size_t count;

    if (*receipt->suppress == '\0')
        return true;
    out->is_suppressed = true;
    return consent_set_address(db, target->address, &note, now, &count, err);
}

static bool act(struct db *db, const struct target *target,
                const struct kept_receipt *receipt, struct instant now,
                struct receipt_result *out, struct error *err)
{
    return move(db, target, receipt, out, err) &&
           suppress(db, target, receipt, now, out, err);
}

static const char *source_of(struct taking *taking)
{
    const struct receipt *receipt = taking->receipt;
    const char *voice = taking->origin->voice;

    if (!receipt->suppress || !is_about(&taking->target, receipt->to))
        return "";
    if (str_is_empty(receipt->code))
        return voice;
    return arena_printf(&taking->arena, "%s %s", voice, receipt->code);
}

static bool take(struct taking *taking, struct receipt_result *out,
                 struct error *err)
{
    const struct target *target = &taking->target;
    struct kept_receipt kept = {.state = taking->receipt->state,
                                .is_part = taking->origin->by_part};

    if (!find_target(taking, err))
        return false;
    out->message = target->id;
    out->effect = RECEIPT_NOBODYS;
    if (target->id.row == 0 && taking->receipt->key != NULL)
        return true;
    kept.suppress = source_of(taking);
    if (!put(taking, &kept, err))
        return false;
    out->effect = RECEIPT_REPEATED;
    if (kept.id == 0)
        return true;
    out->effect = waits(target) ? RECEIPT_WAITS : RECEIPT_TAKEN;
    return out->effect == RECEIPT_WAITS ||
           act(taking->db, target, &kept, taking->now, out, err);
}

bool receipt_apply(struct db *db, const struct receipt_origin *origin,
                   const struct receipt *receipt, struct instant now,
                   struct receipt_result *out, struct error *err)
{
    struct taking taking = {
        .db = db, .origin = origin, .receipt = receipt, .now = now};
    bool ok;

    assert(receipt->key != NULL || receipt->reference != NULL);
    *out = (struct receipt_result){0};
    ok = take(&taking, out, err);
    arena_free(&taking.arena);
    return ok || error_wrap(err, "taking a receipt");
}

struct waiting {
    struct kept_receipt receipt;
    struct message_id message;
};

static bool list_waiting(struct db *db, struct arena *arena,
                         struct waiting **out, size_t *count, struct error *err)
{
    struct db_stmt *stmt;
    bool row;
    bool ok;

    *out = arena_new_array(arena, WAITING_MAX, struct waiting);
    *count = 0;
    if (!db_ask(db, sql_waiting, &stmt, err, DB_VALUES(DB_I64(WAITING_MAX))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct waiting *item = &(*out)[(*count)++];

        item->receipt.id = db_column_i64(stmt, 0);
        item->message.row = db_column_i64(stmt, 1);
        (void)receipt_state_find(db_column_text(stmt, 2), &item->receipt.state);
        item->receipt.suppress = db_column_copy(stmt, 3, arena);
        item->receipt.is_part = db_column_i64(stmt, 4) != 0;
    }
    db_finish(stmt);
    return ok;
}

static bool take_up(struct db *db, const struct waiting *item,
                    struct instant now, struct arena *arena, struct error *err)
{
    struct receipt_result result = {0};
    struct target target = {0};
    struct db_stmt *stmt;

    return db_ask(db, sql_by_id, &stmt, err,
                  DB_VALUES(DB_I64(item->message.row))) &&
           read_target(stmt, arena, &target, err) &&
           act(db, &target, &item->receipt, now, &result, err) &&
           db_do(db, sql_taken, err, DB_VALUES(DB_I64(item->receipt.id)));
}

bool receipt_apply_waiting(struct db *db, struct instant now, struct error *err)
{
    struct arena arena = {0};
    struct instant old = instant_sub(now, (struct span){RECEIPT_WAIT_S});
    struct waiting *items;
    size_t count = 0;
    int64_t any = 0;
    bool ok = db_ask_i64(db, sql_any_waits, &any, err, NULL, 0);

    if (!ok || any == 0)
        return ok;
    ok = db_do(db, sql_forget, err, DB_VALUES(DB_I64(old.unix_s))) &&
         db_do(db, sql_find_messages, err, NULL, 0) &&
         list_waiting(db, &arena, &items, &count, err);
    for (size_t i = 0; ok && i < count; i++)
        ok = take_up(db, &items[i], now, &arena, err);
    arena_free(&arena);
    return ok || error_wrap(err, "taking receipts that waited");
}

bool receipt_list_of(struct db *db, struct message_id message,
                     struct arena *arena, struct receipt_rows *out,
                     struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct receipt_rows){0};
    if (!db_ask(db, sql_of, &stmt, err, DB_VALUES(DB_I64(message.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct receipt_row *item;

        arena_reserve(arena, out->items, out->count, room, struct receipt_row);
        item = &out->items[out->count++];
        (void)receipt_state_find(db_column_text(stmt, 0), &item->state);
        item->code = db_column_copy(stmt, 1, arena);
        item->detail = db_column_copy(stmt, 2, arena);
        item->at = (struct instant){db_column_i64(stmt, 3)};
    }
    db_finish(stmt);
    return ok;
}
