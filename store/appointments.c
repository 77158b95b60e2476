#include "store/appointments.h"

#include <string.h>

#include "base/str.h"
#include "store/settings.h"

#define VISIT_COLUMNS                                                         \
    " a.id, a.customer, a.start_s, a.end_s, a.zone, a.service, a.provider,"   \
    " a.site, a.price_minor, a.fee_minor, a.state, a.cancelled_by, a.said_s," \
    " a.said_until_s, a.booked_s, a.notes, a.title, a.created_s,"             \
    " coalesce(t.result, 'unmarked'), coalesce(t.reason, ''),"                \
    " coalesce(c.name, ''),"                                                  \
    " EXISTS (SELECT 1 FROM booking b WHERE b.appointment = a.id"             \
    "            AND b.missing_s IS NOT NULL AND b.gone = 0)"                 \
    " AND NOT EXISTS (SELECT 1 FROM booking b"                                \
    "           JOIN source_object o ON o.id = b.object"                      \
    "           LEFT JOIN feed f ON f.name = o.feed"                          \
    "          WHERE b.appointment = a.id AND b.missing_s IS NULL"            \
    "            AND b.gone = 0 AND coalesce(f.is_table, 0) = 0),"            \
    " coalesce(a.same_as, 0)"                                                 \
    "  FROM appointment a"                                                    \
    "  LEFT JOIN attendance t ON t.appointment = a.id"                        \
    "  LEFT JOIN customer c ON c.id = a.customer"

static const char sql_load[] = "SELECT" VISIT_COLUMNS " WHERE a.id = ?1";

static const char sql_between[] =
    "SELECT" VISIT_COLUMNS
    " WHERE a.start_s / 86400 BETWEEN ?1 / 86400 AND ?2 / 86400"
    "   AND a.start_s >= ?1 AND a.start_s < ?2"
    "   AND a.same_as IS NULL ORDER BY a.start_s, a.id";

static const char sql_insert[] =
    "INSERT INTO appointment (customer, start_s, end_s, zone, wall, service,"
    "    provider, site, price_minor, fee_minor, state, cancelled_by, said_s,"
    "    said_until_s, freed_s, booked_s, reminded, title, notes, created_s,"
    "    replan)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
    "         ?15, ?16, ?17, ?18, ?19, ?20, ?21)";

/* A visit that is far away is planned when it is near, whatever changes. */
#define UPDATE_DETAILS                                                      \
    "UPDATE appointment"                                                    \
    "   SET end_s = ?4, zone = ?5, wall = ?6, service = ?7, provider = ?8," \
    "       site = ?9, price_minor = ?10, fee_minor = ?11, booked_s = ?12," \
    "       title = ?13, notes = ?14,"                                      \
    "       replan = CASE replan WHEN 2 THEN 2 ELSE 1 END"

/* Columns with an index are written only when they change. */
static const char sql_update_details[] =
    UPDATE_DETAILS " WHERE id = ?1 AND start_s = ?3 AND coalesce(customer, 0) ="
                   "       coalesce(?2, 0)";

static const char sql_update[] =
    UPDATE_DETAILS ", customer = ?2, start_s = ?3 WHERE id = ?1";

static const char sql_state[] =
    "UPDATE appointment"
    "   SET state = ?2, cancelled_by = ?3, said_s = ?4, said_until_s = ?5,"
    "       freed_s = ?6, replan = 1"
    " WHERE id = ?1";

static const char sql_moved_to[] =
    "UPDATE appointment SET moved_to = ?2 WHERE id = ?1";

static const char sql_event[] =
    "INSERT INTO event (appointment, at_s, who, what, before, after, detail,"
    "                   customer)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/* What an import brought needs no row of its own: the appointment says when,
 * its booking from where. Databases of before 0002 have the rows. */
