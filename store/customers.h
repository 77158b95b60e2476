/*
 * customers.h - people, found again by id, phone or mail
 *
 * A name alone never merges two people (product.md). One number may belong
 * to a household: the same number with another name is another person.
 */
#ifndef STORE_CUSTOMERS_H
#define STORE_CUSTOMERS_H

#include "base/instant.h"
#include "domain/customer.h"
#include "store/appointments.h"
#include "store/db.h"

/*
 * The customer these facts belong to by the rules of domain/identity.h, made
 * when there is none. `id` of `facts` may name the one this booking had
 * before. Facts that are NULL, "" or 0 leave what is known alone. A number
 * that too many names have is taken off all of them and asked about
 * (store/reviews.h); a new number and another way to write the name are noted
 * as the customer's events. A change makes the coming appointments wait for
 * the planner. With no fact at all `out` is row 0.
 */
MUST_USE bool customer_keep(struct db *db, const struct customer *facts,
                            const struct author *author,
                            struct customer_id *out, struct error *err);

/*
 * Whether a text is the full name of somebody who is known: then a calendar's
 * title that is nothing else says who comes.
 */
MUST_USE bool customer_is_named(struct db *db, const char *text, bool *out,
                                struct error *err);

/*
 * Reads the titles of visits that nobody is known of, after new names came in;
 * `count` is how many have a customer now, one with a name only.
 */
MUST_USE bool customer_read_titles(struct db *db, const struct author *author,
                                   size_t *count, struct error *err);

/*
 * Loads a customer with consent. `is_new` says whether no visit before
 * `before` was attended. ERROR_MISSING when there is none.
 */
MUST_USE bool customer_load(struct db *db, struct customer_id id,
                            struct instant before, struct arena *arena,
                            struct customer *out, struct error *err);

#endif
