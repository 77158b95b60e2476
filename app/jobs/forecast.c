#include "app/jobs/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "app/show.h"
#include "scheduler/plan.h"
#include "store/appointments.h"
#include "store/customers.h"
#include "store/reminders.h"

/* No rule speaks earlier before a visit. */
#define RULE_REACH_S   (400 * DAY_S)

/* A screen of them; the rest is counted. */
#define FORECAST_LINES 20

struct maker {
    struct db *db;
    struct arena *arena;
    const struct office *office;
    bool is_replay; /* stored reminders mean nothing */
    struct instant now;
    struct instant from;
    struct instant until;
    struct forecast *out;
    size_t room;
};

static struct instant known_since(const struct maker *maker,
                                  const struct visit *visit)
{
    if (!maker->is_replay)
        return visit->known_since;
    if (visit->appointment.booked_known)
        return visit->appointment.booked;
    return instant_sub(visit->appointment.start, (struct span){RULE_REACH_S});
}

/* What became of it, when it is more than an intention. */
static void take_history(struct reminder *item,
                         const struct reminder_list *known)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct reminder *was = &known->items[i];

        if (was->channel != item->channel || strcmp(was->rule, item->rule) != 0)
            continue;
        item->id = was->id;
        if (was->state != REMINDER_CANCELLED && was->state != REMINDER_SKIPPED)
            *item = *was;
    }
}

/* Planned, and late: it goes out first of all. */
static bool is_overdue(const struct maker *maker, const struct reminder *item)
{
    return !maker->is_replay && item->state == REMINDER_PLANNED &&
           maker->from.unix_s == maker->now.unix_s;
}

static void add(struct maker *maker, const struct visit *visit,
                const struct customer *customer, const struct reminder *item)
{
    struct forecast *out = maker->out;

    if (!instant_before(item->due, maker->until) ||
        (instant_before(item->due, maker->from) && !is_overdue(maker, item)))
        return;
    arena_reserve(maker->arena, out->items, out->count, maker->room,
                  struct forecast_row);
    out->items[out->count++] = (struct forecast_row){
        .reminder = *item,
        .to =
            customer == NULL ? NULL : customer_address(customer, item->channel),
        .customer_name = visit->customer_name,
        .start = visit->appointment.start,
        .zone = visit->appointment.zone,
    };
}

static bool add_visit(struct maker *maker, const struct visit *visit,
                      struct error *err)
{
    const struct appointment *appointment = &visit->appointment;
    struct customer customer;
    struct reminder_list planned = {0};
    struct reminder_list known = {0};
    struct plan_request request = {
        .office = maker->office,
        .appointment = appointment,
        .now = maker->now,
        .known_since = known_since(maker, visit),
    };

    if (appointment->customer.row != 0) {
        if (!customer_load(maker->db, appointment->customer, appointment->start,
                           maker->arena, &customer, err))
            return false;
        request.customer = &customer;
    }
    if (!maker->is_replay && !reminder_list_of(maker->db, appointment->id,
                                               maker->arena, &known, err))
        return false;
    plan_reminders(&request, &planned);
    for (size_t i = 0; i < planned.count; i++) {
        take_history(&planned.items[i], &known);
        add(maker, visit, request.customer, &planned.items[i]);
    }
    return true;
}

static int by_due(const void *left, const void *right)
{
    const struct forecast_row *l = left;
    const struct forecast_row *r = right;

    if (l->reminder.due.unix_s != r->reminder.due.unix_s)
        return l->reminder.due.unix_s < r->reminder.due.unix_s ? -1 : 1;
    return (l->reminder.appointment.row > r->reminder.appointment.row) -
           (l->reminder.appointment.row < r->reminder.appointment.row);
}

bool forecast_make(struct call *call, const struct office *rules,
                   struct instant from, struct instant until,
                   struct forecast *out, struct error *err)
{
    struct office office;
    struct visit_list visits;
    struct instant now = call_now(call);
    struct maker maker = {
        .arena = call->arena,
        .office = &office,
        .is_replay = rules != NULL || instant_before(until, now),
        .now = instant_earlier(now, from),
        .from = from,
        .until = until,
        .out = out,
    };

    *out = (struct forecast){0};
    if (!maker.is_replay)
        maker.now = now;
    if (!call_office(call, &office, err) ||
        !call_reader(call, &maker.db, err) ||
        !visit_between(maker.db, from,
                       instant_add(until, (struct span){RULE_REACH_S}),
                       call->arena, &visits, err))
        return false;
    if (rules != NULL) {
        office.rules = rules->rules;
        office.rule_count = rules->rule_count;
        office.window = rules->window;
    }
    for (size_t i = 0; i < visits.count; i++) {
        if (!add_visit(&maker, &visits.items[i], err))
            return false;
    }
    if (out->count != 0)
        qsort(out->items, out->count, sizeof(*out->items), by_due);
    return true;
}

bool forecast_print(struct call *call, FILE *to, struct error *err)
{
    struct instant now = call_now(call);
    struct forecast forecast;
    size_t count = 0;

    if (!forecast_make(call, NULL, now, instant_add(now, (struct span){DAY_S}),
                       &forecast, err))
        return false;
    for (size_t i = 0; i < forecast.count; i++) {
        const struct forecast_row *row = &forecast.items[i];
        char due[40];

        if (row->reminder.state != REMINDER_PLANNED)
            continue;
        count++;
        if (count <= FORECAST_LINES)
            (void)fprintf(to, "  %s  %-4s  %-24s %s\n",
                          show_wall(&row->zone, row->reminder.due, due),
                          channel_name(row->reminder.channel),
                          row->customer_name, row->reminder.rule);
    }
    if (count > FORECAST_LINES)
        (void)fprintf(to, "  … and %zu more\n", count - FORECAST_LINES);
    (void)fprintf(to, "%zu messages would go out in the next 24 hours.\n",
                  count);
    return true;
}