static const char sql_events[] =
    "SELECT at_s, who, what, before, after, detail, id FROM event"
    " WHERE appointment = ?1"
    "    OR customer = (SELECT customer FROM appointment WHERE id = ?1)"
    " UNION ALL"
    " SELECT a.created_s,"
    "        coalesce((SELECT 'feed ' || o.feed FROM booking b"
    "                    JOIN source_object o ON o.id = b.object"
    "                   WHERE b.appointment = a.id ORDER BY b.id LIMIT 1),"
    "                 'its feed'),"
    "        'imported', '', '', '', 0"
    "   FROM appointment a"
    "  WHERE a.id = ?1 AND NOT EXISTS (SELECT 1 FROM event"
    "         WHERE appointment = ?1 AND what = 'imported')"
    " UNION ALL"
    " SELECT noted_s, who, 'marked', 'unmarked', result, reason, 1"
    "   FROM attendance"
    "  WHERE appointment = ?1 AND NOT EXISTS (SELECT 1 FROM event"
    "         WHERE appointment = ?1 AND what = 'marked')"
    " ORDER BY 7";

static const char sql_group[] =
    "INSERT INTO appointment_group (appointment, name, value)"
    " VALUES (?1, ?2, ?3)"
    " ON CONFLICT (appointment, name) DO UPDATE SET value = excluded.value";

static const char sql_mark[] =
    "INSERT INTO attendance (appointment, result, noted_s, who, reason)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (appointment) DO UPDATE"
    "    SET result = excluded.result, noted_s = excluded.noted_s,"
    "        who = excluded.who, reason = excluded.reason";

static const char sql_unmark[] =
    "DELETE FROM attendance WHERE appointment = ?1";

/* "We missed you" is planned, or taken back. */
static const char sql_replan[] =
    "UPDATE appointment SET replan = 1 WHERE id = ?1";

static const char sql_replan_of[] =
    "UPDATE appointment SET replan = 1"
    " WHERE customer = ?1 AND start_s > ?2 AND replan = 0";

static const char sql_replan_all[] =
    "UPDATE appointment SET replan = 1"
    " WHERE start_s / 86400 >= ?1 / 86400 AND start_s > ?1 AND replan <> 1";

static const char *by_name(enum cancelled_by by)
{
    switch (by) {
    case CANCELLED_BY_NOBODY:
        return NULL;
    case CANCELLED_BY_CUSTOMER:
        return "customer";
    case CANCELLED_BY_OFFICE:
        return "office";
    }
    return NULL;
}

static enum cancelled_by by_of(const char *name)
{
    if (name == NULL)
        return CANCELLED_BY_NOBODY;
    return strcmp(name, "office") == 0 ? CANCELLED_BY_OFFICE
                                       : CANCELLED_BY_CUSTOMER;
}

/* When the slot became free for somebody else; for a bracket its late end. */
static struct db_value freed_value(enum appointment_state state,
                                   const struct said *said)
{
    bool known = said->known && !appointment_stands(state);

    return DB_I64_IF(known, said->exact ? said->at.unix_s : said->until.unix_s);
}

static char *wall_text(const struct appointment *appointment,
                       char out[CIVIL_TIME_TEXT_MAX])
{
    return civil_format_time(zone_civil(&appointment->zone, appointment->start),
                             out);
}

bool event_add(struct db *db, const struct event *event,
               const struct author *author, struct error *err)
{
    return db_do(
        db, sql_event, err,
        DB_VALUES(DB_I64_IF(event->appointment.row != 0,
                            event->appointment.row),
                  DB_I64(author->at.unix_s), DB_TEXT(author->who),
                  DB_TEXT(event->what), DB_TEXT(str_or_empty(event->before)),
                  DB_TEXT(str_or_empty(event->after)),
                  DB_TEXT(str_or_empty(event->detail)),
                  DB_I64_IF(event->customer.row != 0, event->customer.row)));
}

