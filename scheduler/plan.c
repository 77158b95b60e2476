#include "scheduler/plan.h"

#include "base/str.h"
#include "scheduler/opendays.h"
#include "scheduler/policy.h"
#include "scheduler/window.h"

/* What one rule has to say, before its channels are looked at. */
struct intention {
    struct instant due;
    struct instant expires;
    enum reminder_state state; /* PLANNED, SKIPPED or EXPIRED */
    enum reminder_reason reason;
};

static struct civil_time at_minute(struct civil_date date, int minute)
{
    return (struct civil_time){.date = date,
                               .hour = minute / 60,
                               .minute = minute % 60};
}

/* That time of the local day of `at`, or of the day before when not before
 * the start. */
static struct instant fixed_time(const struct zone *zone, struct instant at,
                                 int minute, struct instant start)
{
    struct civil_date date = zone_civil(zone, at).date;
    struct instant due = zone_instant(zone, at_minute(date, minute), NULL);

    if (instant_before(due, start))
        return due;
    date = civil_add_days(date, -1);
    return zone_instant(zone, at_minute(date, minute), NULL);
}

bool plan_rule_time(const struct office *office, const struct rule *rule,
                    const struct appointment *appointment, struct instant *due)
{
    const struct zone *zone = &appointment->zone;
    struct civil_time wall = zone_civil(zone, appointment->start);

    switch (rule->unit) {
    case RULE_ELAPSED:
        *due = instant_sub(appointment->start, (struct span){rule->count});
        if (rule->at_minute >= 0)
            *due = fixed_time(zone, *due, rule->at_minute, appointment->start);
        return true;
    case RULE_DAYS:
        wall.date = civil_add_days(wall.date, -rule->count);
        break;
    case RULE_OPEN_DAYS:
        if (!opendays_before(office, appointment->site, wall.date, rule->count,
                             &wall.date))
            return false;
        break;
    }
    if (rule->at_minute >= 0)
        wall = at_minute(wall.date, rule->at_minute);
    *due = zone_instant(zone, wall, NULL);
    return true;
}

enum reminder_reason plan_reach(const struct customer *customer,
                                enum channel channel)
{
    if (customer->consent[channel] == CONSENT_REFUSED)
        return REASON_OPTED_OUT;
    if (!str_is_empty(customer_address(customer, channel)))
        return REASON_NONE;
    if (channel == CHANNEL_SMS && !str_is_empty(customer->phone_doubt))
        return REASON_DOUBTFUL_NUMBER;
    return REASON_NO_ADDRESS;
}

static struct intention silent(struct intention intention,
                               enum reminder_reason reason)
{
    intention.state = REMINDER_SKIPPED;
    intention.reason = reason;
    return intention;
}

/* Moves the due time into the window, and looks at the clock. */
static struct intention timed(const struct plan_request *request,
                              struct intention intention)
{
    if (!instant_before(intention.due, intention.expires))
        return silent(intention, REASON_TOO_LATE);
    if (!instant_before(request->now, intention.expires)) {
        intention.state = REMINDER_EXPIRED;
        intention.reason = REASON_TOO_LATE;
        return intention;
    }
    if (!window_fit(&request->office->window, &request->appointment->zone,
                    request->now, &intention.due, intention.expires))
        return silent(intention, REASON_NO_ALLOWED_TIME);
    return intention;
}

/* Known only after the rule's time; `served`: a rule that comes later speaks. */
static struct intention booked_late(const struct plan_request *request,
                                    const struct rule *rule, bool served,
                                    struct intention intention)
{
    switch (rule->late) {
    case RULE_LATE_SKIP:
        return silent(intention, REASON_BOOKED_LATE);
    case RULE_LATE_MERGE:
        if (served)
            return silent(intention, REASON_MERGED);
        break;
    case RULE_LATE_SEND:
        break;
    }
    intention.due = request->known_since;
    return timed(request, intention);
}

static struct intention intend(const struct plan_request *request,
                               const struct rule *rule, bool served,
                               struct intention intention)
{
    const struct appointment *appointment = request->appointment;

    if (request->customer == NULL)
        return silent(intention, REASON_NO_CUSTOMER);
    if (appointment->is_missing)
        return silent(intention, REASON_MISSING);
    if (rule->only_new && !request->customer->is_new)
        return silent(intention, REASON_KNOWN_CUSTOMER);
    if (rule->only_unconfirmed && appointment->state == APPOINTMENT_CONFIRMED)
        return silent(intention, REASON_CONFIRMED);
    if (instant_before(intention.due, request->known_since))
        return booked_late(request, rule, served, intention);
    return timed(request, intention);
}

