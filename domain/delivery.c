#include "domain/delivery.h"

#include <string.h>

static const char *const names[DELIVERY_OUTCOME_COUNT] = {
    [DELIVERY_ACCEPTED] = "accepted", [DELIVERY_RETRY] = "retry",
    [DELIVERY_REFUSED] = "refused",   [DELIVERY_CONFIG] = "config",
    [DELIVERY_UNKNOWN] = "unknown",
};

const char *delivery_outcome_name(enum delivery_outcome outcome)
{
    assert(outcome < DELIVERY_OUTCOME_COUNT);
    return names[outcome];
}

bool delivery_outcome_find(const char *name, enum delivery_outcome *out)
{
    for (int i = 0; i < DELIVERY_OUTCOME_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum delivery_outcome)i;
            return true;
        }
    }
    return false;
}
