/*
 * callsheet.h - whom to telephone about a day's visits, and why
 *
 * The office's fallback when messages cannot reach somebody, and its list of
 * those who have not answered.
 */
#ifndef APP_JOBS_CALLSHEET_H
#define APP_JOBS_CALLSHEET_H

#include "app/call.h"
#include "domain/customer.h"
#include "store/appointments.h"

/* Most urgent first. */
enum callsheet_kind {
    CALLSHEET_UNREACHABLE, /* no address that may be used */
    CALLSHEET_FAILED,      /* refused, too late, or due and not gone */
    CALLSHEET_DOUBTFUL,    /* a message may have arrived or not */
    CALLSHEET_UNCONFIRMED, /* told, and no answer */
};

#define CALLSHEET_KIND_COUNT 4

struct callsheet_row {
    enum callsheet_kind kind;
    struct visit visit;
    struct customer customer; /* without a name when nobody is known */
    const char *phone;        /* also one that may not be texted; or NULL */
    const char *reason;       /* a sentence */
};

struct callsheet {
    const char *office_name;
    struct civil_date date;
    struct zone zone;
    const char *language;
    struct instant made;
    struct callsheet_row *items; /* by kind, then start */
    size_t count;
    size_t counts[CALLSHEET_KIND_COUNT];
    size_t visit_count; /* visits of that day that stand */
};

/* "unreachable", "failed", "doubtful", "unconfirmed". */
const char *callsheet_kind_name(enum callsheet_kind kind) NEVER_NULL;

/* The kind as a heading. */
const char *callsheet_kind_title(enum callsheet_kind kind) NEVER_NULL;

/*
 * Those who should be telephoned about visits of `date`: visits that stand,
 * are not confirmed, have not been marked, and whose rules have nothing more
 * to say by themselves. Everything is the call's arena's.
 */
MUST_USE bool callsheet_make(struct call *call, const struct office *office,
                             struct civil_date date, struct callsheet *out,
                             struct error *err);

/* The first day after today on which the office is open. */
struct civil_date callsheet_next_day(const struct office *office,
                                     struct instant now);

#endif
