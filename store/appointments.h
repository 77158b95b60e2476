/*
 * appointments.h - slots, what happened to them, and who came
 *
 * Every change adds an event that says who, when and from what to what, so
 * that it can be explained and undone; the state's change and its event are
 * written by the same call.
 *
 * Visits are indexed by day: a query for a span of time names the days
 * (start_s / 86400) beside the span, or it reads them all (migration 0005).
 */
#ifndef STORE_APPOINTMENTS_H
#define STORE_APPOINTMENTS_H

#include "domain/appointment.h"
#include "domain/attendance.h"
#include "store/db.h"

/* Who did it, when: goes into every event. */
struct author {
    const char *who; /* "feed chair-1", "command line" */
    struct instant at;
};

struct event {
    struct appointment_id appointment; /* row 0: it is a customer's */
    struct customer_id customer;       /* row 0: it is an appointment's */
    const char *what;                  /* "imported", "marked", "moved"… */
    const char *before;                /* "" when there was nothing */
    const char *after;
    const char *detail;
    /* Filled when read back. */
    struct instant at;
    const char *who;
};

struct event_list {
    struct event *items;
    size_t count;
};

/* One appointment with what stands beside it in lists. */
struct visit {
    struct appointment appointment;
    enum attendance attendance;
    const char *reason; /* given with the attendance, or "" */
    const char *customer_name;
    const char *title;
    struct instant known_since;
    struct appointment_id same_as; /* a second row of that visit; row 0: no */
};

struct visit_list {
    struct visit *items;
    size_t count;
};

MUST_USE bool event_add(struct db *db, const struct event *event,
                        const struct author *author, struct error *err);

/* In order of time. */
MUST_USE bool event_list(struct db *db, struct appointment_id id,
                         struct arena *arena, struct event_list *out,
                         struct error *err);

/* A new row; its `id` is not looked at. */
struct new_appointment {
    struct appointment slot;
    const char *title;          /* the source's own words, or NULL */
    int reminded;               /* what an import said: −1 nothing, 0 or 1 */
    enum attendance attendance; /* as its source has it */
    struct span lead; /* how early its reminders are planned; 0: it has none */
};

/* Writes a new row. That it was imported is told by event_list() without a
 * row of its own. */
MUST_USE bool appointment_insert(struct db *db,
                                 const struct new_appointment *fresh,
                                 const struct author *author,
                                 struct appointment_id *out, struct error *err);

/*
 * Writes everything that may change of an existing row, and lets its
 * reminders wait for the planner. Without an event: the caller says what
 * happened in its own words.
 */
MUST_USE bool appointment_update(struct db *db,
                                 const struct appointment *appointment,
                                 const char *title, struct error *err);

/* Closes `from` as moved to `to` at `said`, with events on both. */
MUST_USE bool appointment_move(struct db *db, struct appointment_id from,
                               struct appointment_id to, struct said said,
                               const struct author *author, struct error *err);

/* What an appointment's state becomes. */
struct state_change {
    struct appointment_id id;
    enum appointment_state state;
    enum cancelled_by by; /* cancelled only */
    struct said said;     /* cancelled, moved or withdrawn only */
};

/* Changes the state, with an event. To what it is already: does nothing. */
MUST_USE bool appointment_set_state(struct db *db,
                                    const struct state_change *change,
                                    const struct author *author,
                                    struct error *err);

/* ERROR_MISSING when there is none. */
MUST_USE bool visit_load(struct db *db, struct appointment_id id,
                         struct arena *arena, struct visit *out,
                         struct error *err);

/* Those that start in [from, until), by start. */
MUST_USE bool visit_between(struct db *db, struct instant from,
                            struct instant until, struct arena *arena,
                            struct visit_list *out, struct error *err);

MUST_USE bool appointment_group_set(struct db *db, struct appointment_id id,
                                    const char *name, const char *value,
                                    struct error *err);

struct attendance_note {
    struct appointment_id id;
    enum attendance attendance;
    const char *reason; /* or NULL */
};

/*
 * Records what happened, with an event; ATTENDANCE_UNMARKED takes it back.
 * What is recorded already changes nothing.
 */
MUST_USE bool attendance_mark(struct db *db, const struct attendance_note *note,
                              const struct author *author, struct error *err);

/* Lets the planner look again at one appointment. */
MUST_USE bool appointment_replan(struct db *db, struct appointment_id id,
                                 struct error *err);

/* … at a customer's that start after `now`. */
MUST_USE bool appointment_replan_of(struct db *db, struct customer_id customer,
                                    struct instant now, struct error *err);

/* Lets the planner look again at every appointment after `now`. */
MUST_USE bool appointment_replan_all(struct db *db, struct instant now,
                                     struct error *err);

#endif
