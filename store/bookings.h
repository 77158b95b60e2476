/*
 * bookings.h - what each feed said last, and what it used to say
 */
#ifndef STORE_BOOKINGS_H
#define STORE_BOOKINGS_H

#include "base/instant.h"
#include "domain/appointment.h"
#include "domain/ids.h"
#include "store/db.h"

/* A booking as it is known, with its current appointment's slot beside it. */
struct booking_row {
    struct booking_id id;
    const char *uid;
    const char *recurrence; /* "" when it is no instance of a series */
    int64_t sequence;       /* −1: none */
    const char *content;    /* fingerprint of the current version */
    struct appointment_id appointment;
    struct customer_id customer; /* row 0: nobody */
    struct instant start;
    struct instant end;
    const char *zone; /* of the wall time */
    const char *wall; /* the start on it: "2026-10-25T09:00:00" */
    enum appointment_state state;
    struct instant seen; /* the last good fetch that had it */
    bool is_missing;
    struct instant missing_since;
    bool is_marked; /* attendance is recorded */
    bool is_gone;   /* withdrawn or ended: absence means nothing any more */
    const char *title;
    const char *service;
    const char *customer_name; /* "" when unknown */
    const char *phone;         /* or NULL */
    const char *mail;          /* or NULL */
};

struct booking_rows {
    struct booking_row *items;
    size_t count;
};

/* All of a feed, by start. */
MUST_USE bool booking_list(struct db *db, const char *feed, struct arena *arena,
                           struct booking_rows *out, struct error *err);

/* How many of a feed's bookings were absent at its last good fetch. */
MUST_USE bool booking_count_missing(struct db *db, const char *feed,
                                    int64_t *out, struct error *err);

/* What is written of a booking. */
struct booking_version {
    const char *feed;
    const char *uid;
    const char *recurrence;
    int64_t sequence;
    const char *content;
    const char *raw; /* the source's own text, or NULL */
    struct appointment_id appointment;
};

/*
 * Writes the current version, and keeps it among the versions when its
 * content is new. The booking is then present: not missing, not gone.
 */
MUST_USE bool booking_put(struct db *db, const struct booking_version *version,
                          struct instant now, struct error *err);

/* Gives a known booking another identity (unstable UIDs, a moved visit). */
MUST_USE bool booking_rename(struct db *db, struct booking_id id,
                             const char *uid, const char *recurrence,
                             struct error *err);

/* Present, unchanged, at a good fetch. */
MUST_USE bool booking_seen(struct db *db, struct booking_id id,
                           struct instant now, struct error *err);

/* Absent for the first time at a good fetch: its reminders wait. */
MUST_USE bool booking_missing(struct db *db, struct booking_id id,
                              struct instant now, struct error *err);

/* Absent for good. */
MUST_USE bool booking_gone(struct db *db, struct booking_id id,
                           struct error *err);

#endif
