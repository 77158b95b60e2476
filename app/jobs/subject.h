/*
 * subject.h - what a message is about, read again at the last moment
 *
 * Nothing stale is ever sent (product.md, invariant 2): whoever puts a
 * reminder into a message, and whoever claims that message, reads the
 * appointment and its customer as they are then.
 */
#ifndef APP_JOBS_SUBJECT_H
#define APP_JOBS_SUBJECT_H

#include "domain/customer.h"
#include "domain/office.h"
#include "domain/reminder.h"
#include "store/appointments.h"

/* An appointment with whom it is about, as they are now. */
struct subject {
    struct visit visit;
    struct customer customer; /* without a name when nobody is known */
};

MUST_USE bool subject_load(struct db *db, struct appointment_id id,
                           struct arena *arena, struct subject *out,
                           struct error *err);

/*
 * Why a message of that kind may not be sent on a channel any more;
 * REASON_NONE when it may.
 */
enum reminder_reason subject_silence(const struct subject *subject,
                                     enum message_kind kind,
                                     enum channel channel);

/* What becomes of a reminder for that reason. */
enum reminder_state subject_silent_state(enum reminder_reason reason);

#endif
