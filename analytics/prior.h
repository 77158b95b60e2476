/*
 * prior.h - what to expect of a customer before they have come often
 *
 * A customer's share of missed visits is drawn from Beta(a, b); with k misses
 * of n visits what is known of them is Beta(a + k, b + n − k) (evidence.md
 * 1.3). One miss of one visit is not a pattern.
 */
#ifndef ANALYTICS_PRIOR_H
#define ANALYTICS_PRIOR_H

#include "base/arena.h"

enum prior_source {
    PRIOR_LIKELIHOOD, /* maximum likelihood over customers */
    PRIOR_MOMENTS,    /* where that has no maximum */
    PRIOR_OFFICE,     /* the office's mean with a strength of 5 */
};

struct prior {
    double a;
    double b;
    enum prior_source source;
};

/* k of n, n at least 1. */
struct history {
    int64_t missed;
    int64_t visits;
};

/* Fewer customers cannot tell how much people differ. */
#define PRIOR_CUSTOMERS_MIN 200

/*
 * Fits a and b; histories without visits do not count. With nobody missing,
 * everybody missing, or nobody at all, the mean is that of one miss more and
 * one visit kept more than were seen, so that a and b stay positive.
 */
struct prior prior_fit(const struct history *histories, size_t count,
                       struct arena *arena);

/* "likelihood", "moments", "office". */
const char *prior_source_name(enum prior_source source) NEVER_NULL;

#endif
