/*
 * http_answer.h - what the body of an HTTP gateway's answer says
 */
#ifndef NOTIFIERS_HTTP_ANSWER_H
#define NOTIFIERS_HTTP_ANSWER_H

#include "base/arena.h"
#include "base/str.h"
#include "domain/delivery.h"

/*
 * The string or number at a JSON pointer (RFC 6901: "/messages/0/id"); NULL
 * when the body is no JSON or has no such thing.
 */
char *http_answer_at(struct str body, const char *pointer, struct arena *arena);

/*
 * Why it was refused, in the gateway's words: the usual members of a JSON
 * answer (error, detail, message…), or the first line of a plain text;
 * nothing of HTML or XML. As reply_discreet() leaves it; "" when it says
 * nothing.
 */
char *http_answer_reason(struct str body, struct arena *arena) NEVER_NULL;

/*
 * What HTTP itself means by a status that is no success: 429 RETRY, 400 and
 * 422 REFUSED, 401 to 405 and 415 CONFIG. The rest is UNKNOWN, 5xx too: that
 * may come after the message was taken.
 */
enum delivery_outcome http_answer_usual(int status);

#endif
