/*
 * bookings.h - which visits each source's objects made, as last said
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
    struct source_id object;
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
    bool is_missing;
    struct instant missing_since;
    struct instant seen; /* missing only: the last good fetch that had it */
    bool is_marked;      /* attendance is recorded */
    bool is_gone;      /* withdrawn or ended: absence means nothing any more */
    bool is_pinned;    /* absent, and a person said that it stands */
    bool is_elsewhere; /* another calendar, too, shows its appointment */
    const char *title;
    const char *service;
    const char *customer_name; /* "" when unknown */
    const char *phone;         /* or NULL */
    const char *mail;          /* or NULL */
};

struct booking_rows {
    struct booking_row *items;
    size_t count;
    size_t room;
};

/* All of a feed, by start. */
MUST_USE bool booking_list(struct db *db, const char *feed, struct arena *arena,
                           struct booking_rows *out, struct error *err);

/* Those of one object, appended to `out`. */
MUST_USE bool booking_add_object(struct db *db, struct source_id object,
                                 struct arena *arena, struct booking_rows *out,
                                 struct error *err);

struct instants {
    struct instant *items;
    size_t count;
};

/* A feed's visits after an instant, less those of some objects. */
struct booking_others {
    const char *feed;
    struct instant after;
    const struct source_id *objects; /* ascending */
    size_t count;
};

/* Starts of those that stand and are not absent, in order. */
MUST_USE bool booking_starts(struct db *db, const struct booking_others *others,
                             struct arena *arena, struct instants *out,
                             struct error *err);

/* How many of a feed's bookings were absent at its last good fetch. */
MUST_USE bool booking_count_missing(struct db *db, const char *feed,
                                    int64_t *out, struct error *err);

/* Whether a visit of the object stands and is still to come. */
MUST_USE bool booking_any_waits(struct db *db, struct source_id object,
                                struct instant now, bool *out,
                                struct error *err);

/* What a source says of an appointment. */
struct booking_source {
    const char *feed;
    const char *origins; /* domain/origin.h; "" when not known */
};

struct booking_sources {
    struct booking_source *items;
    size_t count;
    size_t room;
};

/* Those that have it as their current one, oldest first. */
MUST_USE bool booking_sources_of(struct db *db, struct appointment_id id,
                                 struct arena *arena,
                                 struct booking_sources *out,
                                 struct error *err);

/* What is written of a booking. */
struct booking_facts {
    struct source_id object;
    const char *recurrence;
    int64_t sequence;
    const char *content;
    const char *origins; /* domain/origin.h; NULL: nothing known */
    struct appointment_id appointment;
};

/* A new one, present. */
MUST_USE bool booking_insert(struct db *db, const struct booking_facts *facts,
                             struct instant now, struct error *err);

/* A known one as it is now: present, neither gone nor pinned. */
MUST_USE bool booking_update(struct db *db, struct booking_id id,
                             const struct booking_facts *facts,
                             struct instant now, struct error *err);

/* Gives a known booking another identity (unstable UIDs). */
MUST_USE bool booking_rename(struct db *db, struct booking_id id,
                             struct source_id object, const char *recurrence,
                             struct error *err);

/* Present again at a good fetch, unchanged. */
MUST_USE bool booking_seen(struct db *db, struct booking_id id,
                           struct error *err);

/* Absent at a good fetch; `last` is the last one that had it. Its reminders
 * wait. Only the first absence counts. */
MUST_USE bool booking_missing(struct db *db, struct booking_id id,
                              struct instant now, struct instant last,
                              struct error *err);

/* Absent for good. */
MUST_USE bool booking_gone(struct db *db, struct booking_id id,
                           struct error *err);

/* Absent, but a person said that it stands: absence means nothing until the
 * source shows it again. */
MUST_USE bool booking_pin(struct db *db, struct booking_id id,
                          struct error *err);

#endif
