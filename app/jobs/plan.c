#include "app/jobs/plan.h"

#include "scheduler/plan.h"
#include "scheduler/rule_time.h"
#include "store/appointments.h"
#include "store/customers.h"
#include "store/feeds.h"
#include "store/plan_facts.h"
#include "store/reminders.h"
#include "store/settings.h"

/* Then no reminder is planned any more: what still waits will expire. */
static bool has_begun(const struct appointment *appointment, struct instant now)
{
    return appointment_stands(appointment->state) &&
           !instant_before(now, appointment->start);
}

/* One whose rules do not speak for long is planned when they come near; the
 * notice of its move does not wait. */
static bool put_off(struct db *db, const struct office *office,
                    const struct plan_request *request, bool *done,
                    struct error *err)
{
    const struct appointment *appointment = request->appointment;
    struct instant when = instant_sub(appointment->start, rule_lead(office));

    *done = false;
    return !appointment_stands(appointment->state) || request->was != NULL ||
           !instant_before(request->now, when) ||
           reminder_plan_later(db, appointment->id, done, err);
}

/* What the planner is asked, apart from the customer. */
static void ask_about(const struct office *office, const struct visit *visit,
                      const struct plan_facts *facts, struct instant now,
                      struct plan_request *out)
{
    *out = (struct plan_request){
        .office = office,
        .appointment = &visit->appointment,
        .now = now,
        .known_since = visit->known_since,
        .is_moved = facts->is_moved,
        .was = facts->is_announced ? &facts->was : NULL,
        .attendance = visit->attendance,
        .is_rebooked = facts->is_rebooked,
    };
}

/* What was planned before a visit began stays; messages about a miss are
 * planned after it. */
static bool keep_begun(struct db *db, const struct office *office,
                       struct appointment_id id, struct arena *arena,
                       struct reminder_list *list, struct error *err)
{
    struct reminder_list known;

    if (!reminder_list_of(db, id, arena, &known, err))
        return false;
    for (size_t i = 0; i < known.count; i++) {
        const struct reminder *item = &known.items[i];

        if (office_message_kind(office, item->rule) != MESSAGE_MISSED &&
            list->count < REMINDERS_PER_APPOINTMENT_MAX)
            list->items[list->count++] = *item;
    }
    return true;
}

static enum reminder_reason gone_reason(const struct appointment *appointment,
                                        struct instant now)
{
    if (has_begun(appointment, now))
        return REASON_NOT_MISSED;
    return appointment_stands(appointment->state) ? REASON_RULE_GONE
                                                  : REASON_WENT_AWAY;
}

static bool plan_one(struct db *db, const struct office *office,
                     struct appointment_id id, struct instant now,
                     struct arena *arena, struct error *err)
{
    bool done;
    struct visit visit;
    struct plan_facts facts;
    struct customer customer;
    struct reminder_list list = {0};
    struct plan_request request;

    if (!visit_load(db, id, arena, &visit, err) ||
        !plan_facts_load(db, &visit, arena, &facts, err))
        return false;
    ask_about(office, &visit, &facts, now, &request);
    if (!put_off(db, office, &request, &done, err))
        return false;
    if (done)
        return true;
    if (visit.appointment.customer.row != 0) {
        if (!customer_load(db, visit.appointment.customer,
                           visit.appointment.start, arena, &customer, err))
            return false;
        request.customer = &customer;
    }
    plan_reminders(&request, &list);
    if (has_begun(&visit.appointment, now) &&
        !keep_begun(db, office, id, arena, &list, err))
        return false;
    return reminder_apply(db, id, &list, gone_reason(&visit.appointment, now),
                          err);
}

bool plan_chunk(struct db *db, const struct office *office, struct instant now,
                size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct appointment_ids waiting;
    struct plan_window window = {now, rule_lead(office)};
    bool ok = reminder_waiting(db, &window, PLAN_CHUNK, &arena, &waiting, err);

    *count = ok ? waiting.count : 0;
    for (size_t i = 0; ok && i < waiting.count; i++)
        ok = plan_one(db, office, waiting.items[i], now, &arena, err);
    arena_free(&arena);
    return ok || error_wrap(err, "planning");
}

struct settling {
    struct instant now;
    size_t count;
};

static bool settle_chunk(struct db *db, void *context, struct error *err)
{
    struct settling *settling = context;
    struct arena arena = {0};
    struct office office;
    bool ok = office_of(db, &arena, &office, err) &&
              plan_chunk(db, &office, settling->now, &settling->count, err);

    arena_free(&arena);
    return ok;
}

bool plan_settle(struct call *call, struct error *err)
{
    struct settling settling = {.now = call_now(call), .count = PLAN_CHUNK};

    for (size_t planned = 0;
         settling.count == PLAN_CHUNK && planned < PLAN_SETTLE_MAX;
         planned += settling.count) {
        if (!call_write(call, settle_chunk, &settling, err))
            return false;
    }
    return true;
}

bool plan_notice_zone_data(struct db *db, struct instant now, struct error *err)
{
    struct arena arena = {0};
    char version[ZONE_NAME_MAX];
    const char *last;
    bool ok = setting_get(db, SETTING_ZONE_DATA, &arena, &last, err);

    (void)zone_data_version(version);
    if (ok && !str_same(last, version))
        ok = setting_set(db, SETTING_ZONE_DATA, version, err) &&
             feed_read_anew(db, err) && appointment_replan_all(db, now, err);
    arena_free(&arena);
    return ok;
}

static bool check_zone_data(struct db *db, void *context, struct error *err)
{
    const struct instant *now = context;

    return plan_notice_zone_data(db, *now, err);
}

bool plan_check_zone_data(struct store *store, struct instant now,
                          struct error *err)
{
    return store_call(store, check_zone_data, &now, err);
}
