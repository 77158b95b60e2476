#include "base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec at;

    (void)clock_gettime(id, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

struct clock clock_system(void)
{
    return (struct clock){.speed = 1};
}

struct clock clock_standing(struct instant at)
{
    return (struct clock){.is_pretended = true, .from_ms = at.unix_s * 1000};
}

struct clock clock_running(struct instant from, int speed)
{
    return (struct clock){
        .is_pretended = true,
        .speed = speed,
        .from_ms = from.unix_s * 1000,
        .since_ms = read_ms(CLOCK_MONOTONIC),
    };
}

int64_t clock_now_ms(const struct clock *clock)
{
    if (!clock->is_pretended)
        return read_ms(CLOCK_REALTIME);
    return clock->from_ms +
           (read_ms(CLOCK_MONOTONIC) - clock->since_ms) * clock->speed;
}

struct instant clock_now(const struct clock *clock)
{
    return (struct instant){clock_now_ms(clock) / 1000};
}

int64_t clock_real_ms_until(const struct clock *clock, struct instant at)
{
    int64_t speed = clock->speed > 0 ? clock->speed : 1;
    int64_t ms = at.unix_s * 1000 - clock_now_ms(clock);

    return ms < speed ? 1 : (ms + speed - 1) / speed;
}
