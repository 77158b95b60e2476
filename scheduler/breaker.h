/*
 * breaker.h - whether a gateway that fails is left alone for a while
 *
 *     CLOSED --faults--> OPEN --time--> HALF OPEN --good--> CLOSED
 *                         ^                 |
 *                         +----- fault -----+  for twice as long
 *
 * Closed, everything passes. Five faults in a row, or half of the last twenty
 * answers when those came within a minute, open it: for 30 seconds at first,
 * then twice as long each time, up to ten minutes. Then one message is let
 * through; what becomes of it decides.
 *
 * A fault is the gateway's own: it could not be reached, broke off, or
 * answered that it is out of order (5xx). What is wrong with one recipient, or
 * with our key, is none, and "too many" (429) slows the pace instead.
 *
 * Pure; times are milliseconds of one clock. When it jumps back, an open
 * breaker waits for no longer than its pause.
 */
#ifndef SCHEDULER_BREAKER_H
#define SCHEDULER_BREAKER_H

#include "base/base.h"

#define BREAKER_IN_A_ROW  5              /* an outage; four may be bad luck */
#define BREAKER_LAST      20             /* looked at together… */
#define BREAKER_OF_LAST   10             /* …for so many faults… */
#define BREAKER_LAST_MS   INT64_C(60000) /* …when they came within that */
#define BREAKER_PAUSE_MS  INT64_C(30000)
#define BREAKER_PAUSE_MAX INT64_C(600000)

enum breaker_state {
    BREAKER_CLOSED,
    BREAKER_OPEN,
    BREAKER_HALF_OPEN, /* one is let through, or under way */
};

/* Zero-initialised it is closed. */
struct breaker {
    enum breaker_state state;
    int in_a_row;
    size_t count; /* of answers in `last` */
    size_t next;  /* where the next one goes */
    struct {
        int64_t at_ms;
        bool is_fault;
    } last[BREAKER_LAST];
    int64_t pause_ms; /* of this opening, or of the one before */
    int64_t until_ms; /* open until then */
    bool is_probing;  /* half open, and the one is under way */
};

/* How many may start now, of `limit`. */
size_t breaker_ready(struct breaker *breaker, int64_t now_ms, size_t limit);

/* `count` of those have started. */
void breaker_take(struct breaker *breaker, size_t count);

/* One that had started has ended. */
void breaker_note(struct breaker *breaker, bool is_fault, int64_t now_ms);

/* One that had started has asked nobody: another may go in its place. */
void breaker_give_back(struct breaker *breaker);

/* Milliseconds until one may start; 0 when one may, or one is under way. */
int64_t breaker_wait_ms(const struct breaker *breaker, int64_t now_ms);

#endif
