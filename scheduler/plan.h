/*
 * plan.h - which reminders an appointment deserves, and when
 *
 * Pure: equal arguments give equal answers. Planning again is always safe,
 * because the store keeps one reminder per appointment, rule and channel.
 */
#ifndef SCHEDULER_PLAN_H
#define SCHEDULER_PLAN_H

#include "domain/appointment.h"
#include "domain/customer.h"
#include "domain/office.h"
#include "domain/reminder.h"

/* Each rule may have a reminder on every channel. */
#define PLAN_RULES_MAX (REMINDERS_PER_APPOINTMENT_MAX / CHANNEL_COUNT)

struct plan_request {
    const struct office *office; /* with at most PLAN_RULES_MAX rules */
    const struct appointment *appointment;
    const struct customer *customer; /* NULL: nobody is known */
    struct instant now;
    struct instant known_since; /* when kept first knew of the appointment */
};

/*
 * Fills `out` with one reminder per rule and channel, in the office's order:
 * planned, or not, with the reason. Nothing at all for an appointment that is
 * cancelled, moved or withdrawn, or whose start has come (start <= now): so a
 * history that is imported reminds nobody.
 *
 * Channels of a rule: those that cannot reach the customer are SKIPPED
 * (NO_ADDRESS, DOUBTFUL_NUMBER, OPTED_OUT), the first that can is PLANNED,
 * those after it are SKIPPED with FALLBACK and planned by whoever records the
 * first one's refusal. Where the whole rule is silent, each of its channels
 * has the rule's reason:
 *
 *   SKIPPED  NO_CUSTOMER      nobody is known for the slot
 *   SKIPPED  MISSING          absent from its feed; revived when it returns
 *   SKIPPED  KNOWN_CUSTOMER   `only: new`
 *   SKIPPED  CONFIRMED        `only: unconfirmed`
 *   SKIPPED  BOOKED_LATE      known after the rule's time, `late: skip`
 *   SKIPPED  MERGED           likewise, `late: merge`, and a rule that comes
 *                             later speaks; if none does, as `late: send`
 *   SKIPPED  NO_ALLOWED_TIME  the window leaves no time, or the site is
 *                             never open
 *   SKIPPED  TOO_LATE         known only after its latest useful time
 *   EXPIRED  TOO_LATE         it has passed since
 *
 * `late: send` is due when the appointment became known, moved into the
 * window. A reminder whose time has passed although the appointment was known
 * before it (downtime) stays due as it was: it is caught up.
 */
void plan_reminders(const struct plan_request *request,
                    struct reminder_list *out);

/*
 * When a rule means to speak, before window and lateness are looked at:
 * elapsed time, the same wall time days before, or open days before, each
 * optionally at a fixed time of day; always before the start. All in the
 * appointment's zone. False when the site is not open often enough.
 */
bool plan_rule_time(const struct office *office, const struct rule *rule,
                    const struct appointment *appointment, struct instant *due);

/*
 * How long before a visit the first of the office's rules may speak, with
 * generous room for closed days; 0 without rules. What starts later than that
 * from now need not be planned yet.
 */
struct span plan_lead(const struct office *office);

/*
 * Why a channel cannot reach a customer: NO_ADDRESS, DOUBTFUL_NUMBER or
 * OPTED_OUT; REASON_NONE when it can. Read again at sending.
 */
enum reminder_reason plan_reach(const struct customer *customer,
                                enum channel channel);

#endif
