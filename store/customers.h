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
#include "store/db.h"

/*
 * The customer these facts belong to, made when there is none: by
 * `external`, else phone and name, else mail and name; a row that has no
 * name, or a customer who has none, matches by number or mailbox alone.
 * Facts that are NULL, "" or 0 leave what is known alone. `id` of `facts` may
 * name a customer to be preferred when nothing contradicts (the one this
 * booking had before). A change of address or language makes the customer's
 * coming appointments wait for the planner. With no fact at all `out` is
 * row 0.
 */
MUST_USE bool customer_keep(struct db *db, const struct customer *facts,
                            struct instant now, struct customer_id *out,
                            struct error *err);

/*
 * Loads a customer with consent. `is_new` says whether no visit before
 * `before` was attended. ERROR_MISSING when there is none.
 */
MUST_USE bool customer_load(struct db *db, struct customer_id id,
                            struct instant before, struct arena *arena,
                            struct customer *out, struct error *err);

/* A yes or no for a channel, and where it came from. */
struct consent_note {
    struct customer_id customer;
    enum channel channel;
    bool allowed;
    const char *source; /* "reply", "front desk"… */
};

MUST_USE bool consent_set(struct db *db, const struct consent_note *note,
                          struct instant now, struct error *err);

#endif
