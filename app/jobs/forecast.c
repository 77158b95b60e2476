#include "app/jobs/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "app/jobs/forecast_messages.h"
#include "app/show.h"
#include "scheduler/plan.h"
#include "store/appointments.h"
#include "store/customers.h"
#include "store/reminders.h"

/* No rule speaks earlier before a visit. */
#define RULE_REACH_S   (400 * DAY_S)

/* Nor later after one that was missed. */
#define AFTER_REACH_S  (60 * DAY_S)

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
    size_t silence_room;
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

static bool is_minor(const struct reminder_list *list,
                     const struct reminder *item)
{
    if (item->state != REMINDER_SKIPPED)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct reminder *other = &list->items[i];

        if (other != item && strcmp(other->rule, item->rule) == 0 &&
            (other->state != REMINDER_SKIPPED || other < item))
            return true;
    }
    return false;
}

static void add(struct maker *maker, const struct forecast_visit *about,
                const struct reminder_list *list, const struct reminder *item)
{
    struct forecast *out = maker->out;

    if (!instant_before(item->due, maker->until) ||
        (instant_before(item->due, maker->from) && !is_overdue(maker, item)))
        return;
    arena_reserve(maker->arena, out->items, out->count, maker->room,
                  struct forecast_row);
    out->items[out->count++] = (struct forecast_row){
        .reminder = *item,
        .to = about->has_customer
                  ? customer_address(&about->customer, item->channel)
                  : NULL,
        .about = about,
        .is_minor = is_minor(list, item),
        .leaves = item->due,
    };
}

/* A visit that begins in the time looked at, but not yet, and of which nobody
 * hears. */
static void note_silence(struct maker *maker,
                         const struct forecast_visit *about,
                         const struct reminder_list *planned)
{
    const struct appointment *appointment = &about->visit.appointment;
    struct forecast *out = maker->out;

    if (!appointment_stands(appointment->state) ||
        (!maker->is_replay &&
         !instant_before(maker->now, appointment->start)) ||
        instant_before(appointment->start, maker->from) ||
        !instant_before(appointment->start, maker->until))
        return;
    for (size_t i = 0; i < planned->count; i++) {
        enum reminder_state state = planned->items[i].state;

        if (state != REMINDER_SKIPPED && state != REMINDER_CANCELLED &&
            state != REMINDER_EXPIRED)
            return;
    }
    arena_reserve(maker->arena, out->silences, out->silence_count,
                  maker->silence_room, struct forecast_silence);
    out->silences[out->silence_count++] = (struct forecast_silence){
        .about = about,
        .reason = planned->count == 0 ? REASON_NONE : planned->items[0].reason,
    };
}

static bool load_about(const struct maker *maker, const struct visit *visit,
                       struct forecast_visit *out, struct error *err)
{
    const struct appointment *appointment = &visit->appointment;

    *out = (struct forecast_visit){
        .visit = *visit,
        .has_customer = appointment->customer.row != 0,
    };
    return plan_facts_load(maker->db, visit, maker->arena, &out->facts, err) &&
           (!out->has_customer ||
            customer_load(maker->db, appointment->customer, appointment->start,
                          maker->arena, &out->customer, err));
}

/* When a visit that does not stand any more stopped to; else never. */
static struct instant stood_until(const struct appointment *appointment)
{
    const struct instant never = {INT64_MAX};

    if (appointment_stands(appointment->state) || !appointment->said.known)
        return never;
    return appointment->said.at;
}

/*
 * A replay plans a visit as it stood before it was cancelled or moved; what
 * would have come after that is left away, and what is said of a miss is
 * planned after it.
 */
static void replay(const struct plan_request *request,
                   struct reminder_list *out)
{
    struct instant gone = stood_until(request->appointment);
    struct appointment stood = *request->appointment;
    struct plan_request then = *request;
    struct reminder_list after;

    if (stood.said.known)
        stood.state = APPOINTMENT_BOOKED;
    then.appointment = &stood;
    then.attendance = ATTENDANCE_UNMARKED;
    plan_reminders(&then, out);
    for (size_t i = 0; i < out->count; i++) {
        struct reminder *item = &out->items[i];

        if (item->state != REMINDER_PLANNED || instant_before(item->due, gone))
            continue;
        item->state = REMINDER_CANCELLED;
        item->reason = REASON_WENT_AWAY;
    }
    then = *request;
    if (request->attendance == ATTENDANCE_NO_SHOW)
        then.now = request->appointment->start;
    else if (request->appointment->cancelled_by != CANCELLED_BY_OFFICE)
        return;
    plan_reminders(&then, &after);
    for (size_t i = 0;
         i < after.count && out->count < REMINDERS_PER_APPOINTMENT_MAX; i++)
        out->items[out->count++] = after.items[i];
}

static bool has(const struct reminder_list *list, const struct reminder *item)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].channel == item->channel &&
            strcmp(list->items[i].rule, item->rule) == 0)
            return true;
    }
    return false;
}

static bool is_history(const struct reminder *item)
{
    return item->state != REMINDER_PLANNED &&
           item->state != REMINDER_CANCELLED && item->state != REMINDER_SKIPPED;
}

