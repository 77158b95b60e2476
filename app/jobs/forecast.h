/*
 * forecast.h - what would be sent, to whom, when; what would not, and why
 *
 * Computed afresh from the appointments, so that it is right whatever waits
 * for the planner; what already happened to a reminder is shown as it is.
 */
#ifndef APP_JOBS_FORECAST_H
#define APP_JOBS_FORECAST_H

#include "app/call.h"
#include "domain/reminder.h"

struct forecast_row {
    struct reminder reminder;
    const char *to; /* address on that channel, or NULL */
    const char *customer_name;
    struct instant start;
    struct zone zone;
};

struct forecast {
    struct forecast_row *items; /* by due time */
    size_t count;
};

/*
 * Reminders due in [from, until), and those overdue when `from` is now.
 * `rules` replaces the office's rules, or is
 * NULL. A past range is replayed as if each visit had been known when it was
 * booked.
 */
MUST_USE bool forecast_make(struct call *call, const struct office *rules,
                            struct instant from, struct instant until,
                            struct forecast *out, struct error *err);

/* Says what would go out in the next day: before `kept live on`. */
MUST_USE bool forecast_print(struct call *call, FILE *to, struct error *err);

#endif
