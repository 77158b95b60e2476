/*
 * bounce.h - what a mail to the return path says about one of ours
 *
 * Reads delivery status notifications (RFC 3464), complaints (ARF, RFC 5965)
 * and the mail that List-Unsubscribe asks for. Disposition notifications
 * (RFC 8098) and automatic answers are told apart and left alone; all else is
 * somebody's letter. What is quoted in a mail is never believed: a bounce is
 * about the message whose signed address it came to (return_path.h). Where no
 * such addresses are used, the Message-ID of the returned mail is all there
 * is, and the caller must compare the recipient.
 */
#ifndef NOTIFIERS_BOUNCE_H
#define NOTIFIERS_BOUNCE_H

#include "base/arena.h"
#include "base/str.h"
#include "domain/receipt.h"

/* What is read of one mail: the report stands before the returned mail. */
#define BOUNCE_BYTES_MAX (256UL * 1024)

enum bounce_kind {
    BOUNCE_NONE,        /* a letter, or a report of no known form */
    BOUNCE_REPORT,      /* what became of a mail */
    BOUNCE_COMPLAINT,   /* its reader called it spam */
    BOUNCE_UNSUBSCRIBE, /* its reader wants no more of them */
    BOUNCE_AUTOMATIC,   /* a holiday responder, a receipt of reading */
};

#define BOUNCE_KIND_COUNT 5

/* RFC 3464 2.3.3. */
enum bounce_action {
    BOUNCE_FAILED,
    BOUNCE_DELAYED,
    BOUNCE_DELIVERED,
    BOUNCE_RELAYED, /* to a system that reports nothing */
    BOUNCE_EXPANDED /* to several, of which nothing more is heard */
};

struct bounce_settings {
    const char *return_path; /* "bounce@example.org", or NULL */
    const char *secret;      /* of its tokens; NULL: none is believed */
};

struct bounce {
    enum bounce_kind kind;
    const char *key;        /* of our message, proven by a token; or NULL */
    const char *message_id; /* "key@domain" the report quotes; or NULL */
    const char *from;       /* mailbox the mail says to come from; or NULL */

    /* Of a report. */
    enum bounce_action action;
    const char *status;    /* "5.1.1" (RFC 3463); or NULL */
    const char *detail;    /* what the other system said; no addresses */
    const char *recipient; /* final, or NULL */
    const char *original;  /* as we wrote it, or NULL */
};

/* "report": for people and JSON. */
const char *bounce_kind_name(enum bounce_kind kind) NEVER_NULL;
const char *bounce_action_name(enum bounce_action action) NEVER_NULL;

/* Total: every text of bytes is some mail. Looks at BOUNCE_BYTES_MAX of it. */
void bounce_read(struct str mail, const struct bounce_settings *settings,
                 struct arena *arena, struct bounce *out);

/*
 * The same as a receipt. Of a report or a complaint about the message `key`;
 * `address` is where that went: an address is given up only when the report
 * is about it, and its status says that there is no such mailbox. A failure
 * with a status of 4 ends the message and says nothing of the address.
 */
void bounce_receipt(const struct bounce *bounce, const char *key,
                    const char *address, struct receipt *out);

#endif
