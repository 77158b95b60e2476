/*
 * reminder.h - one rule's intention for one appointment on one channel
 *
 *     PLANNED -> CLAIMED -> ACCEPTED -> DELIVERED | REFUSED (receipt, bounce)
 *        ^          |
 *        +-- retry -+--> REFUSED | EXPIRED | UNKNOWN -> ACCEPTED | DELIVERED
 *
 * CANCELLED and SKIPPED are reachable from PLANNED only, and lead back to it
 * when planning says so: once a message may have left the house we report
 * what became of it, whatever the calendar says.
 */
#ifndef DOMAIN_REMINDER_H
#define DOMAIN_REMINDER_H

#include "base/instant.h"
#include "domain/channel.h"
#include "domain/ids.h"

enum reminder_state {
    REMINDER_PLANNED,
    REMINDER_CLAIMED,   /* a delivery attempt is under way */
    REMINDER_ACCEPTED,  /* the gateway took responsibility */
    REMINDER_DELIVERED, /* the handset or mailbox acknowledged it */
    REMINDER_REFUSED,   /* will never be delivered */
    REMINDER_UNKNOWN,   /* may or may not have been sent; do not repeat */
    REMINDER_CANCELLED, /* the appointment went away in time */
    REMINDER_EXPIRED,   /* too late to be useful */
    REMINDER_SKIPPED,   /* by rule; the reason stands beside it */
};

#define REMINDER_STATE_COUNT          9

/* The rules of an office, and the notices of a visit, on every channel. */
#define REMINDERS_PER_APPOINTMENT_MAX 20

/* Why a reminder is skipped, cancelled or expired; UNANSWERED: planned. */
enum reminder_reason {
    REASON_NONE,
    REASON_FALLBACK,        /* only if the rule's channel before it fails */
    REASON_NO_ADDRESS,      /* no number or mailbox is known */
    REASON_DOUBTFUL_NUMBER, /* the number cannot be trusted */
    REASON_OPTED_OUT,       /* no consent on this channel */
    REASON_BOOKED_LATE,     /* booked inside the rule's time, late: skip */
    REASON_MERGED,          /* a later rule serves: late: merge, downtime */
    REASON_CONFIRMED,       /* the rule is for unconfirmed visits only */
    REASON_KNOWN_CUSTOMER,  /* the rule is for new customers only */
    REASON_NO_ALLOWED_TIME, /* no allowed time left before the latest useful */
    REASON_TOO_LATE,        /* the latest useful time has passed */
    REASON_WENT_AWAY,       /* cancelled, moved or withdrawn */
    REASON_MISSING,         /* absent from its feed at the last fetch */
    REASON_RULE_GONE,       /* the rule is no longer in the office file */
    REASON_NO_CUSTOMER,     /* nobody is known for this slot */
    REASON_UNANSWERED,      /* if the channel before has no answer by then */
    REASON_NEW_CUSTOMER,    /* the rule is for known customers only */
    REASON_CAPPED,          /* this address has had enough for a while */
    REASON_NOT_MISSED,      /* the visit is not marked as missed any more */
    REASON_REBOOKED,        /* the customer has another visit already */
    REASON_RESTORED,        /* a cancellation was taken back */
    REASON_SPENT,           /* the day's sum for messages was spent */
};

#define REMINDER_REASON_COUNT 22

struct reminder {
    struct reminder_id id;
    struct appointment_id appointment;
    const char *rule; /* its name in the office file */
    enum channel channel;
    struct instant due;
    struct instant expires; /* latest useful time; never after the start */
    enum reminder_state state;
    enum reminder_reason reason;
};

struct reminder_list {
    size_t count;
    struct reminder items[REMINDERS_PER_APPOINTMENT_MAX];
};

const char *reminder_state_name(enum reminder_state state) NEVER_NULL;
bool reminder_state_find(const char *name, enum reminder_state *out);

/* A stable word for the database and JSON: "no-address". "" for none. */
const char *reminder_reason_name(enum reminder_reason reason) NEVER_NULL;
bool reminder_reason_find(const char *name, enum reminder_reason *out);

/* The reason as a sentence for the front desk; "" for none. */
const char *reminder_reason_text(enum reminder_reason reason) NEVER_NULL;

/* The picture above as a function. */
bool reminder_may_become(enum reminder_state from, enum reminder_state to);

#endif
