#include "scheduler/plan_parts.h"
#include "scheduler/policy.h"
#include "scheduler/rule_time.h"
#include "scheduler/window.h"

/*
 * Something changed: said at the first allowed time a grace period after it,
 * so that a burst of edits makes one message, and of use until the start.
 */
static struct intention notice(const struct plan_request *request,
                               const struct rule *rule, struct instant changed)
{
    enum reminder_reason unwanted = plan_unwanted(request, rule);
    struct instant start = request->appointment->start;
    struct instant from = instant_add(changed, request->office->grace);
    struct intention intention = {
        .due = instant_before(from, start) ? from : changed,
        .expires = start,
        .state = REMINDER_PLANNED,
    };
    const struct week *window = &request->office->window;
    const struct zone *zone = &request->appointment->zone;
    struct instant unused;

    if (unwanted != REASON_NONE)
        return plan_silent(intention, unwanted);
    intention = plan_clocked(request, intention);
    if (intention.state != REMINDER_PLANNED)
        return intention;
    if (!window_next(window, zone, intention.due, start, &intention.due) ||
        !window_next(window, zone, request->now, start, &unused))
        return plan_silent(intention, REASON_NO_ALLOWED_TIME);
    return intention;
}

bool plan_moved(const struct plan_request *request, struct intention *out)
{
    const struct appointment *was = request->was;
    struct instant start = request->appointment->start;

    if (request->office->moved.channel_count == 0 || was == NULL ||
        was->start.unix_s == start.unix_s)
        return false;
    *out = notice(request, &request->office->moved, request->known_since);
    return true;
}

/* When the office said so; of a bracket, when its calendar did. */
static struct instant cancelled_at(const struct plan_request *request)
{
    const struct said *said = &request->appointment->said;

    if (!said->known)
        return request->now;
    return said->exact ? said->at : said->until;
}

bool plan_cancelled(const struct plan_request *request, struct intention *out)
{
    const struct appointment *appointment = request->appointment;

    if (request->office->cancelled.channel_count == 0 ||
        appointment->state != APPOINTMENT_CANCELLED ||
        appointment->cancelled_by != CANCELLED_BY_OFFICE ||
        !instant_before(request->now, appointment->start))
        return false;
    *out = notice(request, &request->office->cancelled, cancelled_at(request));
    return true;
}

struct intention plan_missed(const struct plan_request *request,
                             const struct rule *rule)
{
    struct intention intention = {
        .due = request->appointment->start,
        .state = REMINDER_PLANNED,
    };
    enum reminder_reason unwanted = plan_unwanted(request, rule);
    bool is_open =
        rule_time(request->office, rule, request->appointment, &intention.due);

    intention.expires =
        instant_add(intention.due, (struct span){POLICY_MISSED_S});
    if (unwanted != REASON_NONE)
        return plan_silent(intention, unwanted);
    if (request->is_rebooked)
        return plan_silent(intention, REASON_REBOOKED);
    if (!is_open)
        return plan_silent(intention, REASON_NO_ALLOWED_TIME);
    intention = plan_clocked(request, intention);
    if (intention.state != REMINDER_PLANNED)
        return intention;
    if (!window_next(&request->office->window, &request->appointment->zone,
                     intention.due, intention.expires, &intention.due))
        return plan_silent(intention, REASON_NO_ALLOWED_TIME);
    return intention;
}
