/*
 * reply.h - what gateways' replies have in common
 */
#ifndef NOTIFIERS_REPLY_H
#define NOTIFIERS_REPLY_H

#include "base/arena.h"
#include "domain/delivery.h"
#include "net/exchange.h"

/* A detail longer than this is a page of HTML. */
#define REPLY_DETAIL_MAX    160
/* A gateway's id; the longest known is 64. */
#define REPLY_REFERENCE_MAX 128

/*
 * Judges a reply that is no answer, which all gateways do alike: unreachable
 * is RETRY, interrupted UNKNOWN, rejected (certificate, settings) CONFIG.
 * False when it is an answer: then only status and pause are filled.
 */
bool reply_judge_unanswered(const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out);

/*
 * The first line of what a gateway said, fit to be kept: without control
 * characters, mailboxes and anything that may be a phone number (seven digits
 * in a row, also with blanks and dashes between them), cut to size. Never
 * NULL.
 */
char *reply_discreet(struct str said, struct arena *arena) NEVER_NULL;

/* An id worth keeping: printable ASCII of bounded length; else NULL. */
char *reply_reference(struct str id, struct arena *arena);

#endif
