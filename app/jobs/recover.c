#include "app/jobs/recover.h"

#include <string.h>

#include "app/jobs/outcome.h"
#include "notifiers/notifier.h"
#include "store/outbox.h"

struct recovery {
    const struct config *config;
    struct instant now;
    size_t count;
};

/* What may be done about a message that the gateway of that name may have. */
static enum reminder_state next_state(const struct config *config,
                                      const char *name)
{
    const struct notifier *notifier = notifier_find(name);

    for (int i = 0; i < CHANNEL_COUNT; i++) {
        const struct gateway_settings *settings = &config->gateways[i];

        if (strcmp(settings->name, name) != 0)
            continue;
        notifier = notifier_find(settings->kind);
        if (notifier_is_repeatable(notifier, settings))
            return REMINDER_PLANNED;
        return outcome_is_askable(notifier) ? REMINDER_CLAIMED
                                            : REMINDER_UNKNOWN;
    }
    /* The outbox. */
    return notifier != NULL && notifier->repeatable ? REMINDER_PLANNED
                                                    : REMINDER_UNKNOWN;
}

static bool judge_stranded(struct db *db, const struct recovery *recovery,
                           const struct outbox_item *item, struct error *err)
{
    struct result result = {
        .id = item->id,
        .fence = item->fence,
        .gateway = item->gateway,
        .delivery =
            {
                .outcome = DELIVERY_UNKNOWN,
                .detail = "the program stopped during this attempt",
            },
        .state = next_state(recovery->config, item->gateway),
        .next = recovery->now,
    };

    return outbox_record(db, &result, recovery->now, err);
}

static bool recover(struct db *db, void *context, struct error *err)
{
    struct recovery *recovery = context;
    struct arena arena = {0};
    struct outbox_items stranded;
    bool ok = outbox_stranded(db, &arena, &stranded, err);

    recovery->count = ok ? stranded.count : 0;
    for (size_t i = 0; ok && i < stranded.count; i++)
        ok = judge_stranded(db, recovery, &stranded.items[i], err);
    arena_free(&arena);
    return ok;
}

bool recover_stranded(struct store *store, const struct config *config,
                      struct instant now, size_t *count, struct error *err)
{
    struct recovery recovery = {.config = config, .now = now};
    bool ok = store_call(store, recover, &recovery, err);

    *count = recovery.count;
    return ok;
}
