/*
 * attempt.h - one claimed message on its way, or a question about one
 *
 * Made by a pass on the store thread (claim.h, questions.h), sent from the
 * loop, and recorded by a later pass (outcome.h). It sits in its own arena and
 * belongs to whoever has it in a list.
 */
#ifndef APP_JOBS_ATTEMPT_H
#define APP_JOBS_ATTEMPT_H

#include "app/jobs/route.h"
#include "domain/delivery.h"
#include "net/carrier.h"
#include "store/outbox.h"

struct dispatch;

/* What an answer says of its gateway, whatever became of the message. */
enum attempt_sign {
    SIGN_NONE,     /* nobody was asked */
    SIGN_GOOD,     /* it answers */
    SIGN_FAULT,    /* out of reach, broken off, or out of order itself */
    SIGN_TOO_MANY, /* it answers, and wants fewer (429) */
};

struct attempt {
    struct attempt *next;
    struct arena arena;
    struct outbox_item item; /* its texts belong to the arena */
    struct route route;
    struct message message;
    int64_t fence;

    /* How it ended. */
    bool is_judged; /* known without asking the gateway */
    enum attempt_sign sign;
    struct delivery delivery;

    /* Not a message, but a question about one; `delivery` has the reference
     * of what was found. */
    bool is_question;
    struct question question;
    enum delivery_answer answer;

    /* Whom to tell, once. */
    void (*ended)(struct attempt *attempt);
    struct dispatch *dispatch;
};

struct attempts {
    struct attempt *first;
    struct attempt **last;
};

void attempts_init(struct attempts *attempts);
void attempts_add(struct attempts *attempts, struct attempt *attempt);
struct attempt *attempts_take(struct attempts *attempts); /* NULL: none */
void attempts_move(struct attempts *from, struct attempts *to);
void attempts_free(struct attempts *attempts); /* with all in it */

/* With texts of its own; everything else is zero. */
struct attempt *attempt_new(const struct outbox_item *item,
                            const struct route *route) NEVER_NULL;
void attempt_free(struct attempt *attempt);

/* What its gateway is paid for: parts of an SMS, or one mail. */
int attempt_parts(const struct attempt *attempt);
/* What that costs, in millionths of the currency's unit. */
int64_t attempt_cost(const struct attempt *attempt);

/*
 * Writes the request and gives it to the carrier; `ended` is called on the
 * loop's thread, perhaps before this returns. `only_loopback` as in
 * net/exchange.h.
 */
void attempt_start(struct attempt *attempt, struct carrier *carrier,
                   bool only_loopback);

#endif
