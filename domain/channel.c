#include "domain/channel.h"

#include <string.h>

static const char *const names[CHANNEL_COUNT] = {
    [CHANNEL_SMS] = "sms",
    [CHANNEL_MAIL] = "mail",
};

const char *channel_name(enum channel channel)
{
    assert(channel < CHANNEL_COUNT);
    return names[channel];
}

bool channel_find(const char *name, enum channel *out)
{
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum channel)i;
            return true;
        }
    }
    return false;
}
