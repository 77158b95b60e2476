/*
 * receipts.h - what a gateway or a bounce says about a message, written down
 * and acted upon
 *
 * Receipts come out of order, twice, or before the attempt they are about is
 * on record. So each is kept once under a fingerprint of what it says, its
 * state counts by its rank (domain/receipt.h), and one that is too early waits
 * in its row. domain/reminder.h says what a message may become.
 */
#ifndef STORE_RECEIPTS_H
#define STORE_RECEIPTS_H

#include "domain/receipt.h"
#include "domain/reminder.h"
#include "store/db.h"

/* Who speaks. */
struct receipt_origin {
    const char *gateway; /* as the delivery has it: "mail", "sms" */
    const char *voice;   /* of a consent's source: "bounce", "gateway sms" */
    bool by_part;        /* a long message gets one receipt per part, each with
                            a reference of its own: delivered when all are */
};

enum receipt_effect {
    RECEIPT_TAKEN,    /* written down, and acted upon as far as it said more
                         than was known */
    RECEIPT_WAITS,    /* written down; the attempt is not on record yet */
    RECEIPT_REPEATED, /* known already: nothing was changed */
    RECEIPT_NOBODYS,  /* no message has its key: nothing was changed */
};

struct receipt_result {
    enum receipt_effect effect;
    struct message_id message; /* row 0: not known */
    bool is_moved;             /* the message's state changed, to: */
    enum reminder_state state;
    bool is_suppressed; /* its address gets nothing more on this channel */
};

/* One that waits for longer than this is of a message nobody sent. */
#define RECEIPT_WAIT_S (7 * DAY_S)

/*
 * Takes one receipt. Its message is found by our key, else by the reference
 * the gateway gave an attempt. Arriving makes it delivered, failing refused
 * (then its visits wait for the planner: the rule's next channel), the rest
 * accepted where that was in doubt. `receipt->suppress` is a no of the
 * message's address, unless the receipt is about another one (a forwarded
 * mail's). The receipt must have been believed before (signature, token).
 */
MUST_USE bool receipt_apply(struct db *db, const struct receipt_origin *origin,
                            const struct receipt *receipt, struct instant now,
                            struct receipt_result *out, struct error *err);

/*
 * Acts upon those that waited and whose attempt is on record by now, a
 * hundred at most; forgets those of which none came. Cheap when none waits.
 */
MUST_USE bool receipt_apply_waiting(struct db *db, struct instant now,
                                    struct error *err);

/* What was said about one message, as it came. */
struct receipt_row {
    enum receipt_state state;
    const char *code;
    const char *detail;
    struct instant at;
};

struct receipt_rows {
    struct receipt_row *items;
    size_t count;
};

MUST_USE bool receipt_list_of(struct db *db, struct message_id message,
                              struct arena *arena, struct receipt_rows *out,
                              struct error *err);

#endif
