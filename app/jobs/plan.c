#include "app/jobs/plan.h"

#include "scheduler/plan.h"
#include "store/appointments.h"
#include "store/customers.h"
#include "store/feeds.h"
#include "store/reminders.h"
#include "store/settings.h"

/* Then nothing is planned any more: what still waits will expire. */
static bool has_begun(const struct appointment *appointment, struct instant now)
{
    return appointment_stands(appointment->state) &&
           !instant_before(now, appointment->start);
}

/* One whose rules do not speak for long is planned when they come near. */
static bool put_off(struct db *db, const struct office *office,
                    const struct appointment *appointment, struct instant now,
                    bool *done, struct error *err)
{
    struct instant when = instant_sub(appointment->start, plan_lead(office));

    *done = false;
    return !appointment_stands(appointment->state) ||
           !instant_before(now, when) ||
           reminder_plan_later(db, appointment->id, done, err);
}

static bool plan_one(struct db *db, const struct office *office,
                     struct appointment_id id, struct instant now,
                     struct arena *arena, struct error *err)
{
    bool done;
    struct visit visit;
    struct customer customer;
    struct reminder_list list = {0};
    struct plan_request request = {
        .office = office,
        .appointment = &visit.appointment,
        .now = now,
    };

    if (!visit_load(db, id, arena, &visit, err) ||
        !put_off(db, office, &visit.appointment, now, &done, err))
        return false;
    if (done)
        return true;
    if (visit.appointment.customer.row != 0) {
        if (!customer_load(db, visit.appointment.customer,
                           visit.appointment.start, arena, &customer, err))
            return false;
        request.customer = &customer;
    }
    request.known_since = visit.known_since;
    if (!has_begun(&visit.appointment, now))
        plan_reminders(&request, &list);
    else if (!reminder_list_of(db, id, arena, &list, err))
        return false;
    return reminder_apply(db, id, &list,
                          appointment_stands(visit.appointment.state)
                              ? REASON_RULE_GONE
                              : REASON_WENT_AWAY,
                          err);
}

bool plan_chunk(struct db *db, const struct office *office, struct instant now,
                size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct appointment_ids waiting;
    struct plan_window window = {now, plan_lead(office)};
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
