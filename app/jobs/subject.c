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

enum reminder_reason subject_silence(const struct subject *subject,
                                     enum channel channel)
{
    if (!appointment_stands(subject->visit.appointment.state))
        return REASON_WENT_AWAY;
    if (subject->visit.appointment.is_missing)
        return REASON_MISSING;
    if (subject->visit.appointment.customer.row == 0)
        return REASON_NO_CUSTOMER;
    return plan_reach(&subject->customer, channel);
}

enum reminder_state subject_silent_state(enum reminder_reason reason)
{
    return reason == REASON_WENT_AWAY ? REMINDER_CANCELLED : REMINDER_SKIPPED;
}
