#include "analytics/rate.h"

#include <math.h>

/* The 97.5 % point of the normal distribution. */
#define Z 1.959963984540054

void rate_interval(int64_t numerator, int64_t denominator, double *low,
                   double *high)
{
    double n = (double)denominator;
    double p;
    double scale;
    double centre;
    double half;

    *low = 0;
    *high = 1;
    if (denominator <= 0)
        return;
    p = (double)numerator / n;
    scale = 1 + Z * Z / n;
    centre = (p + Z * Z / (2 * n)) / scale;
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / scale;
    if (numerator > 0)
        *low = fmax(0, centre - half);
    if (numerator < denominator)
        *high = fmin(1, centre + half);
}

struct rate rate_of(int64_t numerator, int64_t denominator)
{
    struct rate rate = {.numerator = numerator, .denominator = denominator};

    assert(numerator >= 0);
    assert(numerator <= denominator);
    if (denominator > 0)
        rate.value = (double)numerator / (double)denominator;
    rate_interval(numerator, denominator, &rate.low, &rate.high);
    return rate;
}

struct rate rate_bounded(int64_t numerator, int64_t denominator,
                         int64_t unmarked, int64_t outside)
{
    struct rate rate = rate_of(numerator, denominator);
    int64_t all = denominator + outside;

    rate.has_bounds = true;
    rate.unmarked = unmarked;
    rate.bound_denominator = all;
    if (all > 0) {
        rate.bound_low = (double)numerator / (double)all;
        rate.bound_high = (double)(numerator + unmarked) / (double)all;
    }
    return rate;
}
