/*
 * review_answer.h - a person has answered an item of the review list
 *
 * Each call belongs into one transaction. ERROR_MISSING: no such item;
 * ERROR_CONFLICT: it has an answer already, or its facts are gone.
 */
#ifndef STORE_REVIEW_ANSWER_H
#define STORE_REVIEW_ANSWER_H

#include "store/reviews.h"

/* Does what approving means for its kind (review_if_approved()). */
MUST_USE bool review_approve(struct db *db, struct review_id id,
                             const struct author *author, struct error *err);

/* Does what rejecting means; the same facts do not ask again. */
MUST_USE bool review_reject(struct db *db, struct review_id id,
                            const struct author *author, struct error *err);

/* Opens an answered item again, and takes back what the answer did. */
MUST_USE bool review_take_back(struct db *db, struct review_id id,
                               const struct author *author, struct error *err);

/* Approves every open suggestion; they are unique by their making. */
MUST_USE bool review_approve_suggestions(struct db *db,
                                         const struct author *author,
                                         size_t *count, struct error *err);

#endif
