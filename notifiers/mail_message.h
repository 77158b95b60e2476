/*
 * mail_message.h - what a mail consists of
 *
 * Headers and parts as data; whoever carries it encodes the parts. Subjects
 * and names outside ASCII are encoded words (RFC 2047).
 */
#ifndef NOTIFIERS_MAIL_MESSAGE_H
#define NOTIFIERS_MAIL_MESSAGE_H

#include "notifiers/notifier.h"

/* "Name <mailbox>" or "mailbox" taken apart. */
struct mail_sender {
    const char *name;    /* "" when there is none */
    const char *mailbox; /* plausible (domain/customer.h) */
    const char *domain;  /* inside mailbox */
};

/* ERROR_USAGE when there is no plausible mailbox in it. */
MUST_USE bool mail_sender_read(const char *sender, struct arena *arena,
                               struct mail_sender *out, struct error *err);

/* The value of List-Unsubscribe-Post. */
#define MAIL_ONE_CLICK "List-Unsubscribe=One-Click"

/*
 * The value of List-Unsubscribe (RFC 2369): the message's page and mailbox,
 * else the sender's mailbox; NULL when neither fits into a header. `one_click`
 * says whether there is a page, which must take a POST (RFC 8058): only then
 * goes MAIL_ONE_CLICK with it.
 */
char *mail_unsubscribe(const struct mail_sender *sender,
                       const struct message *message, struct arena *arena,
                       bool *one_click);

/*
 * Adds headers (From, To, Subject, Date, Message-ID made of the key and the
 * sender's domain, List-Unsubscribe, Auto-Submitted), parts and envelope of
 * `message` to `out`. ERROR_INPUT when it cannot be addressed.
 */
MUST_USE bool mail_message_write(const struct mail_sender *sender,
                                 const struct message *message,
                                 struct arena *arena,
                                 struct exchange_request *out,
                                 struct error *err);

/* A page with the paragraphs and lines of a plain text, escaped: no pictures,
 * no scripts, no tables, in the reader's own colours. */
char *mail_html(const char *text, const char *title, const char *language,
                struct arena *arena) NEVER_NULL;

/* A header's value as ASCII: as it is, or as encoded words. */
char *mail_header_encode(const char *text, struct arena *arena) NEVER_NULL;

/* "Tue, 24 Nov 2026 17:00:00 +0000" (RFC 5322 3.3). */
char *mail_date(struct instant at, struct arena *arena) NEVER_NULL;

#endif
