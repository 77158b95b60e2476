/*
 * channel.h - how a message reaches a person
 */
#ifndef DOMAIN_CHANNEL_H
#define DOMAIN_CHANNEL_H

#include "base/base.h"

enum channel {
    CHANNEL_SMS,
    CHANNEL_MAIL,
};

#define CHANNEL_COUNT 2

/* "sms", "mail": as in the office file and the database. */
const char *channel_name(enum channel channel) NEVER_NULL;
bool channel_find(const char *name, enum channel *out);

#endif
