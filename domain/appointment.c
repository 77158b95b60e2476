#include "domain/appointment.h"

#include <string.h>

static const char *const names[APPOINTMENT_STATE_COUNT] = {
    [APPOINTMENT_BOOKED] = "booked",
    [APPOINTMENT_CONFIRMED] = "confirmed",
    [APPOINTMENT_CANCELLED] = "cancelled",
    [APPOINTMENT_MOVED] = "moved",
    [APPOINTMENT_WITHDRAWN] = "withdrawn",
};

const char *appointment_state_name(enum appointment_state state)
{
    assert(state < APPOINTMENT_STATE_COUNT);
    return names[state];
}

bool appointment_state_find(const char *name, enum appointment_state *out)
{
    for (int i = 0; i < APPOINTMENT_STATE_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum appointment_state)i;
            return true;
        }
    }
    return false;
}

bool appointment_stands(enum appointment_state state)
{
    return state == APPOINTMENT_BOOKED || state == APPOINTMENT_CONFIRMED;
}
