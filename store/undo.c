#include "store/undo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/channel.h"

static const char sql_write_down[] =
    "INSERT INTO review_undo (review, what, row, before)"
    " VALUES (?1, ?2, ?3, ?4)";

static const char sql_list[] =
    "SELECT what, row, before FROM review_undo WHERE review = ?1"
    " ORDER BY id DESC";

static const char sql_forget[] = "DELETE FROM review_undo WHERE review = ?1";

/* ?1 is the row, ?2 what it held before, ?3 the item. */
struct undo_way {
    const char *what;
    const char *sql;
};

static const struct undo_way ways[] = {
    {"appointment.customer",
     "UPDATE appointment SET customer = CAST(?2 AS INTEGER), replan = 1"
     " WHERE id = ?1"
     "   AND customer = (SELECT other FROM review WHERE id = ?3)"},
    {"customer.merged",
     "UPDATE customer SET merged = CAST(?2 AS INTEGER)"
     " WHERE id = ?1 AND merged = (SELECT other FROM review WHERE id = ?3)"},
    {"customer.name",
     "UPDATE customer SET name = ?2 WHERE id = ?1 AND ?3 IS NOT NULL"},
    {"booking.appointment",
     "UPDATE booking SET appointment = CAST(?2 AS INTEGER)"
     " WHERE id = ?1 AND ?3 IS NOT NULL"},
    {"attendance", "DELETE FROM attendance"
                   " WHERE appointment = ?1 AND ?2 IS NULL AND ?3 IS NOT NULL"},
    {"group", "DELETE FROM appointment_group"
              " WHERE appointment = ?1 AND name = ?2 AND ?3 IS NOT NULL"},
    {"price", "UPDATE appointment SET price_minor = NULL"
              " WHERE id = ?1 AND ?2 IS NULL AND ?3 IS NOT NULL"},
    {"service",
     "UPDATE appointment SET service = ?2 WHERE id = ?1 AND ?3 IS NOT NULL"},
    {"provider",
     "UPDATE appointment SET provider = ?2 WHERE id = ?1 AND ?3 IS NOT NULL"},
    {"appointment.same_as", "UPDATE appointment SET same_as = NULL, replan = 1"
                            " WHERE id = ?1 AND ?2 IS NULL AND ?3 IS NOT NULL"},
};

/* The refusal that a merger brought, if nobody has said anything since. */
static const char sql_no_consent[] =
    "DELETE FROM consent WHERE channel = ?1 AND source = 'merged'"
    "   AND customer = (SELECT other FROM review WHERE id = ?2)";

static const char sql_consent[] =
    "UPDATE consent SET allowed = ?3, at_s = ?4, source = ?5"
    " WHERE channel = ?1 AND source = 'merged'"
    "   AND customer = (SELECT other FROM review WHERE id = ?2)";

struct undo_notes {
    struct undo_note *items;
    size_t count;
};

bool undo_write_down(struct db *db, const struct undo_note *note,
                     struct error *err)
{
    return db_do(db, sql_write_down, err,
                 DB_VALUES(DB_I64(note->review.row), DB_TEXT(note->what),
                           DB_I64(note->row), DB_TEXT(note->before)));
}

char *undo_state_text(const struct appointment *appointment,
                      char out[UNDO_STATE_MAX])
{
    const struct said *said = &appointment->said;

    (void)snprintf(out, UNDO_STATE_MAX, "%d|%d|%lld|%lld",
                   (int)appointment->state, (int)appointment->cancelled_by,
                   (long long)(said->known ? said->at.unix_s : 0),
                   (long long)(said->known && !said->exact ? said->until.unix_s
                                                           : 0));
    return out;
}

