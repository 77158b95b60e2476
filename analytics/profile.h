/*
 * profile.h - who misses: customers and the groups they belong to
 *
 * A customer is said to miss often only with at least 3 visits and a
 * probability of 0.9 that their rate lies above the office's mean (evidence.md
 * 1.3). This is a reason to telephone, never one to refuse.
 */
#ifndef ANALYTICS_PROFILE_H
#define ANALYTICS_PROFILE_H

#include "analytics/period.h"
#include "analytics/prior.h"
#include "analytics/rate.h"
#include "analytics/slots.h"
#include "analytics/tariff.h"

#define OFTEN_VISITS_MIN  3
#define OFTEN_PROBABILITY 0.9

/* The last half year against what was before. */
enum trend {
    TREND_UNKNOWN, /* fewer than 3 visits on either side */
    TREND_STEADY,
    TREND_BETTER, /* misses less, by 10 points of the smoothed rate */
    TREND_WORSE,
};

struct profile {
    int64_t customer;
    const char *name;     /* "" when unknown or not asked for */
    const char *external; /* id in the office's own system, likewise */
    int64_t attended;
    int64_t missed;
    int64_t at_short; /* cancelled or moved at short notice */
    bool lead_known;
    double lead_days;    /* mean, of bookings whose time is known */
    int64_t value_minor; /* contract cost of the attended visits */
    enum trend trend;
    double rate; /* smoothed; 0..1 */
    double low;  /* 90 % credible interval */
    double high;
    double above; /* P(rate > the office's mean) */
    bool misses_often;
};

struct profiles {
    struct profile *items; /* by `above`, highest first */
    size_t count;          /* customers with a visit that was due */
    struct prior prior;
    struct rate mean;   /* missed of due, over these customers */
    int64_t missed_one; /* customers with at least one miss */
    int64_t missed_two;
    int64_t missed_three;
    int64_t often; /* customers who miss often */
};

/*
 * Over slots that start in [from, until); those of nobody known are left
 * out. Names and external ids stay "".
 */
void profiles_of(const struct slots *slots, const struct tariff *tariff,
                 struct instant from, struct instant until, struct arena *arena,
                 struct profiles *out);

/* Fills in names and external ids of the first `count` profiles. */
MUST_USE bool profiles_name(struct db *db, struct profiles *profiles,
                            size_t count, struct arena *arena,
                            struct error *err);

/* "unknown", "steady", "better", "worse". */
const char *trend_name(enum trend trend) NEVER_NULL;

#endif
