/*
 * message_kind.h - what a message to a customer is about
 */
#ifndef DOMAIN_MESSAGE_KIND_H
#define DOMAIN_MESSAGE_KIND_H

#include "base/base.h"

enum message_kind {
    MESSAGE_REMINDER,  /* a visit that is to come */
    MESSAGE_MOVED,     /* the office moved it: a notice */
    MESSAGE_CANCELLED, /* the office cancelled it: a notice */
    MESSAGE_MISSED,    /* nobody came: "we missed you" */
};

#define MESSAGE_KIND_COUNT 4

/* "reminder", "moved", "cancelled", "missed": as in the office file. */
const char *message_kind_name(enum message_kind kind) NEVER_NULL;
bool message_kind_find(const char *name, enum message_kind *out);

#endif
