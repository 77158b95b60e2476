/*
 * booking.h - what one source says about one visit
 *
 * Importers make bookings; importers/reconcile.h compares them with what is
 * known. Everything belongs to the arena of the import.
 */
#ifndef DOMAIN_BOOKING_H
#define DOMAIN_BOOKING_H

#include "base/instant.h"
#include "base/zone.h"
#include "domain/appointment.h"
#include "domain/attendance.h"

/* A value of a CSV column "group:NAME". */
struct booking_group {
    const char *name;
    const char *value;
};

#define BOOKING_GROUPS_MAX 16

struct booking {
    /* Identity within its feed. */
    const char *uid;        /* never empty: made up where the source has none */
    const char *recurrence; /* RECURRENCE-ID in UTC, or "" */
    int64_t sequence;       /* −1 when the source has none */
    bool in_series; /* planned by a rule: leaving it out of it is a word */

    /* The slot. */
    struct instant start;
    struct instant end; /* equal to start when unknown */
    struct zone zone;
    bool all_day;

    /* Who and what; NULL when the source does not say. */
    const char *summary;
    const char *customer_external;
    const char *customer_name;
    const char *phone;       /* E.164 */
    const char *phone_doubt; /* as written, when not to be trusted */
    const char *mail;
    const char *language;
    int birth_year; /* 0 when unknown */
    const char *service;
    const char *provider;
    const char *site;
    const char *location;
    const char *notes;
    bool has_price;
    int64_t price_minor;
    const char *price_currency; /* NULL: the office's */
    bool has_fee;
    int64_t fee_minor;

    /* What happened to it. */
    enum appointment_state state;
    enum cancelled_by cancelled_by;
    bool said_known;
    struct instant said; /* when a cancellation or move was said */
    enum attendance attendance;
    bool attendance_known; /* false leaves what is recorded alone */
    bool booked_known;
    struct instant booked;
    int reminded; /* −1 unknown, 0 no, 1 yes */

    struct booking_group groups[BOOKING_GROUPS_MAX];
    size_t group_count;

    /*
     * Where the fields came from (domain/origin.h, encoded); NULL: not known.
     * A number or address that is not sure waits for a person's look before
     * anything is sent there.
     */
    const char *origins;
    bool phone_unsure;
    bool mail_unsure;

    const char *raw; /* the source's own text of it; NULL if none */
};

#endif
