/*
 * households.h - people who share a number or a mailbox
 */
#ifndef STORE_HOUSEHOLDS_H
#define STORE_HOUSEHOLDS_H

#include "domain/ids.h"
#include "store/db.h"

/* Somebody else behind an address of a customer's. */
struct household_member {
    struct customer_id id;
    const char *name;    /* "" when unknown */
    const char *address; /* the number or mailbox they share */
};

struct household {
    struct household_member *items;
    size_t count;
};

/*
 * Who shares an address with a customer, by row; nobody twice. Not those of
 * whom a person has said that they are strangers (`kept review`).
 */
MUST_USE bool household_of(struct db *db, struct customer_id id,
                           struct arena *arena, struct household *out,
                           struct error *err);

#endif
