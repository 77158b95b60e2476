#include "store/merges.h"
#include "store/undo.h"

/* Below, ?1 is the item, ?2 `from`, ?3 `into`: each takes over one thing that
 * `into` does not have, and writes down first that it had nothing. */
static const char *const take_over[] = {
    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'booking.appointment', id, ?2 FROM booking"
    "  WHERE appointment = ?2 AND ?3 IS NOT NULL ORDER BY id",
    "UPDATE booking SET appointment = ?3"
    " WHERE appointment = ?2 AND ?1 IS NOT NULL",

    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'attendance', ?3, NULL FROM attendance WHERE appointment = ?2"
    "    AND NOT EXISTS (SELECT 1 FROM attendance WHERE appointment = ?3)",
    "INSERT INTO attendance (appointment, result, noted_s, who, reason)"
    " SELECT ?3, result, noted_s, who, reason FROM attendance"
    "  WHERE appointment = ?2 AND ?1 IS NOT NULL"
    " ON CONFLICT (appointment) DO NOTHING",

    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'group', ?3, name FROM appointment_group f"
    "  WHERE appointment = ?2 AND NOT EXISTS"
    "        (SELECT 1 FROM appointment_group i"
    "          WHERE i.appointment = ?3 AND i.name = f.name)",
    "INSERT INTO appointment_group (appointment, name, value)"
    " SELECT ?3, name, value FROM appointment_group"
    "  WHERE appointment = ?2 AND ?1 IS NOT NULL"
    " ON CONFLICT (appointment, name) DO NOTHING",

    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'price', ?3, NULL FROM appointment i, appointment f"
    "  WHERE i.id = ?3 AND f.id = ?2 AND i.price_minor IS NULL"
    "    AND f.price_minor IS NOT NULL",
    "UPDATE appointment SET price_minor ="
    "       (SELECT price_minor FROM appointment WHERE id = ?2)"
    " WHERE id = ?3 AND price_minor IS NULL AND ?1 IS NOT NULL",

    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'service', ?3, '' FROM appointment i, appointment f"
    "  WHERE i.id = ?3 AND f.id = ?2 AND i.service = '' AND f.service <> ''",
    "UPDATE appointment SET service ="
    "       (SELECT service FROM appointment WHERE id = ?2)"
    " WHERE id = ?3 AND service = '' AND ?1 IS NOT NULL",

    "INSERT INTO review_undo (review, what, row, before)"
    " SELECT ?1, 'provider', ?3, '' FROM appointment i, appointment f"
    "  WHERE i.id = ?3 AND f.id = ?2 AND i.provider = '' AND f.provider <> ''",
    "UPDATE appointment SET provider ="
    "       (SELECT provider FROM appointment WHERE id = ?2)"
    " WHERE id = ?3 AND provider = '' AND ?1 IS NOT NULL",
};

static const char sql_same_as[] =
    "UPDATE appointment SET same_as = ?2, replan = 1 WHERE id = ?1";

static bool write_down(struct db *db, struct review_id review, const char *what,
                       struct appointment_id visit, const char *before,
                       struct error *err)
{
    struct undo_note note = {
        .review = review, .what = what, .row = visit.row, .before = before};

    return undo_write_down(db, &note, err);
}

static bool tell(struct db *db, struct appointment_id id,
                 struct appointment_id other, const struct author *author,
                 struct error *err)
{
    struct arena arena = {0};
    struct event event = {.appointment = id, .what = "same-visit"};
    bool ok;

    event.detail = arena_printf(&arena, "the same visit as appointment %lld",
                                (long long)other.row);
    ok = event_add(db, &event, author, err);
    arena_free(&arena);
    return ok;
}

/* The state as it is goes into the book, and another takes its place. */
static bool change_state(struct db *db, struct review_id review,
                         const struct visit *was,
                         const struct state_change *change,
                         const struct author *author, struct error *err)
{
    char before[UNDO_STATE_MAX];

    return write_down(db, review, "appointment.state", change->id,
                      undo_state_text(&was->appointment, before), err) &&
           appointment_set_state(db, change, author, err);
}

/* A cancellation that one side knows is the visit's. */
static bool keep_end(struct db *db, struct review_id review,
                     const struct visit *from, const struct visit *into,
                     const struct author *author, struct error *err)
{
    struct state_change change = {
        .id = into->appointment.id,
        .state = from->appointment.state,
        .by = from->appointment.cancelled_by,
        .said = from->appointment.said,
    };

    if (from->appointment.state != APPOINTMENT_CANCELLED ||
        !appointment_stands(into->appointment.state))
        return true;
    return change_state(db, review, into, &change, author, err);
}

static bool take_all_over(struct db *db, struct review_id review,
                          struct appointment_id from,
                          struct appointment_id into, struct error *err)
{
    for (size_t i = 0; i < ARRAY_LEN(take_over); i++) {
        if (!db_do(db, take_over[i], err,
                   DB_VALUES(DB_I64(review.row), DB_I64(from.row),
                             DB_I64(into.row))))
            return error_wrap(err, "appointment %lld", (long long)from.row);
    }
    return true;
}

bool merge_visits(struct db *db, struct review_id review,
                  struct appointment_id from, struct appointment_id into,
                  const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct visit old;
    struct visit stays;
    struct state_change end = {.id = from, .state = APPOINTMENT_WITHDRAWN};
    bool ok;

    assert(from.row != into.row);
    ok = visit_load(db, from, &arena, &old, err) &&
         visit_load(db, into, &arena, &stays, err) &&
         keep_end(db, review, &old, &stays, author, err) &&
         take_all_over(db, review, from, into, err) &&
         write_down(db, review, "appointment.same_as", from, NULL, err) &&
         db_do(db, sql_same_as, err,
               DB_VALUES(DB_I64(from.row), DB_I64(into.row))) &&
         change_state(db, review, &old, &end, author, err) &&
         tell(db, from, into, author, err) && tell(db, into, from, author, err);
    arena_free(&arena);
    return ok;
}
