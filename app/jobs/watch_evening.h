/*
 * watch_evening.h - what left today against what was planned yesterday
 */
#ifndef APP_JOBS_WATCH_EVENING_H
#define APP_JOBS_WATCH_EVENING_H

#include "domain/office.h"
#include "store/db.h"

/*
 * Once a day, after the window has closed: an alarm when less than half of
 * the reminders that the evening before had planned for today have left, of
 * ten at least, or none of them. The alarm ends with the next evening. Then
 * writes down what is planned for tomorrow.
 */
MUST_USE bool watch_evening(struct db *db, const struct office *office,
                            struct instant now, struct arena *arena,
                            struct error *err);

#endif
