/*
 * consents.h - who may be written to, on which channel, and who said so
 *
 * A yes or no belongs to a customer, or to an address: then it holds for all
 * who have it, now or later. The last word counts; every word is kept, with
 * its source and time.
 */
#ifndef STORE_CONSENTS_H
#define STORE_CONSENTS_H

#include "base/instant.h"
#include "domain/customer.h"
#include "store/db.h"

/* A yes or no for a channel, and where it came from. */
struct consent_note {
    struct customer_id customer;
    enum channel channel;
    bool allowed;
    const char *source; /* "reply", "front desk"… */
};

/* Of one customer; coming visits wait for the planner. */
MUST_USE bool consent_set(struct db *db, const struct consent_note *note,
                          struct instant now, struct error *err);

/*
 * Of an address: a no holds for everybody who has it and will have it, until
 * a yes. `count` is how many customers have it now; `note->customer` is not
 * looked at.
 */
MUST_USE bool consent_set_address(struct db *db, const char *address,
                                  const struct consent_note *note,
                                  struct instant now, size_t *count,
                                  struct error *err);

/* Fills `consent` of a customer whose id and addresses are known. */
MUST_USE bool consent_load(struct db *db, struct customer *customer,
                           struct error *err);

/* A word that was said. */
struct consent_word {
    struct customer_id customer; /* row 0: of an address alone */
    const char *address;         /* or NULL */
    enum channel channel;
    bool allowed;
    const char *source;
    struct instant at;
};

struct consent_words {
    struct consent_word *items;
    size_t count;
};

/* What was said of a customer and of the addresses they have, in order. */
MUST_USE bool consent_words_of(struct db *db, const struct customer *customer,
                               struct arena *arena, struct consent_words *out,
                               struct error *err);

/* What was said of an address. */
MUST_USE bool consent_words_about(struct db *db, const char *address,
                                  struct arena *arena,
                                  struct consent_words *out, struct error *err);

#endif
