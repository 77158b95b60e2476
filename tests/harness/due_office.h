/*
 * due_office.h - an office with many reminders, some of them due
 *
 * For measuring and for kills: rows written straight into the tables of a new
 * database, as an import and the planner would have written them.
 */
#ifndef TESTS_HARNESS_DUE_OFFICE_H
#define TESTS_HARNESS_DUE_OFFICE_H

#include "store/db.h"

/* 14 October 2026, 10:00 in Paris: inside the window of an office that says
 * nothing about it. */
#define DUE_OFFICE_NOW_S INT64_C(1791964800)

/*
 * Adds `rows` customers with a number, an appointment each in a day or more
 * and its SMS reminder: the first `due` of them due, the others a day later.
 */
MUST_USE bool due_office_fill(const char *path, int64_t rows, int64_t due,
                              struct error *err);

#endif
