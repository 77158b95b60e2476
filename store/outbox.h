/*
 * outbox.h - from due reminders to messages, claims and their results
 *
 * A claim is written before anything is sent and carries a fence number that
 * each claim raises; its result is recorded once, under that number. After a
 * crash a claimed message without a result is doubtful, everything else is
 * certain.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "domain/delivery.h"
#include "domain/reminder.h"
#include "store/db.h"

/*
 * Reminders and messages whose latest useful time has passed become expired.
 */
MUST_USE bool outbox_expire(struct db *db, struct instant now,
                            struct error *err);

struct due_reminders {
    struct reminder *items;
    size_t count;
};

/* What is due on a channel, oldest first, and no more than `limit`. */
struct due_query {
    enum channel channel;
    struct instant now;
    size_t limit;
};

/*
 * Reminders that are due and not in a message yet. Their due time has no
 * lower bound: downtime is caught up.
 */
MUST_USE bool outbox_due_reminders(struct db *db, const struct due_query *query,
                                   struct arena *arena,
                                   struct due_reminders *out,
                                   struct error *err);

/*
 * Whether a later rule of the same visit is due on the same channel as well,
 * or has spoken there: then this one has nothing to add (after downtime, say).
 */
MUST_USE bool outbox_is_overtaken(struct db *db, struct reminder_id reminder,
                                  struct instant now, bool *out,
                                  struct error *err);

/* What a reminder is put into. */
struct outgoing {
    const char *address;
    enum channel channel;
    const char *occasion; /* the same for what belongs into one message */
    const char *key;      /* unique, stable across attempts */
    struct instant due;
    struct instant expires;
};

/*
 * Puts a due reminder into the message for its address, channel and occasion,
 * made when there is none. A message that already left decides the
 * reminder's state too: nobody hears the same twice.
 */
MUST_USE bool outbox_attach(struct db *db, struct reminder_id reminder,
                            const struct outgoing *outgoing, struct instant now,
                            struct error *err);

/* A message that may be tried, with the (first) reminder it carries. */
struct outbox_item {
    struct message_id id;
    const char *address;
    enum channel channel;
    const char *key;
    struct instant due;
    struct instant expires;
    int attempts;
    bool repeated;          /* already sent again after a doubtful attempt */
    int64_t fence;          /* of the last claim */
    const char *gateway;    /* of the last claim, or "" */
    const char *body;       /* doubtful ones only: what was said; else NULL */
    struct instant doubted; /* and since when that is in doubt */
    struct reminder_id reminder;
    struct appointment_id appointment;
    const char *rule;
};

struct outbox_items {
    struct outbox_item *items;
    size_t count;
};

/* Planned messages that are due. */
MUST_USE bool outbox_due(struct db *db, const struct due_query *query,
                         struct arena *arena, struct outbox_items *out,
                         struct error *err);

/*
 * Claimed ones, but for those that wait to be asked about: at a start, those
 * that a crash left in doubt.
 */
MUST_USE bool outbox_stranded(struct db *db, struct arena *arena,
                              struct outbox_items *out, struct error *err);

/* Those whose gateway is to be asked for them by now; at most `limit`. */
MUST_USE bool outbox_doubtful(struct db *db, struct instant now, size_t limit,
                              struct arena *arena, struct outbox_items *out,
                              struct error *err);

/*
 * Its gateway is asked for a doubtful message: a claim of its own, whose
 * result carries `fence`.
 */
MUST_USE bool outbox_ask(struct db *db, struct message_id id, int64_t *fence,
                         struct error *err);

/* When the next one is to be asked about; `found` is false when none is. */
MUST_USE bool outbox_next_question(struct db *db, bool *found,
                                   struct instant *out, struct error *err);

/* What a claim writes down before the message is sent. */
struct claim {
    struct message_id id;
    int64_t fence; /* as it was read; the claim raises it */
    const char *gateway;
    const char *subject; /* or NULL */
    const char *body;
    int parts;
    int64_t cost_micro; /* millionths of the currency's unit */
    struct instant lease;
};

/* Claims; `fence` is the number its result must carry. */
MUST_USE bool outbox_claim(struct db *db, const struct claim *claim,
                           int64_t *fence, struct error *err);

/*
 * Makes the message for a due reminder and claims it, in one statement; the
 * result carries `claim->fence` + 1. `claim->id` is row 0 when there is a
 * message for its address, channel and occasion already, and nothing was
 * changed: outbox_attach() is for that.
 */
MUST_USE bool outbox_claim_new(struct db *db, struct reminder_id reminder,
                               const struct outgoing *outgoing,
                               struct claim *claim, struct instant now,
                               struct error *err);

/* What becomes of a message after an attempt (scheduler/verdict.h). */
struct result {
    struct message_id id;
    int64_t fence;
    const char *gateway;
    struct delivery delivery;
    enum reminder_state state; /* of the message and its reminders */
    enum reminder_reason reason;
    struct instant next; /* when it is planned again, or asked about */
    bool counts;         /* whether the attempt counts */
    bool repeats;        /* it is the one repeat after a doubtful attempt */
};

/*
 * Records an attempt and its consequence. The delivery row is written
 * whatever happened to the claim since; the state changes only while the
 * fence is still the claim's. Claimed means doubtful: its gateway is to be
 * asked about it at `next`. Refused and unknown let the planner look again,
 * for the rule's next channel; planned does too, since whatever changed during
 * the attempt passed it by.
 */
MUST_USE bool outbox_record(struct db *db, const struct result *result,
                            struct instant now, struct error *err);

/*
 * What was heard of a message that was sent: it and what it carries go from
 * one state to another that reminder_may_become() allows. Refused lets the
 * planner look again.
 */
MUST_USE bool outbox_settle(struct db *db, struct message_id id,
                            enum reminder_state from, enum reminder_state to,
                            struct error *err);

/*
 * Ends a planned message that must not go any more; its reminders become
 * planned again (a changed address) or what `state` says.
 */
MUST_USE bool outbox_drop(struct db *db, struct message_id id,
                          enum reminder_state state,
                          enum reminder_reason reason, struct error *err);

/* Moves a planned message to another time. */
MUST_USE bool outbox_postpone(struct db *db, struct message_id id,
                              struct instant due, struct error *err);

/*
 * The earliest due time of anything planned on a channel. `found` is false
 * when nothing is.
 */
MUST_USE bool outbox_next(struct db *db, enum channel channel, bool *found,
                          struct instant *out, struct error *err);

/* One message and its attempts, for `kept why`. */
struct sent_row {
    struct message_id id;
    const char *rule;
    enum channel channel;
    enum reminder_state state;
    struct instant at; /* of the attempt; of the message when none was made */
    bool is_attempt;
    enum delivery_outcome outcome;
    const char *gateway;
    const char *reference; /* or NULL */
    const char *detail;
    const char *body;
};

struct sent_rows {
    struct sent_row *items;
    size_t count;
};

MUST_USE bool outbox_of(struct db *db, struct appointment_id appointment,
                        struct arena *arena, struct sent_rows *out,
                        struct error *err);

#endif