bool event_list(struct db *db, struct appointment_id id, struct arena *arena,
                struct event_list *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct event_list){0};
    if (!db_ask(db, sql_events, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct event);
        out->items[out->count++] = (struct event){
            .appointment = id,
            .at = {db_column_i64(stmt, 0)},
            .who = db_column_copy(stmt, 1, arena),
            .what = db_column_copy(stmt, 2, arena),
            .before = db_column_copy(stmt, 3, arena),
            .after = db_column_copy(stmt, 4, arena),
            .detail = db_column_copy(stmt, 5, arena),
        };
    }
    db_finish(stmt);
    return ok;
}

/* As in the column: 0 never, 1 at once, 2 when it is near. */
static int64_t plan_when(const struct new_appointment *fresh,
                         struct instant now)
{
    struct instant start = fresh->slot.start;

    if (fresh->lead.s == 0 || !instant_before(now, start))
        return 0;
    return instant_before(instant_add(now, fresh->lead), start) ? 2 : 1;
}

static bool insert_row(struct db *db, const struct new_appointment *fresh,
                       const struct author *author, int64_t *id,
                       struct error *err)
{
    const struct appointment *slot = &fresh->slot;
    const struct said *said = &slot->said;
    char wall[CIVIL_TIME_TEXT_MAX];

    return db_insert(
        db, sql_insert, id, err,
        DB_VALUES(DB_I64_IF(slot->customer.row != 0, slot->customer.row),
                  DB_I64(slot->start.unix_s), DB_I64(slot->end.unix_s),
                  DB_TEXT(slot->zone.name), DB_TEXT(wall_text(slot, wall)),
                  DB_TEXT(str_or_empty(slot->service)),
                  DB_TEXT(str_or_empty(slot->provider)),
                  DB_TEXT(str_or_empty(slot->site)),
                  DB_I64_IF(slot->has_price, slot->price_minor),
                  DB_I64(slot->fee_minor),
                  DB_TEXT(appointment_state_name(slot->state)),
                  DB_TEXT(by_name(slot->cancelled_by)),
                  DB_I64_IF(said->known, said->at.unix_s),
                  DB_I64_IF(said->known && !said->exact, said->until.unix_s),
                  freed_value(slot->state, said),
                  DB_I64_IF(slot->booked_known, slot->booked.unix_s),
                  DB_I64_IF(fresh->reminded >= 0, fresh->reminded),
                  DB_TEXT(str_or_empty(fresh->title)),
                  DB_TEXT(str_or_empty(slot->notes)), DB_I64(author->at.unix_s),
                  DB_I64(plan_when(fresh, author->at))));
}

static bool write_mark(struct db *db, const struct attendance_note *note,
                       const struct author *author, struct error *err)
{
    if (note->attendance == ATTENDANCE_UNMARKED)
        return db_do(db, sql_unmark, err, DB_VALUES(DB_I64(note->id.row)));
    return db_do(db, sql_mark, err,
                 DB_VALUES(DB_I64(note->id.row),
                           DB_TEXT(attendance_name(note->attendance)),
                           DB_I64(author->at.unix_s), DB_TEXT(author->who),
                           DB_TEXT(str_or_empty(note->reason))));
}

bool appointment_insert(struct db *db, const struct new_appointment *fresh,
                        const struct author *author, struct appointment_id *out,
                        struct error *err)
{
    out->row = 0;
    if (!insert_row(db, fresh, author, &out->row, err))
        return error_wrap(err, "new appointment");
    return fresh->attendance == ATTENDANCE_UNMARKED ||
           write_mark(db,
                      &(struct attendance_note){
                          .id = *out, .attendance = fresh->attendance},
                      author, err);
}

static bool update_by(struct db *db, const char *sql,
                      const struct appointment *appointment, const char *title,
                      struct error *err)
{
    char wall[CIVIL_TIME_TEXT_MAX];

