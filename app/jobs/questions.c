#include "app/jobs/questions.h"

#include <string.h>

#include "app/jobs/outcome.h"
#include "scheduler/verdict.h"

/* Looked at in one pass. */
#define QUESTIONS_MAX 50

/* The gateway of that name, as it is configured now; NULL: it is gone. */
static const struct gateway_settings *find_gateway(const struct config *config,
                                                   const char *name)
{
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        if (strcmp(config->gateways[i].name, name) == 0)
            return &config->gateways[i];
    }
    return NULL;
}

/* Nobody is there to ask any more. */
static bool give_up(struct db *db, const struct pass *pass,
                    const struct outbox_item *item, struct error *err)
{
    struct result result = {
        .id = item->id,
        .fence = item->fence,
        .gateway = item->gateway,
        .delivery =
            {
                .outcome = DELIVERY_UNKNOWN,
                .detail = "its gateway cannot be asked any more",
            },
        .state = REMINDER_UNKNOWN,
    };

    return outbox_ask(db, item->id, &result.fence, err) &&
           outbox_record(db, &result, pass->now, err);
}

static bool ask_one(struct db *db, struct pass *pass,
                    const struct outbox_item *item, const struct route *route,
                    struct error *err)
{
    struct attempt *attempt = attempt_new(item, route);

    attempt->is_question = true;
    attempt->question = (struct question){
        .key = attempt->item.key,
        .to = route->instead != NULL ? attempt->route.instead
                                     : attempt->item.address,
        .text = attempt->item.body,
        .attempted = item->doubted,
    };
    if (!outbox_ask(db, item->id, &attempt->fence, err)) {
        attempt_free(attempt);
        return false;
    }
    attempts_add(&pass->claimed, attempt);
    pass->asked_count[item->channel]++;
    return true;
}

/* Leaves alone what has no place now: it is due again at the next pass. */
static bool consider(struct db *db, struct pass *pass,
                     const struct outbox_item *item,
                     const struct routes *routes, struct error *err)
{
    size_t *capacity = &pass->capacity[item->channel];
    struct route route = {
        .settings = find_gateway(pass->routing.config, item->gateway),
        .instead = routes->of[item->channel].instead,
    };

    if (route.settings != NULL)
        route.notifier = notifier_find(route.settings->kind);
    if (!outcome_is_askable(route.notifier))
        return give_up(db, pass, item, err);
    if (*capacity == 0)
        return true;
    (*capacity)--;
    return ask_one(db, pass, item, &route, err);
}

bool questions_due(struct db *db, struct pass *pass,
                   const struct routes *routes, struct wake *wake,
                   struct error *err)
{
    struct arena arena = {0};
    struct outbox_items due;
    struct instant next;
    bool found;
    bool ok = outbox_doubtful(db, pass->now, QUESTIONS_MAX, &arena, &due, err);

    for (size_t i = 0; ok && i < due.count; i++)
        ok = consider(db, pass, &due.items[i], routes, err);
    ok = ok && outbox_next_question(db, &found, &next, err);
    if (ok && found)
        wake_by(wake, next);
    arena_free(&arena);
    return ok || error_wrap(err, "asking for messages");
}
