#include "scheduler/backoff.h"

struct span backoff_pause(int attempts, struct span retry_after,
                          struct dice *dice)
{
    int64_t most = INT64_C(2) * BACKOFF_MIN_S;
    int64_t pause;

    assert(attempts > 0);
    for (int i = 1; i < attempts && most < BACKOFF_MAX_S; i++)
        most *= 2;
    if (most > BACKOFF_MAX_S)
        most = BACKOFF_MAX_S;
    pause = most / 2 + dice_below(dice, (uint32_t)(most / 2 + 1));
    if (pause < retry_after.s)
        return retry_after;
    return (struct span){pause};
}
