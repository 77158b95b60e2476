/*
 * review.h - what is doubtful and waits for a person
 *
 * An item is a question that kept does not answer by itself, with two
 * answers: approve and reject. It rests on facts; answered once, it comes
 * back only when they change.
 */
#ifndef DOMAIN_REVIEW_H
#define DOMAIN_REVIEW_H

#include "base/base.h"

enum review_kind {
    REVIEW_SUGGESTION,      /* visits with a name only: is it that customer? */
    REVIEW_POSSIBLE_TWIN,   /* two sources: is it one visit? */
    REVIEW_SHARED_NUMBER,   /* one number behind many names: whose is it? */
    REVIEW_DOUBTFUL_NUMBER, /* unreadable, or not surely theirs: not texted */
    REVIEW_MIXED_SCRIPT,    /* a name in letters of two scripts */
    REVIEW_HOUSEHOLD,       /* several people behind one address */
    REVIEW_UNREACHABLE,     /* a visit soon, and no address */
};

#define REVIEW_KIND_COUNT 7

enum review_state {
    REVIEW_OPEN,
    REVIEW_APPROVED,
    REVIEW_REJECTED,
    REVIEW_SETTLED, /* the facts it rested on are gone */
};

#define REVIEW_STATE_COUNT 4

/* "suggestion"…: as in the database and JSON. */
const char *review_kind_name(enum review_kind kind) NEVER_NULL;
bool review_kind_find(const char *name, enum review_kind *out);
const char *review_state_name(enum review_state state) NEVER_NULL;
bool review_state_find(const char *name, enum review_state *out);

/*
 * Whether somebody has to answer. The other kinds are there to know: nothing
 * goes wrong while nobody looks, and they are not counted as waiting.
 */
bool review_waits(enum review_kind kind);

/* What each answer does, as half a sentence in English. */
const char *review_if_approved(enum review_kind kind) NEVER_NULL;
const char *review_if_rejected(enum review_kind kind) NEVER_NULL;

#endif
