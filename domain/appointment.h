/*
 * appointment.h - one slot with a customer in it
 *
 *     BOOKED <-> CONFIRMED
 *        |           |
 *        +-----------+--> CANCELLED | MOVED | WITHDRAWN (all can be undone)
 *
 * An appointment is a slot: a move closes it and opens the next, linked by
 * `moved_to`. What happened in the slot is attendance.h.
 */
#ifndef DOMAIN_APPOINTMENT_H
#define DOMAIN_APPOINTMENT_H

#include "base/instant.h"
#include "base/zone.h"
#include "domain/ids.h"

enum appointment_state {
    APPOINTMENT_BOOKED,
    APPOINTMENT_CONFIRMED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_MOVED,
    APPOINTMENT_WITHDRAWN, /* gone from its feed, nobody said why */
};

#define APPOINTMENT_STATE_COUNT 5

enum cancelled_by {
    CANCELLED_BY_NOBODY, /* not cancelled */
    CANCELLED_BY_CUSTOMER,
    CANCELLED_BY_OFFICE,
};

/* When somebody said that they will not come. */
struct said {
    bool known;        /* somebody or something told the time */
    bool exact;        /* false: a bracket, `at` is its customer's best end */
    struct instant at; /* exact, or the last time it was still there */
    struct instant until; /* bracket only: the first time it was gone */
};

struct appointment {
    struct appointment_id id;
    struct customer_id customer; /* row 0: nobody known */
    struct instant start;
    struct instant end;
    struct zone zone;     /* of the wall time: reminders count in it */
    const char *service;  /* "" when unknown */
    const char *provider; /* "" when unknown */
    const char *site;     /* "": the office is its one site */
    bool has_price;
    int64_t price_minor; /* the office's currency */
    int64_t fee_minor;   /* charged for a miss */
    enum appointment_state state;
    enum cancelled_by cancelled_by;
    struct said said;
    bool booked_known;
    struct instant booked; /* when it was made; else when first seen */
    bool is_missing;       /* absent from its feed: nothing is sent */
    const char *notes;
};

/* "booked"…: as in the database and JSON. */
const char *appointment_state_name(enum appointment_state state) NEVER_NULL;
bool appointment_state_find(const char *name, enum appointment_state *out);

/* Whether anybody should be reminded of it: booked or confirmed. */
bool appointment_stands(enum appointment_state state);

#endif