    return db_do(
        db, sql, err,
        DB_VALUES(
            DB_I64(appointment->id.row),
            DB_I64_IF(appointment->customer.row != 0,
                      appointment->customer.row),
            DB_I64(appointment->start.unix_s), DB_I64(appointment->end.unix_s),
            DB_TEXT(appointment->zone.name),
            DB_TEXT(wall_text(appointment, wall)),
            DB_TEXT(str_or_empty(appointment->service)),
            DB_TEXT(str_or_empty(appointment->provider)),
            DB_TEXT(str_or_empty(appointment->site)),
            DB_I64_IF(appointment->has_price, appointment->price_minor),
            DB_I64(appointment->fee_minor),
            DB_I64_IF(appointment->booked_known, appointment->booked.unix_s),
            DB_TEXT(str_or_empty(title)),
            DB_TEXT(str_or_empty(appointment->notes))));
}

bool appointment_update(struct db *db, const struct appointment *appointment,
                        const char *title, struct error *err)
{
    return update_by(db, sql_update_details, appointment, title, err) &&
           (db_changes(db) != 0 ||
            update_by(db, sql_update, appointment, title, err));
}

static void read_said(struct db_stmt *stmt, struct said *out)
{
    *out = (struct said){
        .known = !db_column_is_null(stmt, 12),
        .exact = db_column_is_null(stmt, 13),
        .at = {db_column_i64(stmt, 12)},
        .until = {db_column_i64(stmt, 13)},
    };
}

static bool read_visit(struct db_stmt *stmt, struct arena *arena,
                       struct visit *out, struct error *err)
{
    struct appointment *appointment = &out->appointment;

    *out = (struct visit){
        .appointment =
            {
                .id = {db_column_i64(stmt, 0)},
                .customer = {db_column_i64(stmt, 1)},
                .start = {db_column_i64(stmt, 2)},
                .end = {db_column_i64(stmt, 3)},
                .service = db_column_copy(stmt, 5, arena),
                .provider = db_column_copy(stmt, 6, arena),
                .site = db_column_copy(stmt, 7, arena),
                .has_price = !db_column_is_null(stmt, 8),
                .price_minor = db_column_i64(stmt, 8),
                .fee_minor = db_column_i64(stmt, 9),
                .cancelled_by = by_of(db_column_text(stmt, 11)),
                .booked_known = !db_column_is_null(stmt, 14),
                .booked = {db_column_i64(stmt, 14)},
                .notes = db_column_copy(stmt, 15, arena),
                .is_missing = db_column_i64(stmt, 21) != 0,
            },
        .title = db_column_copy(stmt, 16, arena),
        .known_since = {db_column_i64(stmt, 17)},
        .reason = db_column_copy(stmt, 19, arena),
        .customer_name = db_column_copy(stmt, 20, arena),
        .same_as = {db_column_i64(stmt, 22)},
    };
    read_said(stmt, &appointment->said);
    if (!appointment_state_find(db_column_text(stmt, 10),
                                &appointment->state) ||
        !attendance_find(db_column_text(stmt, 18), &out->attendance))
        return error_set(err, ERROR_MACHINE, "appointment %lld is damaged",
                         (long long)appointment->id.row);
    return zone_load(db_column_text(stmt, 4), &appointment->zone, err);
}

