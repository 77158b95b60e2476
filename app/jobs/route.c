#include "app/jobs/route.h"

#include <string.h>

#include "store/settings.h"

static const char redirect_prefix[] = "to:";

static struct route route_by(const struct gateway_settings *settings)
{
    return (struct route){
        .notifier = notifier_find(settings->kind),
        .settings = settings,
    };
}

/* The channel an address belongs to. */
static enum channel channel_of(const char *address)
{
    return strchr(address, '@') == NULL ? CHANNEL_SMS : CHANNEL_MAIL;
}

bool routes_read(struct db *db, const struct routing *routing,
                 struct arena *arena, struct routes *out, struct error *err)
{
    const char *live;
    const char *instead = NULL;

    if (!setting_get(db, SETTING_LIVE, arena, &live, err))
        return false;
    live = live == NULL ? "off" : live;
    if (strncmp(live, redirect_prefix, strlen(redirect_prefix)) == 0)
        instead = live + strlen(redirect_prefix);
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        const struct gateway_settings *gateway = &routing->config->gateways[i];
        bool leaves = strcmp(live, "on") == 0 ||
                      (instead != NULL && (int)channel_of(instead) == i);

        if (routing->clock->is_pretended && !config_gateway_is_local(gateway))
            leaves = false;
        out->of[i] = route_by(leaves ? gateway : &routing->outbox->gateways[i]);
        out->of[i].instead = leaves ? instead : NULL;
    }
    return true;
}
