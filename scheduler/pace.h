/*
 * pace.h - how many messages may start now, and when to ask again
 *
 * A token bucket for one gateway, in whole numbers, so that no fraction is
 * ever lost. Times are milliseconds of one clock; when it jumps back nothing
 * is given until it has moved on again.
 */
#ifndef SCHEDULER_PACE_H
#define SCHEDULER_PACE_H

#include "base/base.h"

/* `count` in each `period_ms`; a count of 0 is no limit. */
struct pace_rate {
    int64_t count;     /* 0..PACE_COUNT_MAX */
    int64_t period_ms; /* positive, at most PACE_PERIOD_MAX_MS */
};

#define PACE_COUNT_MAX     1000000
#define PACE_PERIOD_MAX_MS 86400000

struct pace {
    struct pace_rate rate;
    int64_t level; /* tokens times period_ms */
    int64_t at_ms; /* when `level` was right */
};

/* Starts full: with one second's worth of messages, and at least one. */
void pace_init(struct pace *pace, struct pace_rate rate, int64_t now_ms);

/* How many may start now: at most one second's worth, and `limit`. */
size_t pace_ready(struct pace *pace, int64_t now_ms, size_t limit);

/* Takes `count` of those that were ready. */
void pace_take(struct pace *pace, size_t count);

/* Milliseconds until one more may start; 0 when one may now. */
int64_t pace_wait_ms(struct pace *pace, int64_t now_ms);

#endif
