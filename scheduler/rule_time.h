/*
 * rule_time.h - when a rule means to speak
 *
 * Before window, lateness and grace are looked at (plan.h does). Pure.
 */
#ifndef SCHEDULER_RULE_TIME_H
#define SCHEDULER_RULE_TIME_H

#include "domain/appointment.h"
#include "domain/office.h"

/*
 * Elapsed time, the same wall time days away, or open days away, each
 * optionally at a fixed time of day: before the start, and of a MESSAGE_MISSED
 * after it. A wall time that does not lie on that side of the start (a fixed
 * one, or one that the clocks leave out) is taken days further away until it
 * does. All in the appointment's zone. False when site and provider do not work
 * often enough; then `due` is untouched.
 */
bool rule_time(const struct office *office, const struct rule *rule,
               const struct appointment *appointment, struct instant *due);

/*
 * How long before a visit the first of the office's rules may speak, with
 * generous room for closed days; 0 without rules. What starts later than that
 * from now need not be planned yet.
 */
struct span rule_lead(const struct office *office);

#endif
