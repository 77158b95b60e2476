#include "scheduler/wake.h"

struct wake wake_start(struct instant now)
{
    return (struct wake){
        .now = now,
        .at = instant_add(now, (struct span){WAKE_MAX_S}),
    };
}

void wake_by(struct wake *wake, struct instant at)
{
    struct instant soonest = instant_add(wake->now, (struct span){WAKE_MIN_S});

    wake->at = instant_earlier(wake->at, instant_later(at, soonest));
}
