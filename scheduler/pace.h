/*
 * pace.h - how many messages may start now, and when to ask again
 *
 * A token bucket for one gateway, in whole numbers, so that no fraction is
 * ever lost. Times are milliseconds of one clock; when it jumps back nothing
 * is given until it has moved on again.
 *
 * A gateway that says "too many" gets half as many, at most one halving a
 * second, since those under way all hear the same. Each minute without
 * such an answer gives one a second back, until the rate is its own again.
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

/* A gateway without a limit that says "too many" is taken to allow this many
 * a second until then. */
#define PACE_SLOWED_FROM   100

#define PACE_MEND_MS       60000
#define PACE_SLOW_AGAIN_MS 1000

struct pace {
    struct pace_rate own;  /* as configured */
    struct pace_rate rate; /* as it is now: `own`, unless slowed */
    bool is_slowed;
    int64_t slowed_ms; /* when it last was, or was given one back */
    int64_t level;     /* tokens times period_ms */
    int64_t at_ms;     /* when `level` was right */
};

/* Starts full: with one second's worth of messages, and at least one. */
void pace_init(struct pace *pace, struct pace_rate rate, int64_t now_ms);

/* How many may start now: at most one second's worth, and `limit`. */
size_t pace_ready(struct pace *pace, int64_t now_ms, size_t limit);

/* Takes `count` of those that were ready; slowed or begun anew meanwhile, the
 * bucket owes some. */
void pace_take(struct pace *pace, size_t count);

/* The gateway said "too many". */
void pace_slow(struct pace *pace, int64_t now_ms);

/* Milliseconds until one more may start; 0 when one may now. */
int64_t pace_wait_ms(struct pace *pace, int64_t now_ms);

#endif
