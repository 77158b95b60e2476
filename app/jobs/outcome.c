#include "app/jobs/outcome.h"

#include "app/jobs/spending.h"
#include "base/log.h"
#include "base/str.h"
#include "scheduler/verdict.h"
#include "store/consents.h"
#include "store/gateways.h"

bool outcome_is_askable(const struct notifier *notifier)
{
    return notifier != NULL && notifier->ask != NULL;
}

/* What is judged here stands in the log of an operator at night. */
static bool stop_gateway(struct db *db, const struct attempt *attempt,
                         struct instant now, struct error *err)
{
    const char *name = attempt->route.settings->name;

    log_alert("gateway.stopped", LOG_TEXT("gateway", name),
              LOG_NUMBER("status", attempt->delivery.status),
              LOG_TEXT("detail", attempt->delivery.detail));
    return gateway_stop(db, name, str_or_empty(attempt->delivery.detail), now,
                        err);
}

static struct verdict judge(const struct pass *pass,
                            const struct attempt *attempt)
{
    const struct notifier *notifier = attempt->route.notifier;
    struct verdict_request request = {
        .outcome = attempt->delivery.outcome,
        .retry_after = attempt->delivery.retry_after,
        .repeatable = notifier_is_repeatable(notifier, attempt->route.settings),
        .askable = outcome_is_askable(notifier),
        .repeated = attempt->item.repeated,
        .attempts = attempt->item.attempts + 1,
        .expires = attempt->item.expires,
        .now = pass->now,
    };

    return attempt->is_question
               ? verdict_after_asking(&request, attempt->answer,
                                      attempt->question.attempted)
               : verdict_after(&request, pass->dice);
}

/* What a question found out, as the attempt it is recorded as. */
static void answer_to_delivery(struct attempt *attempt)
{
    struct delivery *delivery = &attempt->delivery;

    delivery->outcome = attempt->answer == DELIVERY_FOUND ? DELIVERY_ACCEPTED
                                                          : DELIVERY_UNKNOWN;
    switch (attempt->answer) {
    case DELIVERY_FOUND:
        delivery->detail = "asked: it has the message";
        return;
    case DELIVERY_NOT_FOUND:
        delivery->detail = "asked: it has no such message";
        return;
    case DELIVERY_NO_ANSWER:
        delivery->detail = "asked: it could not say";
        return;
    }
}

/* A doubt that is still looked into is nobody's outcome yet. */
static void count(struct pass *pass, enum delivery_outcome outcome,
                  const struct verdict *verdict)
{
    if (verdict->state != REMINDER_CLAIMED && !verdict->repeats)
        pass->outcomes[outcome]++;
}

/* What is certain not to have been taken costs nothing. */
static bool give_back(struct db *db, const struct pass *pass,
                      const struct attempt *attempt, struct error *err)
{
    return attempt->is_question ||
           attempt->delivery.outcome == DELIVERY_ACCEPTED ||
           attempt->delivery.outcome == DELIVERY_UNKNOWN ||
           spending_return(db, &pass->cache->office, pass->now,
                           attempt_cost(attempt), err);
}

/*
 * The gateway says that an address is to get nothing more: it opted out there,
 * or there is no such. Not of an address somebody put in a customer's place.
 */
static bool suppress(struct db *db, const struct pass *pass,
                     const struct attempt *attempt, struct error *err)
{
    struct consent_note note = {.channel = attempt->item.channel,
                                .source = "gateway"};
    size_t count;

    return !attempt->delivery.suppress || attempt->route.instead != NULL ||
           consent_set_address(db, attempt->item.address, &note, pass->now,
                               &count, err);
}

static bool record(struct db *db, struct pass *pass, struct attempt *attempt,
                   struct error *err)
{
    struct verdict verdict = judge(pass, attempt);
    struct result result = {
        .id = attempt->item.id,
        .fence = attempt->fence,
        .gateway = attempt->route.settings->name,
        .state = verdict.state,
        .reason = verdict.reason,
        .next = verdict.next,
        .counts = verdict.counts && !attempt->is_question,
        .repeats = verdict.repeats,
    };

    if (attempt->is_question)
        answer_to_delivery(attempt);
    result.delivery = attempt->delivery;
    count(pass, attempt->delivery.outcome, &verdict);
    return outbox_record(db, &result, pass->now, err) &&
           give_back(db, pass, attempt, err) &&
           suppress(db, pass, attempt, err) &&
           (!verdict.stops_gateway ||
            stop_gateway(db, attempt, pass->now, err));
}

bool outcome_record_all(struct db *db, struct pass *pass, struct error *err)
{
    for (struct attempt *attempt = pass->ended.first; attempt != NULL;
         attempt = attempt->next) {
        if (!record(db, pass, attempt, err))
            return error_wrap(err, "recording attempts");
    }
    return true;
}
