/*
 * wording_kind.h - what a message to a customer is about
 */
#ifndef DOMAIN_WORDING_KIND_H
#define DOMAIN_WORDING_KIND_H

#include "base/base.h"

enum wording_kind {
    WORDING_REMINDER,
    WORDING_MOVED,     /* the office moved the visit */
    WORDING_CANCELLED, /* the office cancelled it */
    WORDING_MISSED,    /* nobody came: "we missed you" */
};

#define WORDING_KIND_COUNT 4

/* "reminder", "moved", "cancelled", "missed": as in the office file. */
const char *wording_kind_name(enum wording_kind kind) NEVER_NULL;
bool wording_kind_find(const char *name, enum wording_kind *out);

#endif
