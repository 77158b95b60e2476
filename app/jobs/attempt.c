#include "app/jobs/attempt.h"

#include <stdlib.h>

#define HTTP_TOO_MANY     429
#define HTTP_OUT_OF_ORDER 500
#define SMTP_CLOSING      421

void attempts_init(struct attempts *attempts)
{
    attempts->first = NULL;
    attempts->last = &attempts->first;
}

void attempts_add(struct attempts *attempts, struct attempt *attempt)
{
    attempt->next = NULL;
    *attempts->last = attempt;
    attempts->last = &attempt->next;
}

struct attempt *attempts_take(struct attempts *attempts)
{
    struct attempt *attempt = attempts->first;

    if (attempt == NULL)
        return NULL;
    attempts->first = attempt->next;
    if (attempts->first == NULL)
        attempts->last = &attempts->first;
    return attempt;
}

void attempts_move(struct attempts *from, struct attempts *to)
{
    if (from->first == NULL)
        return;
    *to->last = from->first;
    to->last = from->last;
    attempts_init(from);
}

void attempts_free(struct attempts *attempts)
{
    struct attempt *attempt;

    while ((attempt = attempts_take(attempts)) != NULL)
        attempt_free(attempt);
}

/* Inside its own arena, which is moved into it: one piece of memory. */
struct attempt *attempt_new(const struct outbox_item *item,
                            const struct route *route)
{
    struct arena arena = {0};
    struct attempt *attempt = arena_new(&arena, struct attempt);

    attempt->item = *item;
    attempt->item.address = arena_strdup(&arena, item->address);
    attempt->item.key = arena_strdup(&arena, item->key);
    attempt->item.rule = arena_strdup(&arena, item->rule);
    attempt->item.gateway = NULL;
    attempt->item.body = arena_strdup(&arena, item->body);
    attempt->route = *route;
    attempt->route.instead = arena_strdup(&arena, route->instead);
    attempt->arena = arena;
    return attempt;
}

int attempt_parts(const struct attempt *attempt)
{
    return attempt->item.channel == CHANNEL_SMS ? attempt->message.parts : 1;
}

int64_t attempt_cost(const struct attempt *attempt)
{
    return attempt_parts(attempt) * attempt->route.settings->cost_micro;
}

void attempt_free(struct attempt *attempt)
{
    struct arena arena = attempt->arena;

    arena_free(&arena);
}

static bool is_out_of_order(const struct attempt *attempt,
                            const struct exchange_reply *reply)
{
    if (reply->fate != EXCHANGE_ANSWERED)
        return true;
    if (reply->status == SMTP_CLOSING)
        return attempt->route.settings->channel == CHANNEL_MAIL;
    return attempt->route.settings->channel != CHANNEL_MAIL &&
           reply->status >= HTTP_OUT_OF_ORDER;
}

/* One recipient's fault, or ours, says nothing against the gateway. */
static bool is_doubtful(const struct attempt *attempt)
{
    if (attempt->is_question)
        return attempt->answer == DELIVERY_NO_ANSWER;
    return attempt->delivery.outcome == DELIVERY_RETRY ||
           attempt->delivery.outcome == DELIVERY_UNKNOWN;
}

static enum attempt_sign sign_of(const struct attempt *attempt,
                                 const struct exchange_reply *reply)
{
    if (reply->fate == EXCHANGE_ANSWERED && reply->status == HTTP_TOO_MANY)
        return SIGN_TOO_MANY;
    return is_doubtful(attempt) && is_out_of_order(attempt, reply) ? SIGN_FAULT
                                                                   : SIGN_GOOD;
}

static void replied(const struct exchange_reply *reply, void *context)
{
    struct attempt *attempt = context;
    const struct notifier *notifier = attempt->route.notifier;
    const struct gateway_settings *settings = attempt->route.settings;

    if (attempt->is_question)
        attempt->answer =
            notifier->answer(settings, &attempt->question, reply,
                             &attempt->arena, &attempt->delivery.reference);
    else
        notifier->classify(settings, reply, &attempt->arena,
                           &attempt->delivery);
    attempt->sign = sign_of(attempt, reply);
    attempt->ended(attempt);
}

static bool compose(struct attempt *attempt, struct exchange_request *request,
                    struct error *err)
{
    const struct notifier *notifier = attempt->route.notifier;

    if (attempt->is_question)
        return notifier->ask(attempt->route.settings, &attempt->question,
                             &attempt->arena, request, err);
    return notifier->compose(attempt->route.settings, &attempt->message,
                             &attempt->arena, request, err);
}

void attempt_start(struct attempt *attempt, struct carrier *carrier,
                   bool only_loopback)
{
    struct exchange_request *request =
        arena_new(&attempt->arena, struct exchange_request);
    struct error err;

    if (attempt->is_judged) {
        attempt->ended(attempt);
        return;
    }
    if (!compose(attempt, request, &err)) {
        attempt->answer = DELIVERY_NO_ANSWER;
        attempt->delivery = (struct delivery){
            .outcome = DELIVERY_REFUSED,
            .detail = arena_strdup(&attempt->arena, err.text),
        };
        attempt->ended(attempt);
        return;
    }
    request->only_loopback = only_loopback;
    carrier_send(carrier, request, replied, attempt);
}
