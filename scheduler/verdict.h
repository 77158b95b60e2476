/*
 * verdict.h - what becomes of a message after an attempt
 *
 * The table of product.md, as a pure function.
 */
#ifndef SCHEDULER_VERDICT_H
#define SCHEDULER_VERDICT_H

#include "base/dice.h"
#include "domain/delivery.h"
#include "domain/reminder.h"

/* How long a gateway may take to know of a message it was given. */
#define VERDICT_ASK_S       60

/* The pause between two questions about one message. */
#define VERDICT_ASK_PAUSE_S 15

struct verdict_request {
    enum delivery_outcome outcome;
    struct span retry_after; /* the gateway's wish; 0: none */
    bool repeatable;         /* the gateway ignores repeats of our key */
    bool askable;            /* it can be asked for our key */
    bool repeated;           /* already sent again after an unknown outcome */
    int attempts;            /* that count, this one included; from 1 */
    struct instant expires;  /* the message's latest useful time */
    struct instant now;
};

struct verdict {
    /*
     * The message's and its reminders' next state. PLANNED: again at `next`.
     * CLAIMED: its gateway is to be asked at `next`, nothing is sent before.
     */
    enum reminder_state state;
    enum reminder_reason reason; /* TOO_LATE with EXPIRED, else NONE */
    struct instant next;         /* 0 in any other state */
    bool counts;                 /* the attempt counts */
    bool stops_gateway;          /* nothing more leaves through it: an alarm */
    bool next_channel;           /* the rule's next channel is planned */
    bool repeats;                /* the one repeat after an unknown outcome */
};

/* `dice` jitters the pause. */
struct verdict verdict_after(const struct verdict_request *request,
                             struct dice *dice);

/*
 * After asking about an attempt made at `attempted`: found is ACCEPTED; not
 * found, or no answer, is asked again until VERDICT_ASK_S have passed; not
 * found then is sent again, once (`request->repeated` says whether that was
 * used up), no answer then is UNKNOWN. `request->outcome` is not looked at.
 */
struct verdict verdict_after_asking(const struct verdict_request *request,
                                    enum delivery_answer answer,
                                    struct instant attempted);

#endif
