#include "store/plan_facts.h"

/* Nobody moves one visit more often; a ring of moves would have no end. */
#define MOVES_MAX 100

static const char sql_before[] =
    "SELECT a.id, EXISTS (SELECT 1 FROM reminder r WHERE r.appointment = a.id"
    "                        AND r.state IN ('claimed', 'accepted',"
    "                                        'delivered', 'unknown'))"
    "  FROM appointment a WHERE a.moved_to = ?1 ORDER BY a.id DESC LIMIT 1";

static const char sql_rebooked[] =
    "SELECT EXISTS (SELECT 1 FROM appointment"
    "                WHERE customer = ?1 AND start_s > ?2"
    "                  AND state IN ('booked', 'confirmed')"
    "                  AND same_as IS NULL)";

/* The slot from which `*id` was moved; `found` is false when there is none. */
static bool step_back(struct db *db, struct appointment_id *id, bool *found,
                      bool *announced, struct error *err)
{
    struct db_stmt *stmt;
    bool ok;

    if (!db_ask(db, sql_before, &stmt, err, DB_VALUES(DB_I64(id->row))))
        return false;
    ok = db_one(stmt, found, err);
    if (ok && *found) {
        id->row = db_column_i64(stmt, 0);
        *announced = db_column_i64(stmt, 1) != 0;
    }
    db_finish(stmt);
    return ok;
}

static bool find_announced(struct db *db, struct appointment_id id,
                           struct arena *arena, struct plan_facts *out,
                           struct error *err)
{
    struct visit visit;
    bool found = true;
    bool announced = false;

    for (int i = 0; i < MOVES_MAX && !announced; i++) {
        if (!step_back(db, &id, &found, &announced, err))
            return false;
        if (!found)
            return true;
        out->is_moved = true;
    }
    if (!announced)
        return true;
    if (!visit_load(db, id, arena, &visit, err))
        return false;
    out->is_announced = true;
    out->was = visit.appointment;
    return true;
}

bool plan_facts_load(struct db *db, const struct visit *visit,
                     struct arena *arena, struct plan_facts *out,
                     struct error *err)
{
    const struct appointment *appointment = &visit->appointment;
    int64_t rebooked = 0;

    *out = (struct plan_facts){0};
    if (visit->attendance == ATTENDANCE_NO_SHOW &&
        !db_ask_i64(db, sql_rebooked, &rebooked, err,
                    DB_VALUES(DB_I64(appointment->customer.row),
                              DB_I64(appointment->start.unix_s))))
        return false;
    out->is_rebooked = rebooked != 0;
    return find_announced(db, appointment->id, arena, out, err);
}
