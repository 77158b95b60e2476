/*
 * receipt.h - what a gateway later says about a message, and what people
 * answer
 *
 * Receipts come out of order, twice, or never. So their states have ranks: a
 * lower or equal one never overwrites, whenever it comes.
 */
#ifndef DOMAIN_RECEIPT_H
#define DOMAIN_RECEIPT_H

#include "base/base.h"

enum receipt_state {
    RECEIPT_QUEUED,      /* the gateway has it */
    RECEIPT_SENT,        /* the network or the other relay has it */
    RECEIPT_BUFFERED,    /* waits there: switched off, mailbox busy */
    RECEIPT_EXPIRED,     /* waited too long */
    RECEIPT_FAILED,      /* did not leave the gateway */
    RECEIPT_UNDELIVERED, /* left it, and did not arrive */
    RECEIPT_DELIVERED,
    RECEIPT_READ,
};

#define RECEIPT_STATE_COUNT 8

/* One of `reference` and `key` at least is there. */
struct receipt {
    const char *reference; /* the gateway's id of the message, or NULL */
    const char *key;       /* ours, message->key, or NULL */
    const char *event;     /* the gateway's id of this receipt, or NULL */
    const char *to;        /* whom it is about, as the gateway writes it;
                              NULL: it does not say */
    enum receipt_state state;
    const char *code;   /* the gateway's reason, or NULL */
    const char *detail; /* in words; no names, numbers or secrets */
    bool is_final;      /* its last word, except that it arrived after all */
    bool is_passing;    /* the reason passes: later it may work */
    bool suppress;      /* nothing more to this address, whatever the state */
};

struct inbound {
    const char *from; /* as the gateway writes it */
    const char *to;   /* our number, or NULL */
    const char *text; /* UTF-8; "" is possible */
    const char *id;   /* the gateway's, for telling repeats; or NULL */
};

/* "delivered": for the database and people. */
const char *receipt_state_name(enum receipt_state state) NEVER_NULL;
bool receipt_state_find(const char *name, enum receipt_state *out);

/* Whether the gateway says no more after that. */
bool receipt_state_is_final(enum receipt_state state);

/*
 * Whether `next` overwrites what is known. Arriving overwrites a failure
 * (operators do that), nothing overwrites arriving but being read.
 */
bool receipt_may_follow(enum receipt_state known, enum receipt_state next);

#endif
