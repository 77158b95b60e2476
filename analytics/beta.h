/*
 * beta.h - the beta distribution: how sure a rate is after few visits
 */
#ifndef ANALYTICS_BETA_H
#define ANALYTICS_BETA_H

#include "base/base.h"

/*
 * P(X ≤ x) for X ~ Beta(a, b), the regularised incomplete beta function, by
 * its continued fraction (DLMF 8.17.22, evaluated as Lentz did). `a`, `b`
 * positive; x outside 0..1 gives 0 or 1. Good to about 1e-10 for parameters up
 * to 1e5.
 */
double beta_below(double a, double b, double x);

/* The x with P(X ≤ x) = p, for p in 0..1; by bisection, to 1e-9. */
double beta_quantile(double a, double b, double p);

#endif
