/*
 * clock.h - where "now" comes from
 *
 * Only app/ reads a clock; everything below takes an instant. A clock is the
 * system's, or stands still at an instant (--at), or runs from it N times as
 * fast (--at --speed N).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/instant.h"

struct clock {
    bool is_pretended; /* --at or --speed: never the real world's time */
    int speed;         /* pretended seconds a second; 0 stands still */
    int64_t from_ms;   /* pretended Unix time at `since_ms` */
    int64_t since_ms;  /* the monotonic clock then */
};

struct clock clock_system(void);
struct clock clock_standing(struct instant at);
/* `speed` is 1..1000000. */
struct clock clock_running(struct instant from, int speed);

struct instant clock_now(const struct clock *clock);

/* Unix time in milliseconds, of the same clock. */
int64_t clock_now_ms(const struct clock *clock);

/*
 * Real milliseconds until the clock shows `at`, rounded up; at least 1. Of a
 * clock that stands still, as if it ran.
 */
int64_t clock_real_ms_until(const struct clock *clock, struct instant at);

#endif
