/*
 * reminders.h - what the planner decided, written down
 *
 * One row an appointment, rule and channel. Planning again adds, cancels and
 * revives; it never touches what has left.
 */
#ifndef STORE_REMINDERS_H
#define STORE_REMINDERS_H

#include "domain/reminder.h"
#include "store/db.h"

struct appointment_ids {
    struct appointment_id *items;
    size_t count;
};

/* Visits further away than `lead` are planned when they come nearer. */
struct plan_window {
    struct instant now;
    struct span lead; /* scheduler/rule_time.h, rule_lead() */
};

/*
 * Up to `limit` appointments that wait for the planner: those that changed,
 * then those that have come near.
 */
MUST_USE bool reminder_waiting(struct db *db, const struct plan_window *window,
                               size_t limit, struct arena *arena,
                               struct appointment_ids *out, struct error *err);

/*
 * Lets an appointment without reminders wait until it is near. `done` is false
 * when it has some: then they must be looked at now.
 */
MUST_USE bool reminder_plan_later(struct db *db, struct appointment_id id,
                                  bool *done, struct error *err);

/*
 * Makes the appointment's reminders what `planned` says, and takes it off the
 * planner's list. Those that are gone from the plan are cancelled with
 * `gone`. A channel that waited as fallback is planned once the one before it
 * was refused or is unknown, and never while another of its rule is under
 * way or done. `planned` is in the order of rules, and of channels in each.
 */
MUST_USE bool reminder_apply(struct db *db, struct appointment_id appointment,
                             const struct reminder_list *planned,
                             enum reminder_reason gone, struct error *err);

/* All of an appointment, by due time. */
MUST_USE bool reminder_list_of(struct db *db, struct appointment_id appointment,
                               struct arena *arena, struct reminder_list *out,
                               struct error *err);

/* Settles a reminder that is planned: skipped, cancelled or expired. */
MUST_USE bool reminder_settle(struct db *db, struct reminder_id id,
                              enum reminder_state state,
                              enum reminder_reason reason, struct error *err);

/* Moves the due time of one that is planned. */
MUST_USE bool reminder_postpone(struct db *db, struct reminder_id id,
                                struct instant due, struct error *err);

#endif
