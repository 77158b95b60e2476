/*
 * appointments.h - slots, what happened to them, and who came
 *
 * Every change adds an event that says who, when and from what to what, so
 * that it can be explained and undone; the state's change and its event are
 * written by the same call.
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
    struct appointment_id appointment;
    const char *what;   /* "imported", "marked", "moved"… */
    const char *before; /* "" when there was nothing */
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

/* Writes a new row and its event; `reminded` is −1, 0 or 1. */
MUST_USE bool appointment_insert(struct db *db,
                                 const struct appointment *appointment,
                                 const char *title, int reminded,
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

/*
 * Changes the state (and who cancelled, and when it was said), with an
 * event. Changing it to what it is does nothing.
 */
MUST_USE bool appointment_set_state(struct db *db, struct appointment_id id,
                                    enum appointment_state state,
                                    enum cancelled_by by, struct said said,
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

/*
 * Records what happened, with an event; ATTENDANCE_UNMARKED takes it back.
 * `changed` says whether it was anything else before.
 */
MUST_USE bool attendance_mark(struct db *db, struct appointment_id id,
                              enum attendance attendance, const char *reason,
                              const struct author *author, bool *changed,
                              struct error *err);

/* Lets the planner look again at every appointment after `now`. */
MUST_USE bool appointment_replan_all(struct db *db, struct instant now,
                                     struct error *err);

#endif
