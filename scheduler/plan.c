#include "scheduler/plan.h"

#include "scheduler/plan_parts.h"
#include "scheduler/policy.h"
#include "scheduler/rule_time.h"
#include "scheduler/window.h"

/* The rules of a visit that is to come, and what each means to say. */
struct thoughts {
    const struct rule *rules[PLAN_RULES_MAX];
    struct intention items[PLAN_RULES_MAX];
    bool done[PLAN_RULES_MAX];
    size_t count;
};

struct intention plan_silent(struct intention intention,
                             enum reminder_reason reason)
{
    intention.state = REMINDER_SKIPPED;
    intention.reason = reason;
    return intention;
}

struct intention plan_clocked(const struct plan_request *request,
                              struct intention intention)
{
    if (!instant_before(intention.due, intention.expires))
        return plan_silent(intention, REASON_TOO_LATE);
    if (instant_before(request->now, intention.expires))
        return intention;
    intention.state = REMINDER_EXPIRED;
    intention.reason = REASON_TOO_LATE;
    return intention;
}

/* Moves the due time into the window, not to before `from`, and looks at the
 * clock. */
static struct intention timed(const struct plan_request *request,
                              struct instant from, struct intention intention)
{
    intention = plan_clocked(request, intention);
    if (intention.state != REMINDER_PLANNED)
        return intention;
    if (!window_fit(&request->office->window, &request->appointment->zone,
                    instant_later(from, request->now), &intention.due,
                    intention.expires))
        return plan_silent(intention, REASON_NO_ALLOWED_TIME);
    return intention;
}

/* What is said late, after the grace period of a move. */
static struct instant late_due(const struct plan_request *request,
                               struct instant expires)
{
    struct instant later =
        instant_add(request->known_since, request->office->grace);

    return request->is_moved && instant_before(later, expires)
               ? later
               : request->known_since;
}

/* Known only after the rule's time; `served`: a rule that comes later speaks. */
static struct intention booked_late(const struct plan_request *request,
                                    const struct rule *rule, bool served,
                                    struct intention intention)
{
    switch (rule->late) {
    case RULE_LATE_SKIP:
        return plan_silent(intention, REASON_BOOKED_LATE);
    case RULE_LATE_MERGE:
        if (served)
            return plan_silent(intention, REASON_MERGED);
        break;
    case RULE_LATE_SEND:
        break;
    }
    intention.due = late_due(request, intention.expires);
    return timed(request, intention.due, intention);
}

static struct instant covered_until(const struct intention *notice)
{
    return instant_add(notice->due, (struct span){POLICY_NOTICE_COVERS_S});
}

enum reminder_reason plan_unwanted(const struct plan_request *request,
                                   const struct rule *rule)
{
    const struct appointment *appointment = request->appointment;

    if (request->customer == NULL)
        return REASON_NO_CUSTOMER;
    if (appointment->is_missing && rule->kind != MESSAGE_MISSED &&
        rule->kind != MESSAGE_CANCELLED)
        return REASON_MISSING;
    if (rule->only_new && !request->customer->is_new)
        return REASON_KNOWN_CUSTOMER;
    if (rule->only_known && request->customer->is_new)
        return REASON_NEW_CUSTOMER;
    if (rule->only_unconfirmed && appointment->state == APPOINTMENT_CONFIRMED)
        return REASON_CONFIRMED;
    return REASON_NONE;
}

/* `notice`: that of the visit's move, where it is planned, or NULL. */
static struct intention intend(const struct plan_request *request,
                               const struct rule *rule, bool served,
                               const struct intention *notice,
                               struct intention intention)
{
    enum reminder_reason unwanted = plan_unwanted(request, rule);

    if (unwanted != REASON_NONE)
        return plan_silent(intention, unwanted);
    if (intention.state != REMINDER_PLANNED)
        return intention;
    if (notice != NULL && instant_before(intention.due, covered_until(notice)))
        return plan_silent(intention, REASON_MERGED);
    if (instant_before(intention.due, request->known_since))
        return booked_late(request, rule, served, intention);
    return timed(request, request->now, intention);
}

