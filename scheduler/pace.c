#include "scheduler/pace.h"

#define SECOND_MS 1000

/* Tokens the bucket holds: one second's worth, and at least one. */
static int64_t tokens_max(const struct pace *pace)
{
    int64_t second = pace->rate.count * SECOND_MS / pace->rate.period_ms;

    return second > 1 ? second : 1;
}

void pace_init(struct pace *pace, struct pace_rate rate, int64_t now_ms)
{
    assert(rate.count >= 0 && rate.count <= PACE_COUNT_MAX);
    assert(rate.period_ms > 0 && rate.period_ms <= PACE_PERIOD_MAX_MS);
    *pace = (struct pace){.own = rate, .rate = rate, .at_ms = now_ms};
    pace->level = tokens_max(pace) * rate.period_ms;
}

static void refill(struct pace *pace, int64_t now_ms)
{
    int64_t full = tokens_max(pace) * pace->rate.period_ms;
    int64_t passed_ms = now_ms - pace->at_ms;

    pace->at_ms = now_ms;
    if (passed_ms <= 0)
        return;
    /* Longer than any bucket takes to fill; keeps the product small. */
    if (passed_ms > PACE_PERIOD_MAX_MS)
        passed_ms = PACE_PERIOD_MAX_MS;
    pace->level += passed_ms * pace->rate.count;
    if (pace->level > full)
        pace->level = full;
}

/* Tokens stay tokens; a bucket that shrinks spills. */
static void change_rate(struct pace *pace, struct pace_rate rate)
{
    int64_t full;

    pace->level = pace->level / pace->rate.period_ms * rate.period_ms;
    pace->rate = rate;
    full = tokens_max(pace) * rate.period_ms;
    if (pace->level > full)
        pace->level = full;
}

/* What a slowed gateway may have again by now. */
static void mend(struct pace *pace, int64_t now_ms)
{
    int64_t most = pace->own.count == 0 ? PACE_SLOWED_FROM : pace->own.count;
    struct pace_rate rate = pace->rate;

    while (pace->is_slowed && now_ms - pace->slowed_ms >= PACE_MEND_MS) {
        pace->slowed_ms += PACE_MEND_MS;
        rate.count += (rate.period_ms + SECOND_MS - 1) / SECOND_MS;
        if (rate.count < most)
            continue;
        rate = pace->own;
        pace->is_slowed = false;
    }
    if (rate.count != pace->rate.count)
        change_rate(pace, rate);
}

void pace_slow(struct pace *pace, int64_t now_ms)
{
    struct pace_rate rate = pace->rate;
    int64_t since_ms = now_ms - pace->slowed_ms;

    if (pace->is_slowed && since_ms >= 0 && since_ms < PACE_SLOW_AGAIN_MS)
        return;
    if (rate.count == 0)
        rate = (struct pace_rate){PACE_SLOWED_FROM, SECOND_MS};
    rate.count = rate.count > 1 ? rate.count / 2 : 1;
    pace->is_slowed = true;
    pace->slowed_ms = now_ms;
    change_rate(pace, rate);
}

size_t pace_ready(struct pace *pace, int64_t now_ms, size_t limit)
{
    size_t ready;

    mend(pace, now_ms);
    if (pace->rate.count == 0)
        return limit;
    refill(pace, now_ms);
    if (pace->level <= 0)
        return 0;
    ready = (size_t)(pace->level / pace->rate.period_ms);
    return ready < limit ? ready : limit;
}

void pace_take(struct pace *pace, size_t count)
{
    int64_t taken = (int64_t)count * pace->rate.period_ms;

    if (pace->rate.count == 0)
        return;
    pace->level -= taken;
}

int64_t pace_wait_ms(struct pace *pace, int64_t now_ms)
{
    int64_t lacking;

    mend(pace, now_ms);
    if (pace->rate.count == 0)
        return 0;
    refill(pace, now_ms);
    lacking = pace->rate.period_ms - pace->level;
    if (lacking <= 0)
        return 0;
    return (lacking + pace->rate.count - 1) / pace->rate.count;
}
