/*
 * lane.h - one channel's way to its gateway: how many may be under way
 *
 * The window bounds what is under way at once, so what a crash leaves in
 * doubt and what a gateway that hangs can hold; the pace bounds what starts
 * in a second; the breaker leaves a failing gateway alone. All three live in
 * memory only: after a start a gateway is good until it fails again. On the
 * loop's thread.
 *
 * Two clocks: `clock_ms` is the office's, which may be pretended, in
 * milliseconds; `real_ms` is the loop's own.
 */
#ifndef APP_JOBS_LANE_H
#define APP_JOBS_LANE_H

#include "app/config.h"
#include "app/jobs/attempt.h"
#include "scheduler/breaker.h"
#include "scheduler/pace.h"

struct lane {
    size_t window;
    size_t in_flight;
    struct pace pace;
    struct breaker breaker;
};

/* What is under way stays so; pace and breaker begin anew. */
void lane_configure(struct lane *lane, const struct config *config,
                    enum channel channel, int64_t real_ms);

/* How many may start now. */
size_t lane_room(struct lane *lane, int64_t clock_ms, int64_t real_ms);

/* That many have been claimed. */
void lane_take(struct lane *lane, size_t messages, size_t questions);

/* `attempt`, which had been claimed, has ended. */
void lane_ended(struct lane *lane, const struct attempt *attempt,
                int64_t clock_ms, int64_t real_ms);

/* Whether its gateway is left alone for a while, and for how long. */
bool lane_is_open(const struct lane *lane, int64_t clock_ms, int64_t *wait_ms);

#endif
