/*
 * rate.h - a share that never travels without its uncertainty
 */
#ifndef ANALYTICS_RATE_H
#define ANALYTICS_RATE_H

#include "base/base.h"

/*
 * With `has_bounds`, `unmarked` visits could still turn out as misses: the
 * bounds count all of them as come (numerator / bound_denominator) and all as
 * missed ((numerator + unmarked) / bound_denominator).
 */
struct rate {
    int64_t numerator;
    int64_t denominator;
    double value; /* 0..1; 0 when the denominator is 0 */
    double low;   /* 95 % Wilson interval around it; 0..1 when it is 0 */
    double high;
    bool has_bounds;
    int64_t unmarked;
    int64_t bound_denominator;
    double bound_low;
    double bound_high;
};

/* 0 ≤ numerator ≤ denominator. */
struct rate rate_of(int64_t numerator, int64_t denominator);

/*
 * The same with bounds; `outside` of the `unmarked` are not in the
 * denominator yet and join it in the bounds.
 */
struct rate rate_bounded(int64_t numerator, int64_t denominator,
                         int64_t unmarked, int64_t outside);

/*
 * The 95 % score interval (Wilson 1927; evidence.md 1.3), z = 1.959964.
 * [0, 1] when nothing was counted.
 */
void rate_interval(int64_t numerator, int64_t denominator, double *low,
                   double *high);

#endif
