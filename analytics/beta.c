#include "analytics/beta.h"

#include <math.h>

/* The fraction converges in about sqrt(max(a, b)) steps. */
#define STEPS_MAX          2000
#define PRECISION          1e-14
#define QUANTILE_PRECISION 1e-9
/* Stands for 0 where the method divides. */
#define TINY               1e-300

static double log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign); /* lgamma() writes a global */
}

static double not_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* d(step) of DLMF 8.17.23, from 1. */
static double coefficient(double a, double b, double x, int step)
{
    int whole = step / 2;
    double m = whole;

    if (step % 2 == 0)
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

/* 1 + d(1) / (1 + d(2) / (1 + …)) */
static double fraction(double a, double b, double x)
{
    double value = 1;
    double c = 1;
    double d = 0;

    for (int step = 1; step <= STEPS_MAX; step++) {
        double term = coefficient(a, b, x, step);

        d = 1 / not_zero(1 + term * d);
        c = not_zero(1 + term / c);
        value *= c * d;
        if (fabs(c * d - 1) < PRECISION)
            break;
    }
    return value;
}

double beta_below(double a, double b, double x)
{
    double front;

    assert(a > 0);
    assert(b > 0);
    if (!(x > 0))
        return 0;
    if (x >= 1)
        return 1;
    front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) +
                b * log1p(-x));
    /* Converges fast on this side of the mean; else from the other end. */
    if (x < (a + 1) / (a + b + 2))
        return front / (a * fraction(a, b, x));
    return 1 - front / (b * fraction(b, a, 1 - x));
}

double beta_quantile(double a, double b, double p)
{
    double low = 0;
    double high = 1;

    while (high - low > QUANTILE_PRECISION) {
        double middle = (low + high) / 2;

        if (beta_below(a, b, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
