#include "app/jobs/lane.h"

void lane_configure(struct lane *lane, const struct config *config,
                    enum channel channel, int64_t real_ms)
{
    lane->window = (size_t)config->windows[channel];
    lane->breaker = (struct breaker){.state = BREAKER_CLOSED};
    pace_init(&lane->pace, config->paces[channel], real_ms);
}

size_t lane_room(struct lane *lane, int64_t clock_ms, int64_t real_ms)
{
    size_t room =
        lane->window > lane->in_flight ? lane->window - lane->in_flight : 0;

    room = breaker_ready(&lane->breaker, clock_ms, room);
    return pace_ready(&lane->pace, real_ms, room);
}

void lane_take(struct lane *lane, size_t messages, size_t questions)
{
    lane->in_flight += messages + questions;
    pace_take(&lane->pace, messages);
    breaker_take(&lane->breaker, messages + questions);
}

void lane_ended(struct lane *lane, const struct attempt *attempt,
                int64_t clock_ms, int64_t real_ms)
{
    lane->in_flight--;
    switch (attempt->sign) {
    case SIGN_NONE:
        breaker_give_back(&lane->breaker);
        return;
    case SIGN_TOO_MANY:
        pace_slow(&lane->pace, real_ms);
        breaker_note(&lane->breaker, false, clock_ms);
        return;
    case SIGN_GOOD:
        breaker_note(&lane->breaker, false, clock_ms);
        return;
    case SIGN_FAULT:
        breaker_note(&lane->breaker, true, clock_ms);
        return;
    }
}

bool lane_is_open(const struct lane *lane, int64_t clock_ms, int64_t *wait_ms)
{
    *wait_ms = breaker_wait_ms(&lane->breaker, clock_ms);
    return *wait_ms > 0;
}
