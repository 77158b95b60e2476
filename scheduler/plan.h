/*
 * plan.h - which messages an appointment deserves, and when
 *
 * Pure: equal arguments give equal answers. Planning again is always safe,
 * because the store keeps one reminder per appointment, rule and channel.
 */
#ifndef SCHEDULER_PLAN_H
#define SCHEDULER_PLAN_H

#include "domain/appointment.h"
#include "domain/attendance.h"
#include "domain/customer.h"
#include "domain/office.h"
#include "domain/reminder.h"

/* As many rules as an office may have. */
#define PLAN_RULES_MAX 8

struct plan_request {
    const struct office *office; /* with at most PLAN_RULES_MAX rules */
    const struct appointment *appointment;
    const struct customer *customer; /* NULL: nobody is known */
    struct instant now;
    struct instant known_since; /* when kept first knew of the appointment */
    bool is_moved;              /* it came about by a move, at `known_since` */
    /* Where it was when the customer last heard of it; NULL: they did not. */
    const struct appointment *was;
    enum attendance attendance;
    bool is_rebooked; /* the customer has a later visit that stands */
};

/*
 * Fills `out` with one reminder per rule that is for this visit (service,
 * provider, site) and channel, in the office's order, and after them the
 * notices: planned, or not, with the reason. So a history that is imported
 * reminds nobody.
 *
 * An appointment that stands and has not begun (now < start) has its rules of
 * kind MESSAGE_REMINDER, and the notice MESSAGE_MOVED where it was announced for
 * another time (`was`). One that the office cancelled has, until its start, the
 * notice MESSAGE_CANCELLED. One that is marked as no-show has, from its start on
 * and in any state, its rules of kind MESSAGE_MISSED. Any other has nothing.
 *
 * Channels of a rule: those that cannot reach the customer are SKIPPED
 * (OPTED_OUT, DOUBTFUL_NUMBER, NO_ADDRESS), the first that can is PLANNED.
 * Those after it are SKIPPED with FALLBACK, and planned by whoever records the
 * first one's refusal; where the rule has a `fallback` time they are PLANNED
 * with UNANSWERED for the first allowed instant so long after it, before the
 * latest useful time (else FALLBACK; CONFIRMED for a visit that is). Where the
 * whole rule is silent, each of its channels has the rule's reason, the first
 * that holds; `due` and `expires` of what is SKIPPED are for people:
 *
 *   SKIPPED  NO_CUSTOMER      nobody is known for the slot
 *   SKIPPED  MISSING          absent from its feed; revived when it returns.
 *                             Not a cancellation or a miss: somebody said so
 *   SKIPPED  KNOWN_CUSTOMER   `only: new`
 *   SKIPPED  NEW_CUSTOMER     `only: known`
 *   SKIPPED  CONFIRMED        `only: unconfirmed`
 *   SKIPPED  REBOOKED         missed, but they come again already
 *   SKIPPED  NO_ALLOWED_TIME  the site is never open
 *   SKIPPED  MERGED           the notice of the move is planned, and the rule's
 *                             time is before it or less than
 *                             POLICY_NOTICE_COVERS_S after it
 *   SKIPPED  BOOKED_LATE      known after the rule's time, `late: skip`
 *   SKIPPED  MERGED           known after the rule's time, `late: merge`, and a
 *                             rule that comes later (in time; of equals, in
 *                             the office's order) is planned on some channel;
 *                             where none is, as `late: send`
 *   SKIPPED  TOO_LATE         known only after its latest useful time
 *   EXPIRED  TOO_LATE         it has passed since
 *   SKIPPED  NO_ALLOWED_TIME  the window leaves no time
 *
 * `late: send` is due when the appointment became known, of one that was moved
 * a grace period later where that leaves time, moved into the window but to no
 * earlier; its latest useful time is still that of the rule's own. An allowed
 * due time that has passed although the appointment was known before it
 * (downtime) stays as it was: it is caught up.
 *
 * A notice is due at the first allowed instant a grace period after the
 * change: the move (`known_since`), or the time the cancellation was said (of
 * a bracket its end; `now` where nobody said). It is of use until the start;
 * where the grace period does not end before that, none is kept: it is due at
 * the change.
 *
 * A rule of MESSAGE_MISSED waits for the window as a notice does: due at the first
 * allowed instant from its time on, it is of use for POLICY_MISSED_S after its
 * time. `late` means nothing to it.
 */
void plan_reminders(const struct plan_request *request,
                    struct reminder_list *out);

/*
 * Why a channel cannot reach a customer: OPTED_OUT, which comes before all, or
 * DOUBTFUL_NUMBER or NO_ADDRESS; REASON_NONE when it can. Read again at sending.
 */
enum reminder_reason plan_reach(const struct customer *customer,
                                enum channel channel);

#endif
