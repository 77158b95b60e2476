/*
 * format.h - figures as the report prints them
 */
#ifndef ANALYTICS_FORMAT_H
#define ANALYTICS_FORMAT_H

#include "analytics/rate.h"
#include "domain/money.h"

/* An amount with a separator after every third digit. */
#define FORMAT_MONEY_MAX (MONEY_TEXT_MAX + 10)
#define FORMAT_RATE_MAX  120

/* "2,760.00". Returns `out`. */
char *format_money(int64_t minor, const char *currency,
                   char out[FORMAT_MONEY_MAX]) NEVER_NULL;

/* "20/400" */
char *format_count(const struct rate *rate,
                   char out[FORMAT_RATE_MAX]) NEVER_NULL;

/* "5.0 %", or "-" when nothing was counted. */
char *format_rate(const struct rate *rate,
                  char out[FORMAT_RATE_MAX]) NEVER_NULL;

/* "3.26–7.60 %", likewise. */
char *format_interval(const struct rate *rate,
                      char out[FORMAT_RATE_MAX]) NEVER_NULL;

/* "20/345–32/345 = 5.8–9.3 %"; "" without bounds or unmarked visits. */
char *format_bounds(const struct rate *rate,
                    char out[FORMAT_RATE_MAX]) NEVER_NULL;

#endif
