/*
 * forecast.h - what would be sent, to whom, when; what would not, and why
 *
 * Computed afresh from the appointments, so that it is right whatever waits
 * for the planner; what already happened to a reminder is shown as it is.
 */
#ifndef APP_JOBS_FORECAST_H
#define APP_JOBS_FORECAST_H

#include "app/call.h"
#include "domain/customer.h"
#include "domain/reminder.h"
#include "store/appointments.h"
#include "store/plan_facts.h"

/* A visit, whom it is about, and what the planner asks besides. */
struct forecast_visit {
    struct visit visit;
    struct plan_facts facts;
    bool has_customer;
    struct customer customer;
};

struct forecast_row {
    struct reminder reminder;
    const char *to; /* address on that channel, or NULL */
    const struct forecast_visit *about;
    /* Skipped, and the rule speaks on another channel, or says there why it
     * does not. */
    bool is_minor;
    /* Which message carries it, from 1; 0: none will. Those of a household's
     * day share one; what it costs stands with the first of them. */
    size_t message;
    bool leads;
    struct instant leaves; /* when that message does; else when it is due */
    int parts;
    int64_t cost_micro; /* in the currency of the office */
};

/* A visit nobody is told of. */
struct forecast_silence {
    const struct forecast_visit *about;
    enum reminder_reason reason; /* REASON_NONE: no rule is for it */
};

struct forecast {
    struct forecast_row *items; /* by when they leave */
    size_t count;
    struct forecast_silence *silences; /* by start */
    size_t silence_count;
    /* Of what is planned, apart from what goes only if nobody answers. */
    size_t message_count;
    int64_t part_count;
    int64_t cost_micro;
    const char *currency;
};

/* What is asked. */
struct forecast_request {
    /* Instead of the office as it is, or NULL: then a past time, too, is
     * replayed as if each visit had been known when it was booked and had
     * stood until it was cancelled or moved. */
    const struct office *office;
    struct instant from;
    struct instant until;
};

/*
 * Reminders due in [from, until), and those overdue when `from` is now; the
 * messages they go in, with parts and cost; visits that start in that time of
 * which nobody hears. Everything is the call's arena's.
 */
MUST_USE bool forecast_make(struct call *call,
                            const struct forecast_request *request,
                            struct forecast *out, struct error *err);

/* Says what would go out in the next day: before `kept live on`. */
MUST_USE bool forecast_print(struct call *call, FILE *to, struct error *err);

#endif
