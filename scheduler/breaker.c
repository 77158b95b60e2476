#include "scheduler/breaker.h"

int64_t breaker_wait_ms(const struct breaker *breaker, int64_t now_ms)
{
    int64_t wait_ms = breaker->until_ms - now_ms;

    if (breaker->state != BREAKER_OPEN || wait_ms <= 0)
        return 0;
    return wait_ms < breaker->pause_ms ? wait_ms : breaker->pause_ms;
}

size_t breaker_ready(struct breaker *breaker, int64_t now_ms, size_t limit)
{
    if (breaker->state == BREAKER_OPEN) {
        int64_t wait_ms = breaker_wait_ms(breaker, now_ms);

        /* The clock may have been put back meanwhile. */
        breaker->until_ms = now_ms + wait_ms;
        if (wait_ms > 0)
            return 0;
        breaker->state = BREAKER_HALF_OPEN;
        breaker->is_probing = false;
    }
    if (breaker->state == BREAKER_CLOSED)
        return limit;
    return breaker->is_probing || limit == 0 ? 0 : 1;
}

void breaker_take(struct breaker *breaker, size_t count)
{
    if (breaker->state == BREAKER_HALF_OPEN && count != 0)
        breaker->is_probing = true;
}

void breaker_give_back(struct breaker *breaker)
{
    breaker->is_probing = false;
}

static void remember(struct breaker *breaker, bool is_fault, int64_t now_ms)
{
    breaker->last[breaker->next].at_ms = now_ms;
    breaker->last[breaker->next].is_fault = is_fault;
    breaker->next = (breaker->next + 1) % BREAKER_LAST;
    if (breaker->count < BREAKER_LAST)
        breaker->count++;
    breaker->in_a_row = is_fault ? breaker->in_a_row + 1 : 0;
}

static bool is_failing(const struct breaker *breaker, int64_t now_ms)
{
    int faults = 0;

    if (breaker->in_a_row >= BREAKER_IN_A_ROW)
        return true;
    if (breaker->count < BREAKER_LAST)
        return false;
    for (size_t i = 0; i < BREAKER_LAST; i++) {
        if (now_ms - breaker->last[i].at_ms > BREAKER_LAST_MS)
            return false;
        faults += breaker->last[i].is_fault;
    }
    return faults >= BREAKER_OF_LAST;
}

static void open(struct breaker *breaker, int64_t pause_ms, int64_t now_ms)
{
    breaker->state = BREAKER_OPEN;
    breaker->pause_ms =
        pause_ms < BREAKER_PAUSE_MAX ? pause_ms : BREAKER_PAUSE_MAX;
    breaker->until_ms = now_ms + breaker->pause_ms;
    breaker->is_probing = false;
    breaker->in_a_row = 0;
    breaker->count = 0;
    breaker->next = 0;
}

void breaker_note(struct breaker *breaker, bool is_fault, int64_t now_ms)
{
    switch (breaker->state) {
    case BREAKER_CLOSED:
        remember(breaker, is_fault, now_ms);
        if (is_failing(breaker, now_ms))
            open(breaker, BREAKER_PAUSE_MS, now_ms);
        return;
    case BREAKER_OPEN:
        return; /* one that started before it opened */
    case BREAKER_HALF_OPEN:
        if (is_fault)
            open(breaker, 2 * breaker->pause_ms, now_ms);
        else
            *breaker = (struct breaker){.state = BREAKER_CLOSED};
        return;
    }
}