/* What would be planned now, and what has happened already. */
static bool plan_as_it_is(const struct maker *maker,
                          const struct plan_request *request,
                          struct reminder_list *out, struct error *err)
{
    struct reminder_list known;

    if (!reminder_list_of(maker->db, request->appointment->id, maker->arena,
                          &known, err))
        return false;
    plan_reminders(request, out);
    for (size_t i = 0; i < out->count; i++)
        take_history(&out->items[i], &known);
    for (size_t i = 0;
         i < known.count && out->count < REMINDERS_PER_APPOINTMENT_MAX; i++) {
        if (is_history(&known.items[i]) && !has(out, &known.items[i]))
            out->items[out->count++] = known.items[i];
    }
    return true;
}

static bool add_visit(struct maker *maker, const struct visit *visit,
                      struct error *err)
{
    struct forecast_visit *about =
        arena_new(maker->arena, struct forecast_visit);
    struct reminder_list planned = {0};
    struct plan_request request;

    if (!load_about(maker, visit, about, err))
        return false;
    request = (struct plan_request){
        .office = maker->office,
        .appointment = &about->visit.appointment,
        .customer = about->has_customer ? &about->customer : NULL,
        .now = maker->now,
        .known_since = known_since(maker, visit),
        .is_moved = about->facts.is_moved,
        .was = about->facts.is_announced ? &about->facts.was : NULL,
        .attendance = visit->attendance,
        .is_rebooked = about->facts.is_rebooked,
    };
    if (maker->is_replay)
        replay(&request, &planned);
    else if (!plan_as_it_is(maker, &request, &planned, err))
        return false;
    for (size_t i = 0; i < planned.count; i++)
        add(maker, about, &planned, &planned.items[i]);
    note_silence(maker, about, &planned);
    return true;
}

/* Those of one message stand together, the one that leads it first. */
static int by_leaving(const void *left, const void *right)
{
    const struct forecast_row *l = left;
    const struct forecast_row *r = right;

    if (l->leaves.unix_s != r->leaves.unix_s)
        return l->leaves.unix_s < r->leaves.unix_s ? -1 : 1;
    if (l->message != r->message)
        return l->message < r->message ? -1 : 1;
    if (l->leads != r->leads)
        return l->leads ? -1 : 1;
    return (l->reminder.appointment.row > r->reminder.appointment.row) -
           (l->reminder.appointment.row < r->reminder.appointment.row);
}

/* Notices and words about a miss come after the start. */
static bool read_visits(struct maker *maker, struct visit_list *out,
                        struct error *err)
{
    return visit_between(maker->db,
                         instant_sub(maker->from, (struct span){AFTER_REACH_S}),
                         instant_add(maker->until, (struct span){RULE_REACH_S}),
                         maker->arena, out, err);
}

bool forecast_make(struct call *call, const struct forecast_request *request,
                   struct forecast *out, struct error *err)
{
    struct office office = {0};
    struct visit_list visits;
    struct instant now = call_now(call);
    struct maker maker = {
        .arena = call->arena,
        .office = request->office == NULL ? &office : request->office,
        .is_replay =
            request->office != NULL || instant_before(request->until, now),
        .now = now,
        .from = request->from,
        .until = request->until,
        .out = out,
    };

    *out = (struct forecast){0};
    if (maker.is_replay)
        maker.now = instant_earlier(now, request->from);
    if (!call_office(call, &office, err) ||
        !call_reader(call, &maker.db, err) ||
        !read_visits(&maker, &visits, err))
        return false;
    for (size_t i = 0; i < visits.count; i++) {
        if (!add_visit(&maker, &visits.items[i], err))
            return false;
    }
    if (!forecast_messages(call, maker.office, maker.is_replay, out, err))
        return false;
    if (out->count != 0)
        qsort(out->items, out->count, sizeof(*out->items), by_leaving);
    return true;
}

bool forecast_print(struct call *call, FILE *to, struct error *err)
{
    struct instant now = call_now(call);
    struct forecast_request request = {
        .from = now, .until = instant_add(now, (struct span){DAY_S})};
    struct forecast forecast;
    size_t count = 0;

    if (!forecast_make(call, &request, &forecast, err))
        return false;
    for (size_t i = 0; i < forecast.count; i++) {
        const struct forecast_row *row = &forecast.items[i];
        char due[40];

        if (!row->leads || row->reminder.reason == REASON_UNANSWERED)
            continue;
        count++;
        if (count <= FORECAST_LINES)
            (void)fprintf(to, "  %s  %-4s  %-24s %s\n",
                          show_wall(&row->about->visit.appointment.zone,
                                    row->leaves, due),
                          channel_name(row->reminder.channel),
                          row->about->visit.customer_name, row->reminder.rule);
    }
    if (count > FORECAST_LINES)
        (void)fprintf(to, "  … and %zu more\n", count - FORECAST_LINES);
    (void)fprintf(to, "%zu messages would go out in the next 24 hours.\n",
                  count);
    return true;
}
