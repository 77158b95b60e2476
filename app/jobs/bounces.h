/*
 * bounces.h - the mailbox that bounces come back to is read
 *
 * Mails are taken in the order of their UIDs, each with what it says in one
 * transaction together with how far the reading has come; only then is it
 * deleted. So a crash makes a mail be read twice at most, and the second time
 * changes nothing. Letters stay where they are, unread.
 */
#ifndef APP_JOBS_BOUNCES_H
#define APP_JOBS_BOUNCES_H

#include "app/call.h"
#include "notifiers/bounce.h"
#include "store/receipts.h"

/* Mails read in one look; more wait for the next. */
#define BOUNCES_PER_LOOK 200

/* What became of one mail. */
enum bounce_fate {
    BOUNCE_TAKEN,     /* it changed something, or said what was known */
    BOUNCE_UNPROVEN,  /* a report or complaint about no message of ours */
    BOUNCE_LEFT,      /* a letter: stays */
    BOUNCE_IGNORED,   /* automatic */
    BOUNCE_STRANGERS, /* asks for no more mail, and nobody knows its sender */
};

struct bounce_seen {
    struct bounce bounce;
    enum bounce_fate fate;
    struct receipt_result result; /* of a report or complaint that was taken */
};

struct bounces_look {
    struct bounce_seen items[BOUNCES_PER_LOOK];
    size_t count;
    bool has_more;
};

/* A server that is away for a moment is no alarm. */
#define BOUNCES_FAILURES_TOLD 3

struct bounces_request {
    const struct config *config;
    bool preview; /* nothing is changed, neither here nor there */
    int failures; /* looks in a row before this one that failed, of the same
                     daemon; a person's look: BOUNCES_FAILURES_TOLD */
    const atomic_bool *give_up; /* nobody waits any more; or NULL */
};

/*
 * Reads what is new. `out` holds what was read before an error, too. Waits for
 * the network: not on the loop's thread. Raises the alarm ALARM_BOUNCES, at
 * once where the mailbox refuses us, else when it was silent for the third
 * time; ends it when all is well or no mailbox is configured.
 * ERROR_USAGE: none is; else as in carrier_curl_imap.h.
 */
MUST_USE bool bounces_read(struct call *call,
                           const struct bounces_request *request,
                           struct bounces_look *out, struct error *err);

/* The secret of return_path.h, made at its first use. */
MUST_USE bool bounces_secret(struct db *db, struct arena *arena,
                             const char **out, struct error *err);

#endif