bool visit_load(struct db *db, struct appointment_id id, struct arena *arena,
                struct visit *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    if (!db_ask(db, sql_load, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && !found)
        ok = error_set(err, ERROR_MISSING,
                       "no appointment %lld; 'kept day' lists a day's with "
                       "their numbers",
                       (long long)id.row);
    ok = ok && read_visit(stmt, arena, out, err);
    db_finish(stmt);
    return ok;
}

bool visit_between(struct db *db, struct instant from, struct instant until,
                   struct arena *arena, struct visit_list *out,
                   struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct visit_list){0};
    if (!db_ask(db, sql_between, &stmt, err,
                DB_VALUES(DB_I64(from.unix_s), DB_I64(until.unix_s))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct visit);
        ok = read_visit(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
    }
    db_finish(stmt);
    return ok;
}

static bool write_state(struct db *db, const struct state_change *change,
                        struct error *err)
{
    const struct said *said = &change->said;

    return db_do(db, sql_state, err,
                 DB_VALUES(DB_I64(change->id.row),
                           DB_TEXT(appointment_state_name(change->state)),
                           DB_TEXT(by_name(change->by)),
                           DB_I64_IF(said->known, said->at.unix_s),
                           DB_I64_IF(said->known && !said->exact,
                                     said->until.unix_s),
                           freed_value(change->state, said)));
}

/* Whether the appointment is already as the change would have it. */
static bool is_so(const struct appointment *was,
                  const struct state_change *change)
{
    return was->state == change->state && was->cancelled_by == change->by &&
           was->said.known == change->said.known &&
           (!change->said.known ||
            was->said.at.unix_s == change->said.at.unix_s);
}

static const char *state_text(enum appointment_state state,
                              enum cancelled_by by)
{
    if (state == APPOINTMENT_CANCELLED && by == CANCELLED_BY_OFFICE)
        return "cancelled-office";
    return appointment_state_name(state);
}

bool appointment_set_state(struct db *db, const struct state_change *change,
                           const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct visit was;
    char said_text[INSTANT_TEXT_MAX];
    struct event event = {
        .appointment = change->id,
        .what = "state",
        .after = state_text(change->state, change->by),
        .detail = change->said.known
                      ? instant_format(change->said.at, said_text)
                      : "",
    };
    bool ok = visit_load(db, change->id, &arena, &was, err);

    if (ok && !is_so(&was.appointment, change)) {
        event.before =
            state_text(was.appointment.state, was.appointment.cancelled_by);
        ok = write_state(db, change, err) && event_add(db, &event, author, err);
    }
    arena_free(&arena);
    return ok;
}

bool appointment_move(struct db *db, struct appointment_id from,
                      struct appointment_id to, struct said said,
                      const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct state_change change = {.id = from,
                                  .state = APPOINTMENT_MOVED,
                                  .said = said};
    struct event event = {.appointment = to, .what = "moved-here"};
    bool ok;

    event.before = arena_printf(&arena, "%lld", (long long)from.row);
    event.detail = arena_printf(&arena, "appointment %lld was moved here",
                                (long long)from.row);
    ok = appointment_set_state(db, &change, author, err) &&
         db_do(db, sql_moved_to, err,
               DB_VALUES(DB_I64(from.row), DB_I64(to.row))) &&
         event_add(db, &event, author, err);
    arena_free(&arena);
    return ok;
}

bool appointment_group_set(struct db *db, struct appointment_id id,
                           const char *name, const char *value,
                           struct error *err)
{
    return db_do(db, sql_group, err,
                 DB_VALUES(DB_I64(id.row), DB_TEXT(name), DB_TEXT(value)));
}

bool attendance_mark(struct db *db, const struct attendance_note *note,
                     const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct visit was;
    struct event event = {
        .appointment = note->id,
        .what = "marked",
        .after = attendance_name(note->attendance),
        .detail = note->reason,
    };
    bool ok = visit_load(db, note->id, &arena, &was, err);

    if (ok && (was.attendance != note->attendance ||
               strcmp(was.reason, str_or_empty(note->reason)) != 0)) {
        event.before = attendance_name(was.attendance);
        ok = write_mark(db, note, author, err) &&
             appointment_replan(db, note->id, err) &&
             event_add(db, &event, author, err);
    }
    arena_free(&arena);
    return ok;
}

bool appointment_replan(struct db *db, struct appointment_id id,
                        struct error *err)
{
    return db_do(db, sql_replan, err, DB_VALUES(DB_I64(id.row)));
}

bool appointment_replan_of(struct db *db, struct customer_id customer,
                           struct instant now, struct error *err)
{
    return db_do(db, sql_replan_of, err,
                 DB_VALUES(DB_I64(customer.row), DB_I64(now.unix_s)));
}

bool appointment_replan_all(struct db *db, struct instant now,
                            struct error *err)
{
    return db_do(db, sql_replan_all, err, DB_VALUES(DB_I64(now.unix_s))) &&
           setting_set(db, SETTING_PLANNED_UNTIL, "0", err);
}
