/*
 * reviews.h - the review list: what is doubtful and waits for a person
 *
 * Most items are found in the rows as they stand (review_refresh), the others
 * are noted by whoever stumbles over them (review_note). An item is kept once
 * it is answered, so that the same facts do not ask again.
 */
#ifndef STORE_REVIEWS_H
#define STORE_REVIEWS_H

#include "base/instant.h"
#include "domain/ids.h"
#include "domain/review.h"
#include "store/appointments.h"
#include "store/db.h"

/* A visit without an address is worth a call when it is that near. */
#define REVIEW_UNREACHABLE_S (14 * DAY_S)

/* An item as it is noted. Rows 0 and NULL where there is none. */
struct review_note {
    enum review_kind kind;
    struct customer_id customer;
    struct customer_id other;
    struct appointment_id appointment;
    struct appointment_id twin;
    const char *address;
    const char *facts; /* what it rests on; unique within its kind */
};

/* Opens an item, unless these facts were answered already. */
MUST_USE bool review_note(struct db *db, const struct review_note *note,
                          struct instant now, struct error *err);

/*
 * Opens what the rows ask for and settles what they ask no more. With
 * `is_whole` also households and who cannot be reached, which is more work
 * than an import should wait for.
 */
MUST_USE bool review_refresh(struct db *db, bool is_whole, struct instant now,
                             struct error *err);

/* How many open items wait for an answer (review_waits()). */
MUST_USE bool review_count(struct db *db, int64_t *out, struct error *err);

/* Whether a number is behind so many names that it is never texted. */
MUST_USE bool review_is_shared_number(struct db *db, const char *phone,
                                      bool *out, struct error *err);

/* Whether a person has said that those who share an address are strangers. */
MUST_USE bool review_is_split(struct db *db, const char *address, bool *out,
                              struct error *err);

/* An item with what a person needs to judge it. */
struct review_item {
    struct review_id id;
    enum review_kind kind;
    enum review_state state;
    struct customer_id customer;
    struct customer_id other;
    struct appointment_id appointment;
    struct appointment_id twin;
    const char *address;    /* or NULL */
    const char *name;       /* of the customer; "" when unknown */
    const char *phone;      /* or phone_doubt; or NULL */
    const char *mail;       /* or NULL */
    const char *other_name; /* "" when there is none */
    const char *other_phone;
    const char *other_mail;
    int64_t visits;       /* of the customer, those that count */
    int64_t people;       /* behind the address */
    struct instant start; /* of the visit, else of the customer's next one;
                             0: none */
    const char *zone;     /* of that visit; NULL: none */
    struct instant opened;
    struct instant closed; /* 0: open */
    const char *who;       /* who answered, or "" */
};

struct review_items {
    struct review_item *items;
    size_t count;
};

/* Those in `state`, by kind and age. */
MUST_USE bool review_list(struct db *db, enum review_state state,
                          struct instant now, struct arena *arena,
                          struct review_items *out, struct error *err);

/* ERROR_MISSING when there is none. */
MUST_USE bool review_load(struct db *db, struct review_id id,
                          struct instant now, struct arena *arena,
                          struct review_item *out, struct error *err);

/* Writes an answer (or REVIEW_OPEN: taken back), and who gave it. */
MUST_USE bool review_close(struct db *db, struct review_id id,
                           enum review_state state, const struct author *author,
                           struct error *err);

#endif
