/*
 * customer.h - a person who has appointments, and how to reach them
 */
#ifndef DOMAIN_CUSTOMER_H
#define DOMAIN_CUSTOMER_H

#include "domain/channel.h"
#include "domain/ids.h"

enum consent {
    CONSENT_UNASKED, /* reminders are part of the service: allowed */
    CONSENT_GIVEN,
    CONSENT_REFUSED, /* STOP, or said so: never again on this channel */
};

struct customer {
    struct customer_id id;
    const char *external;    /* id in the office's own system; NULL if none */
    const char *name;        /* "" when unknown */
    const char *phone;       /* E.164, or NULL */
    const char *phone_doubt; /* a number nobody may text, as it was written */
    const char *mail;        /* or NULL */
    const char *language;    /* BCP 47, or NULL: the office's */
    int birth_year;          /* 0 when unknown */
    /* What a source says, but not for certain of them: not used before a
     * person, or a surer source, says that it is somebody's. Only in what is to
     * be kept (store/customers.h); who is read back has no such address. */
    bool phone_unsure;
    bool mail_unsure;
    bool is_new; /* no visit before this one */
    enum consent consent[CHANNEL_COUNT];
};

/* The address on a channel, or NULL. */
const char *customer_address(const struct customer *customer,
                             enum channel channel);

/*
 * A mailbox that may go into an envelope: one '@' with text on both sides, a
 * dot or bracket in the domain, no space, control, quote or angle bracket,
 * at most 254 bytes (RFC 5321 4.5.3.1).
 */
bool mail_is_plausible(const char *address);

#endif
