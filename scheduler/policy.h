/*
 * policy.h - what holds in an office that says nothing else
 */
#ifndef SCHEDULER_POLICY_H
#define SCHEDULER_POLICY_H

#include "domain/office.h"

/* A reminder later than this before the start helps nobody. */
#define POLICY_LEAD_S (2 * HOUR_S)

/*
 * Three open days before (late: merge) and one day before (late: send), each
 * by SMS, else by mail. The array lives as long as the program.
 */
const struct rule *policy_default_rules(size_t *count) NEVER_NULL;

/* A move and an office's cancellation are told, by SMS, else by mail. */
struct rule policy_default_notice(enum message_kind kind);

/* Who was told of a move need not be reminded so soon after it. */
#define POLICY_NOTICE_COVERS_S (12 * HOUR_S)

/* A burst of edits in a calendar is over by then. */
#define POLICY_GRACE_S         300

/* "We missed you" is news for so long. */
#define POLICY_MISSED_S        (3 * DAY_S)

/* Three reminders a day to one address, seven a week; no limit on spending. */
struct office_limits policy_default_limits(void);

/* 09:00-20:00 daily. */
struct week policy_default_window(void);

/*
 * The latest useful time of a reminder that is meant for `due`: POLICY_LEAD_S
 * before the start, or halfway between `due` and the start where that is
 * closer ("1h before" may still come half an hour before), of an odd second
 * the later. In (due, start) when `due` is before `start`, up to a second.
 */
struct instant policy_expires(struct instant due, struct instant start);

#endif