static bool read_notes(struct db *db, struct review_id review,
                       struct arena *arena, struct undo_notes *out,
                       struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct undo_notes){0};
    if (!db_ask(db, sql_list, &stmt, err, DB_VALUES(DB_I64(review.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct undo_note);
        out->items[out->count++] = (struct undo_note){
            .review = review,
            .what = db_column_copy(stmt, 0, arena),
            .row = db_column_i64(stmt, 1),
            .before = db_column_copy(stmt, 2, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

/* The number at `text`, which goes on behind the bar. */
static int64_t next_number(const char **text)
{
    char *end;
    int64_t value = strtoll(*text, &end, 10);

    *text = *end == '|' ? end + 1 : end;
    return value;
}

static bool undo_state(struct db *db, const struct undo_note *note,
                       const struct author *author, struct error *err)
{
    const char *rest = str_or_empty(note->before);
    int64_t state = next_number(&rest);
    int64_t by = next_number(&rest);
    int64_t at = next_number(&rest);
    int64_t until = next_number(&rest);
    struct state_change change = {
        .id = {note->row},
        .said = {.known = at != 0,
                 .exact = until == 0,
                 .at = {at},
                 .until = {until}},
    };

    if (state < 0 || state >= APPOINTMENT_STATE_COUNT || by < 0 ||
        by > (int64_t)CANCELLED_BY_OFFICE)
        return error_set(err, ERROR_MACHINE, "review item %lld is damaged",
                         (long long)note->review.row);
    change.state = (enum appointment_state)state;
    change.by = (enum cancelled_by)by;
    return appointment_set_state(db, &change, author, err);
}

/* "1 1795521600 reply", or NULL: nothing had been said. */
static bool undo_consent(struct db *db, const struct undo_note *note,
                         struct error *err)
{
    const char *channel = channel_name((enum channel)note->row);
    char *rest;
    int64_t allowed;
    int64_t at;

    if (note->before == NULL)
        return db_do(db, sql_no_consent, err,
                     DB_VALUES(DB_TEXT(channel), DB_I64(note->review.row)));
    allowed = strtoll(note->before, &rest, 10);
    at = strtoll(rest, &rest, 10);
    return db_do(db, sql_consent, err,
                 DB_VALUES(DB_TEXT(channel), DB_I64(note->review.row),
                           DB_I64(allowed), DB_I64(at),
                           DB_TEXT(*rest == ' ' ? rest + 1 : rest)));
}

static bool undo_one(struct db *db, const struct undo_note *note,
                     const struct author *author, struct error *err)
{
    if (strcmp(note->what, "appointment.state") == 0)
        return undo_state(db, note, author, err);
    if (strcmp(note->what, "consent") == 0)
        return undo_consent(db, note, err);
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        if (strcmp(ways[i].what, note->what) == 0)
            return db_do(db, ways[i].sql, err,
                         DB_VALUES(DB_I64(note->row), DB_TEXT(note->before),
                                   DB_I64(note->review.row)));
    }
    return error_set(err, ERROR_MACHINE, "review item %lld is damaged",
                     (long long)note->review.row);
}

/* The visits that change hands say so. */
static bool tell(struct db *db, const struct undo_note *note,
                 const struct author *author, struct arena *arena,
                 struct error *err)
{
    struct event event = {
        .appointment = {note->row},
        .what = "taken-back",
        .detail =
            arena_printf(arena, "review %lld", (long long)note->review.row),
    };

    if (strcmp(note->what, "appointment.customer") != 0 &&
        strcmp(note->what, "appointment.same_as") != 0)
        return true;
    return event_add(db, &event, author, err);
}

bool undo_all(struct db *db, struct review_id review,
              const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct undo_notes notes;
    bool ok = read_notes(db, review, &arena, &notes, err);

    for (size_t i = 0; ok && i < notes.count; i++)
        ok = undo_one(db, &notes.items[i], author, err) &&
             tell(db, &notes.items[i], author, &arena, err);
    ok = ok && db_do(db, sql_forget, err, DB_VALUES(DB_I64(review.row)));
    arena_free(&arena);
    return ok;
}
