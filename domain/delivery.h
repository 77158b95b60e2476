/*
 * delivery.h - one attempt at handing a message to a gateway; history only
 */
#ifndef DOMAIN_DELIVERY_H
#define DOMAIN_DELIVERY_H

#include "base/instant.h"

enum delivery_outcome {
    DELIVERY_ACCEPTED, /* the gateway has it */
    DELIVERY_RETRY,    /* certain that nothing was taken */
    DELIVERY_REFUSED,  /* this message to this address will never go */
    DELIVERY_CONFIG,   /* our key, sender or balance: the gateway stops */
    DELIVERY_UNKNOWN,  /* may or may not have been taken */
};

#define DELIVERY_OUTCOME_COUNT 5

struct delivery {
    enum delivery_outcome outcome;
    int status;              /* HTTP status or SMTP reply; 0 when none */
    const char *reference;   /* the gateway's own id, or NULL */
    const char *detail;      /* what it said; no names, numbers or secrets */
    const char *code;        /* its own code for it, or NULL */
    bool suppress;           /* nothing more to this address on this channel:
                                it opted out, or there is no such */
    struct span retry_after; /* asked for by the gateway; 0 when not */
};

/* What a gateway says when it is asked whether it has a message. */
enum delivery_answer {
    DELIVERY_FOUND,     /* it has one of our key */
    DELIVERY_NOT_FOUND, /* it has none */
    DELIVERY_NO_ANSWER, /* it could not say */
};

const char *delivery_outcome_name(enum delivery_outcome outcome) NEVER_NULL;
bool delivery_outcome_find(const char *name, enum delivery_outcome *out);

#endif