/* Whether anything of the rule can reach the customer. */
static bool speaks(const struct plan_request *request, const struct rule *rule,
                   const struct intention *intention)
{
    if (intention->state != REMINDER_PLANNED)
        return false;
    for (size_t i = 0; i < rule->channel_count; i++) {
        if (plan_reach(request->customer, rule->channels[i]) == REASON_NONE)
            return true;
    }
    return false;
}

static void add_channels(const struct plan_request *request,
                         const struct rule *rule,
                         const struct intention *intention,
                         struct reminder_list *out)
{
    bool planned = false;

    for (size_t i = 0; i < rule->channel_count; i++) {
        struct reminder *item = &out->items[out->count++];
        enum reminder_reason reach;

        *item = (struct reminder){
            .appointment = request->appointment->id,
            .rule = rule->name,
            .channel = rule->channels[i],
            .due = intention->due,
            .expires = intention->expires,
            .state = intention->state,
            .reason = intention->reason,
        };
        if (intention->state != REMINDER_PLANNED)
            continue;
        reach = plan_reach(request->customer, item->channel);
        if (reach == REASON_NONE && !planned) {
            planned = true;
            continue;
        }
        item->state = REMINDER_SKIPPED;
        item->reason = reach != REASON_NONE ? reach : REASON_FALLBACK;
    }
}

/* What every rule means to do, before anything is looked at. */
static struct intention first_thought(const struct plan_request *request,
                                      const struct rule *rule)
{
    struct instant start = request->appointment->start;
    struct intention intention = {.state = REMINDER_PLANNED};

    if (plan_rule_time(request->office, rule, request->appointment,
                       &intention.due)) {
        intention.expires = policy_expires(intention.due, start);
        return intention;
    }
    intention.due = instant_sub(start, (struct span){POLICY_LEAD_S});
    intention.expires = intention.due;
    return silent(intention, REASON_NO_ALLOWED_TIME);
}

/* The rule not yet done whose time comes last; of equals, the last in the
 * office. */
static size_t latest(const struct intention *intentions, const bool *done,
                     size_t count)
{
    size_t best = count;

    for (size_t i = 0; i < count; i++) {
        if (done[i])
            continue;
        if (best == count ||
            !instant_before(intentions[i].due, intentions[best].due))
            best = i;
    }
    return best;
}

/*
 * From the latest rule to the earliest, since merging asks whether a later
 * one speaks.
 */
void plan_reminders(const struct plan_request *request,
                    struct reminder_list *out)
{
    const struct office *office = request->office;
    const struct appointment *appointment = request->appointment;
    struct intention intentions[PLAN_RULES_MAX];
    bool done[PLAN_RULES_MAX] = {false};
    bool served = false;

    assert(office->rule_count <= PLAN_RULES_MAX);
    out->count = 0;
    if (!appointment_stands(appointment->state) ||
        !instant_before(request->now, appointment->start))
        return;

    for (size_t i = 0; i < office->rule_count; i++)
        intentions[i] = first_thought(request, &office->rules[i]);
    for (size_t i = 0; i < office->rule_count; i++) {
        size_t rule = latest(intentions, done, office->rule_count);

        done[rule] = true;
        if (intentions[rule].state == REMINDER_PLANNED)
            intentions[rule] =
                intend(request, &office->rules[rule], served, intentions[rule]);
        served |= speaks(request, &office->rules[rule], &intentions[rule]);
    }
    for (size_t i = 0; i < office->rule_count; i++)
        add_channels(request, &office->rules[i], &intentions[i], out);
}

/* Fixed hours and windows move a time by days, closed days by weeks. */
#define LEAD_ROOM_S   (14 * DAY_S)
#define OPEN_DAY_S    (7 * DAY_S)
#define CLOSED_ROOM_S (60 * DAY_S)

static int64_t lead_of(const struct rule *rule)
{
    switch (rule->unit) {
    case RULE_ELAPSED:
        return rule->count;
    case RULE_DAYS:
        return rule->count * DAY_S;
    case RULE_OPEN_DAYS:
        return rule->count * OPEN_DAY_S + CLOSED_ROOM_S;
    }
    return 0;
}

struct span plan_lead(const struct office *office)
{
    int64_t lead = 0;

    for (size_t i = 0; i < office->rule_count; i++) {
        int64_t own = lead_of(&office->rules[i]) + LEAD_ROOM_S;

        lead = own > lead ? own : lead;
    }
    return (struct span){lead};
}
