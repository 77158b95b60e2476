#include "base/str.h"
#include "scheduler/plan_parts.h"
#include "scheduler/window.h"

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

bool plan_speaks(const struct plan_request *request, const struct rule *rule,
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

static void skip(struct reminder *item, enum reminder_reason reason)
{
    item->state = REMINDER_SKIPPED;
    item->reason = reason;
}

/* A channel after one that speaks, at `before`. */
static void follow(const struct plan_request *request, const struct rule *rule,
                   struct instant before, struct reminder *item)
{
    struct instant from = instant_add(before, rule->fallback);

    skip(item, REASON_FALLBACK);
    if (rule->fallback.s == 0)
        return;
    if (request->appointment->state == APPOINTMENT_CONFIRMED) {
        item->reason = REASON_CONFIRMED;
        return;
    }
    if (!window_next(&request->office->window, &request->appointment->zone,
                     from, item->expires, &item->due))
        return;
    item->state = REMINDER_PLANNED;
    item->reason = REASON_UNANSWERED;
}

void plan_channels(const struct plan_request *request, const struct rule *rule,
                   const struct intention *intention, struct reminder_list *out)
{
    const struct reminder *before = NULL;

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
        if (reach != REASON_NONE) {
            skip(item, reach);
            continue;
        }
        if (before != NULL)
            follow(request, rule, before->due, item);
        if (item->state == REMINDER_PLANNED)
            before = item;
    }
}
