/*
 * outcome.h - what became of an appointment, in one word
 *
 * The one function that gives an appointment its outcome class; every figure
 * is built on it. Definitions as in product.md: words, "said".
 */
#ifndef ANALYTICS_OUTCOME_H
#define ANALYTICS_OUTCOME_H

#include "domain/appointment.h"
#include "domain/attendance.h"

enum outcome {
    OUTCOME_ATTENDED,
    OUTCOME_ATTENDED_LATE,
    OUTCOME_NOT_SEEN, /* came too late, or left */
    OUTCOME_NO_SHOW,
    OUTCOME_CANCELLED_EARLY,
    OUTCOME_CANCELLED_SHORT,
    OUTCOME_CANCELLED_OFFICE,
    OUTCOME_MOVED_EARLY,
    OUTCOME_MOVED_SHORT,
    OUTCOME_WITHDRAWN, /* gone from its feed, nobody said why */
    OUTCOME_UNMARKED,  /* over, but nobody said what happened */
    OUTCOME_FUTURE,
};

#define OUTCOME_COUNT 12

/* What the outcome depends on, apart from the time. */
struct outcome_facts {
    struct instant start;
    enum appointment_state state;
    enum cancelled_by cancelled_by;
    struct said said;
    enum attendance attendance;
};

/*
 * Total and pure. In this order:
 *
 *   1. start after `now`: FUTURE, whatever else is known.
 *   2. Recorded attendance decides, also for a cancelled, moved or withdrawn
 *      slot: it is a person's word about what happened, and calendars are
 *      tidied afterwards (a missed visit dragged to next week).
 *   3. Cancelled by the office; withdrawn; nobody said anything: UNMARKED.
 *   4. Cancelled (by whom is taken as the customer unless it was the office)
 *      or moved: by the notice, start − said. Under `short_notice` is short,
 *      exactly that much is early, and so is a time nobody knows. A
 *      cancellation said at or after the start is a NO_SHOW. A bracket counts
 *      at its customer's best end and is never more than short; nor is a move,
 *      which is never a miss.
 */
enum outcome outcome_of(const struct outcome_facts *facts, struct instant now,
                        struct span short_notice);

/* "attended"…: the key in `counts` of the report. */
const char *outcome_name(enum outcome outcome) NEVER_NULL;

/* A: seen. */
bool outcome_is_attended(enum outcome outcome);
/* F: should have come and was not seen. */
bool outcome_is_missed(enum outcome outcome);
/* S: cancelled or moved at short notice. */
bool outcome_is_short(enum outcome outcome);

#endif
