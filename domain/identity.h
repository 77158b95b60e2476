/*
 * identity.h - whose visit is it: the rules by which customers are matched
 *
 * Pure: whoever has the rows asks here. In this order (docs/people.md tells it
 * to the office, docs/decisions/0014 says why):
 *
 *  1. The id in the office's own system beats all. A candidate with another
 *     id is another person.
 *  2. The same number or mailbox and the same name: the same person; so it is
 *     without a name on one side, unless the numbers differ, or nobody is
 *     named and the mailboxes differ. What else the
 *     facts say is news: a new number with the same name and mailbox is a new
 *     number.
 *  3. The same number or mailbox and a variant of the name (name.h) of
 *     exactly one candidate: the same person; the longer name is kept.
 *  4. The customer this booking had before, unless the name is another's.
 *  5. The same number or mailbox and another name: a household; a customer of
 *     their own.
 *  6. A name and no way to reach it: a name alone matches nobody who can be
 *     reached. Visits of the same full name without any contact share one
 *     customer, which a person may tell kept is somebody else on the list
 *     (`kept review`); a single word (a given name) is nobody in particular.
 */
#ifndef DOMAIN_IDENTITY_H
#define DOMAIN_IDENTITY_H

#include "domain/customer.h"
#include "domain/name.h"

/* Different names behind one number before it is asked whose it is. */
#define IDENTITY_NAMES_MAX      8
/* Candidates that are looked at. */
#define IDENTITY_CANDIDATES_MAX 64

/* A customer as the store has it. Texts may be NULL where unknown. */
struct identity_candidate {
    struct customer_id id;
    const char *external;
    const char *key; /* name_key(), "" without a name */
    const char *phone;
    const char *phone_doubt;
    const char *mail;
};

enum identity_kind {
    IDENTITY_SAME,      /* `index` */
    IDENTITY_HOUSEHOLD, /* somebody else behind a known number or mailbox */
    IDENTITY_NEW,
};

struct identity {
    enum identity_kind kind;
    size_t index;    /* same: the candidate; household: one of them */
    bool keeps_name; /* same: the name known is the fuller one */
    bool is_variant; /* same, by a variant of the name */
    bool new_number; /* same: the facts bring another number */
    bool is_shared;  /* too many names behind the number: ask, never text */
};

/*
 * Whose facts these are. `facts->id` is the customer this booking had before
 * (row 0: none); `key` is the name_key() of facts->name. Candidates: those
 * with the same id, number or mailbox, the customer before, and, when there
 * is no contact, those of the same key.
 */
struct identity identity_of(const struct customer *facts, const char *key,
                            const struct identity_candidate *candidates,
                            size_t count);

/* Whether nothing but a name (or not even that) speaks for a customer. */
bool identity_is_name_only(const char *external, const char *phone,
                           const char *mail);

#endif
