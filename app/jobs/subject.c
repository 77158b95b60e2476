#include "app/jobs/subject.h"

#include "scheduler/plan.h"
#include "store/customers.h"

bool subject_load(struct db *db, struct appointment_id id, struct arena *arena,
                  struct subject *out, struct error *err)
{
    if (!visit_load(db, id, arena, &out->visit, err))
        return false;
    if (out->visit.appointment.customer.row == 0) {
        out->customer = (struct customer){.name = ""};
        return true;
    }
    return customer_load(db, out->visit.appointment.customer,
                         out->visit.appointment.start, arena, &out->customer,
                         err);
}

/* Why a visit is not what a message of that kind would say of it. */
static enum reminder_reason untrue(const struct visit *visit,
                                   enum message_kind kind)
{
    const struct appointment *appointment = &visit->appointment;

    switch (kind) {
    case MESSAGE_CANCELLED:
        return appointment->state == APPOINTMENT_CANCELLED &&
                       appointment->cancelled_by == CANCELLED_BY_OFFICE
                   ? REASON_NONE
                   : REASON_RESTORED;
    case MESSAGE_MISSED:
        return visit->attendance == ATTENDANCE_NO_SHOW ? REASON_NONE
                                                       : REASON_NOT_MISSED;
    case MESSAGE_REMINDER:
    case MESSAGE_MOVED:
        break;
    }
    if (!appointment_stands(appointment->state))
        return REASON_WENT_AWAY;
    return appointment->is_missing ? REASON_MISSING : REASON_NONE;
}

enum reminder_reason subject_silence(const struct subject *subject,
                                     enum message_kind kind,
                                     enum channel channel)
{
    enum reminder_reason reason = untrue(&subject->visit, kind);

    if (reason != REASON_NONE)
        return reason;
    if (subject->visit.appointment.customer.row == 0)
        return REASON_NO_CUSTOMER;
    return plan_reach(&subject->customer, channel);
}

enum reminder_state subject_silent_state(enum reminder_reason reason)
{
    return reason == REASON_WENT_AWAY || reason == REASON_RESTORED ||
                   reason == REASON_NOT_MISSED
               ? REMINDER_CANCELLED
               : REMINDER_SKIPPED;
}
