/*
 * oracle_plan.h - what plan_reminders() should answer, read from its header
 */
#ifndef TESTS_HARNESS_ORACLE_PLAN_H
#define TESTS_HARNESS_ORACLE_PLAN_H

#include "scheduler/plan.h"
#include "tests/harness/oracle_time.h"

void oracle_plan(const struct oracle_clock *clock,
                 const struct plan_request *request, struct reminder_list *out);

#endif
