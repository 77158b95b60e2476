#include "domain/receipt.h"

#include <string.h>

static const struct {
    const char *name;
    int rank;
    bool is_final;
} states[RECEIPT_STATE_COUNT] = {
    [RECEIPT_QUEUED] = {"queued", 0, false},
    [RECEIPT_SENT] = {"sent", 1, false},
    [RECEIPT_BUFFERED] = {"buffered", 2, false},
    [RECEIPT_EXPIRED] = {"expired", 3, true},
    [RECEIPT_FAILED] = {"failed", 3, true},
    [RECEIPT_UNDELIVERED] = {"undelivered", 3, true},
    [RECEIPT_DELIVERED] = {"delivered", 4, true},
    [RECEIPT_READ] = {"read", 5, true},
};

const char *receipt_state_name(enum receipt_state state)
{
    return states[state].name;
}

bool receipt_state_find(const char *name, enum receipt_state *out)
{
    for (int i = 0; i < RECEIPT_STATE_COUNT; i++) {
        if (strcmp(states[i].name, name) == 0) {
            *out = (enum receipt_state)i;
            return true;
        }
    }
    return false;
}

bool receipt_state_is_final(enum receipt_state state)
{
    return states[state].is_final;
}

bool receipt_may_follow(enum receipt_state known, enum receipt_state next)
{
    return states[next].rank > states[known].rank;
}
