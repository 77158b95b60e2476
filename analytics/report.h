/*
 * report.h - one month's figures, gathered; knows no format
 *
 * report_json() and report_text() render it; app/ prints what they give.
 */
#ifndef ANALYTICS_REPORT_H
#define ANALYTICS_REPORT_H

#include "analytics/figures.h"
#include "analytics/group.h"
#include "analytics/loss.h"
#include "analytics/period.h"
#include "analytics/profile.h"
#include "analytics/segment.h"
#include "base/buf.h"
#include "domain/office.h"

#define REPORT_ADVICE_MAX    3

/* Older visits say little about how a customer behaves today. */
#define REPORT_PEOPLE_MONTHS 24
#define REPORT_CHANGE_MONTHS 12

struct report_request {
    struct db *db;
    const struct office *office;
    struct period period;
    struct instant now;
};

/*
 * The report's month on a p-chart (evidence.md 1.3): the centre is the rate of
 * up to 12 months before it, the limits lie three standard errors away.
 */
enum change_verdict {
    CHANGE_UNKNOWN, /* fewer than 3 earlier months */
    CHANGE_NONE,    /* inside the limits: no real change */
    CHANGE_LOWER,
    CHANGE_HIGHER,
};

struct report_change {
    enum change_verdict verdict;
    int months; /* earlier months with appointments */
    double centre;
    double low;
    double high;
};

/* What makes the figures less sure, each with how often. */
struct report_problems {
    int64_t unmarked;
    int64_t withdrawn;      /* waiting for a person */
    int64_t no_customer;    /* missed, and nobody knows who */
    int64_t no_price;       /* missed, without a price from any tier */
    int64_t no_time;        /* missed or short, length or hourly cost unknown */
    int64_t booked_after;   /* booked after its day */
    int64_t booked_unknown; /* no booking time: no lead, refill or rebooking */
};

struct report {
    const char *office;
    const char *currency;
    struct zone zone;
    struct period period;
    struct instant now;
    struct span short_notice;
    struct counts counts;
    struct rate rates[FIGURE_COUNT];
    struct loss loss;
    struct segments segments[BREAKDOWN_COUNT];
    struct profiles people; /* over REPORT_PEOPLE_MONTHS up to the period */
    struct instant people_from;
    struct report_change change;
    struct report_problems problems;
    const char
        *advice[REPORT_ADVICE_MAX]; /* sentences; the first counts most */
    size_t advice_count;
};

/*
 * Reads and computes; everything in `out` belongs to `arena` or to the
 * request's office. Names are filled in for customers who miss often.
 */
MUST_USE bool report_month(const struct report_request *request,
                           struct arena *arena, struct report *out,
                           struct error *err);

/* The JSON of `kept report loss`, indented, with a final newline. */
char *report_json(const struct report *report, struct arena *arena) NEVER_NULL;

/* How a text is laid out. */
struct report_style {
    int width; /* columns to wrap sentences at; at least 40 */
    bool bars; /* draw bars beside rates */
};

/* Appends the report for a terminal, in English. */
void report_text(const struct report *report, const struct report_style *style,
                 struct buf *out);

/* `kept report profiles`: who misses, by group and by customer. */
struct profiles_request {
    struct db *db;
    const struct office *office;
    struct instant from; /* visits that start in [from, until) */
    struct instant until;
    struct instant now; /* later starts are left out whatever `until` says */
};

struct profiles_report {
    const char *office;
    const char *currency;
    struct zone zone;
    struct instant from;
    struct instant until;
    struct instant now;
    struct profiles people;
    struct groups groups;
};

/* The first appointment of any calendar: for `from` of a whole history. */
#define PROFILES_FROM_START ((struct instant){INT64_MIN / 2})

MUST_USE bool profiles_read(const struct profiles_request *request,
                            struct arena *arena, struct profiles_report *out,
                            struct error *err);
char *profiles_json(const struct profiles_report *report,
                    struct arena *arena) NEVER_NULL;
void profiles_text(const struct profiles_report *report,
                   const struct report_style *style, struct buf *out);

#endif
