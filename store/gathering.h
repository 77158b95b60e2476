/*
 * gathering.h - which reminders go into one message, and whether it may be
 *
 * A message is for one address, channel and occasion; the visits that people
 * behind that address have on one day go into it together.
 */
#ifndef STORE_GATHERING_H
#define STORE_GATHERING_H

#include "store/outbox.h"
#include "store/reminders.h"

/* Reminders beside `leader`, for the same address. */
struct company_query {
    const struct reminder *leader;
    struct customer_id customer; /* whose the leader is */
    const char *address;
    struct instant from; /* visits that start in [from, until) */
    struct instant until;
    size_t limit;
};

/*
 * Reminders of the leader's rule and channel that are planned, in no message
 * yet, and for visits of that time of people with that address: due or not.
 * Of other people only where nobody has said that they are strangers (`kept
 * review`). By start.
 */
MUST_USE bool gathering_company(struct db *db,
                                const struct company_query *query,
                                struct arena *arena, struct due_reminders *out,
                                struct error *err);

/* Whether a person has said that those behind an address are strangers. */
MUST_USE bool gathering_are_strangers(struct db *db, const char *address,
                                      bool *out, struct error *err);

/*
 * Whether a message for that occasion is no longer open: it has left, or may
 * have. Then what comes now needs another occasion.
 */
MUST_USE bool gathering_has_left(struct db *db, const struct outgoing *outgoing,
                                 bool *out, struct error *err);

/* What went to an address of late. */
struct sent_query {
    const char *address;
    enum channel channel;
    struct instant day;  /* since when it is today */
    struct instant week; /* since when it is this week: before `day` */
};

struct sent_count {
    int64_t of_day;
    int64_t of_week;
};

/* How many messages went to an address, or are about to. */
MUST_USE bool gathering_count(struct db *db, const struct sent_query *query,
                              struct sent_count *out, struct error *err);

/*
 * What a reminder that waits for an answer waits for: `sent` is when the
 * channel before it spoke. `is_open` while that is planned or under way.
 */
struct awaited {
    bool is_open;
    bool is_sent;
    struct instant sent;
};

MUST_USE bool gathering_awaited(struct db *db, const struct reminder *reminder,
                                struct awaited *out, struct error *err);

/* The planned reminders of a message, by id. */
MUST_USE bool gathering_carried(struct db *db, struct message_id message,
                                struct arena *arena, struct due_reminders *out,
                                struct error *err);

/* The other visits that a message was about, whatever became of it. */
MUST_USE bool gathering_shared(struct db *db, struct message_id message,
                               struct appointment_id but, struct arena *arena,
                               struct appointment_ids *out, struct error *err);

/*
 * Takes a planned reminder out of its message: planned again (then it starts
 * without one) or what `state` says.
 */
MUST_USE bool gathering_release(struct db *db, struct reminder_id reminder,
                                enum reminder_state state,
                                enum reminder_reason reason, struct error *err);

#endif