/* What every rule means to do, before anything is looked at. */
static struct intention first_thought(const struct plan_request *request,
                                      const struct rule *rule)
{
    struct instant start = request->appointment->start;
    struct intention intention = {.state = REMINDER_PLANNED};

    if (rule_time(request->office, rule, request->appointment,
                  &intention.due)) {
        intention.expires = policy_expires(intention.due, start);
        return intention;
    }
    intention.due = instant_sub(start, (struct span){POLICY_LEAD_S});
    intention.expires = intention.due;
    return plan_silent(intention, REASON_NO_ALLOWED_TIME);
}

static bool is_wanted(const struct plan_request *request,
                      const struct rule *rule, enum message_kind kind)
{
    const struct appointment *appointment = request->appointment;

    return rule->kind == kind &&
           rule_is_for(rule, appointment->service, appointment->provider,
                       appointment->site);
}

static void think(const struct plan_request *request, struct thoughts *out)
{
    const struct office *office = request->office;

    *out = (struct thoughts){0};
    for (size_t i = 0; i < office->rule_count; i++) {
        const struct rule *rule = &office->rules[i];

        if (!is_wanted(request, rule, MESSAGE_REMINDER))
            continue;
        out->rules[out->count] = rule;
        out->items[out->count++] = first_thought(request, rule);
    }
}

/* The rule not yet done whose time comes last; of equals, the last in the
 * office. */
static size_t latest(const struct thoughts *thoughts)
{
    size_t best = thoughts->count;

    for (size_t i = 0; i < thoughts->count; i++) {
        if (thoughts->done[i])
            continue;
        if (best == thoughts->count ||
            !instant_before(thoughts->items[i].due, thoughts->items[best].due))
            best = i;
    }
    return best;
}

/*
 * From the latest rule to the earliest, since merging asks whether a later
 * one speaks.
 */
static void plan_coming(const struct plan_request *request,
                        struct reminder_list *out)
{
    const struct rule *moved = &request->office->moved;
    struct thoughts thoughts;
    struct intention notice;
    bool has_notice = plan_moved(request, &notice);
    bool is_told = has_notice && plan_speaks(request, moved, &notice);
    bool served = is_told;

    think(request, &thoughts);
    for (size_t i = 0; i < thoughts.count; i++) {
        size_t at = latest(&thoughts);
        struct intention *item = &thoughts.items[at];

        thoughts.done[at] = true;
        *item = intend(request, thoughts.rules[at], served,
                       is_told ? &notice : NULL, *item);
        served |= plan_speaks(request, thoughts.rules[at], item);
    }
    for (size_t i = 0; i < thoughts.count; i++)
        plan_channels(request, thoughts.rules[i], &thoughts.items[i], out);
    if (has_notice)
        plan_channels(request, moved, &notice, out);
}

static void plan_after_miss(const struct plan_request *request,
                            struct reminder_list *out)
{
    const struct office *office = request->office;

    for (size_t i = 0; i < office->rule_count; i++) {
        const struct rule *rule = &office->rules[i];
        struct intention intention;

        if (!is_wanted(request, rule, MESSAGE_MISSED))
            continue;
        intention = plan_missed(request, rule);
        plan_channels(request, rule, &intention, out);
    }
}

void plan_reminders(const struct plan_request *request,
                    struct reminder_list *out)
{
    const struct appointment *appointment = request->appointment;
    struct intention notice;

    assert(request->office->rule_count <= PLAN_RULES_MAX);
    out->count = 0;
    if (request->attendance == ATTENDANCE_NO_SHOW &&
        !instant_before(request->now, appointment->start))
        plan_after_miss(request, out);
    else if (plan_cancelled(request, &notice))
        plan_channels(request, &request->office->cancelled, &notice, out);
    else if (appointment_stands(appointment->state) &&
             instant_before(request->now, appointment->start))
        plan_coming(request, out);
}
