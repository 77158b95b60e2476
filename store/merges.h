/*
 * merges.h - two rows that are one person, or one visit; and taken back
 *
 * Every change is written down under the review item that caused it
 * (undo.h), each appointment gets an event, and nothing is deleted: a
 * merged customer stays as a name that leads to the other.
 */
#ifndef STORE_MERGES_H
#define STORE_MERGES_H

#include "domain/ids.h"
#include "store/appointments.h"
#include "store/db.h"

/*
 * `from` is `into`: their visits become theirs, and so does every later visit
 * that only has the name of `from`. A refusal of either stays in force.
 */
MUST_USE bool merge_customers(struct db *db, struct review_id review,
                              struct customer_id from, struct customer_id into,
                              const struct author *author, struct error *err);

/*
 * `from` is the same visit as `into`: what its sources say goes to `into`,
 * which takes over what it does not know itself (attendance, price, service,
 * provider, groups); `from` counts no more. An end that is said by either
 * stays.
 */
MUST_USE bool merge_visits(struct db *db, struct review_id review,
                           struct appointment_id from,
                           struct appointment_id into,
                           const struct author *author, struct error *err);

/* The name as one script writes it. */
MUST_USE bool merge_rename(struct db *db, struct review_id review,
                           struct customer_id customer, const char *name,
                           const struct author *author, struct error *err);

/*
 * Takes a number off everybody who has it, into phone_doubt, so that nothing
 * goes there any more; and gives it back to those who had it.
 */
MUST_USE bool merge_block_number(struct db *db, const char *phone,
                                 const struct author *author,
                                 struct error *err);
MUST_USE bool merge_allow_number(struct db *db, const char *phone,
                                 const struct author *author,
                                 struct error *err);

#endif
