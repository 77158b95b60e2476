#include "scheduler/verdict.h"

#include "scheduler/backoff.h"

/* Nothing more comes of it. */
static struct verdict settled(enum reminder_state state)
{
    return (struct verdict){.state = state, .counts = true};
}

static struct verdict try_again(const struct verdict_request *request,
                                struct dice *dice)
{
    struct span pause =
        backoff_pause(request->attempts, request->retry_after, dice);
    struct verdict verdict = settled(REMINDER_PLANNED);

    verdict.next = instant_add(request->now, pause);
    if (instant_before(verdict.next, request->expires))
        return verdict;
    verdict = settled(REMINDER_EXPIRED);
    verdict.reason = REASON_TOO_LATE;
    return verdict;
}

static struct verdict ask(const struct verdict_request *request)
{
    struct span pause = {VERDICT_ASK_PAUSE_S};

    return (struct verdict){
        .state = REMINDER_CLAIMED,
        .next = instant_add(request->now, pause),
        .counts = true,
    };
}

static struct verdict doubt(void)
{
    struct verdict verdict = settled(REMINDER_UNKNOWN);

    verdict.next_channel = true;
    return verdict;
}

static struct verdict after_unknown(const struct verdict_request *request,
                                    struct dice *dice)
{
    if (request->repeatable)
        return try_again(request, dice);
    if (request->askable)
        return ask(request);
    return doubt();
}

struct verdict verdict_after(const struct verdict_request *request,
                             struct dice *dice)
{
    struct verdict verdict;

    assert(request->attempts > 0);
    switch (request->outcome) {
    case DELIVERY_ACCEPTED:
        return settled(REMINDER_ACCEPTED);
    case DELIVERY_RETRY:
        return try_again(request, dice);
    case DELIVERY_REFUSED:
        verdict = settled(REMINDER_REFUSED);
        verdict.next_channel = true;
        return verdict;
    case DELIVERY_CONFIG:
        return (struct verdict){
            .state = REMINDER_PLANNED,
            .next = request->now,
            .stops_gateway = true,
        };
    case DELIVERY_UNKNOWN:
        return after_unknown(request, dice);
    }
    return doubt();
}

struct verdict verdict_after_asking(const struct verdict_request *request,
                                    enum delivery_answer answer,
                                    struct instant attempted)
{
    struct span asked = instant_since(request->now, attempted);
    struct verdict verdict;

    if (answer == DELIVERY_FOUND)
        return settled(REMINDER_ACCEPTED);
    if (asked.s < VERDICT_ASK_S)
        return ask(request);
    if (answer == DELIVERY_NO_ANSWER || request->repeated)
        return doubt();
    verdict = settled(REMINDER_PLANNED);
    verdict.next = request->now;
    verdict.repeats = true;
    if (instant_before(request->now, request->expires))
        return verdict;
    verdict = settled(REMINDER_EXPIRED);
    verdict.reason = REASON_TOO_LATE;
    return verdict;
}
