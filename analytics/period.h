/*
 * period.h - months of a zone as half-open stretches of time
 */
#ifndef ANALYTICS_PERIOD_H
#define ANALYTICS_PERIOD_H

#include "base/error.h"
#include "base/instant.h"
#include "base/zone.h"

/* Appointments that start in [from, until). */
struct period {
    int year;
    int month; /* 1..12 */
    struct instant from;
    struct instant until;
};

/* "2026-11" and its NUL, with room for the compiler's doubts. */
#define PERIOD_TEXT_MAX 32

/* "YYYY-MM" exactly, years 0002 to 9998; ERROR_USAGE otherwise. */
MUST_USE bool period_parse(const char *text, const struct zone *zone,
                           struct period *out, struct error *err);

/* The month `months` after (or, negative, before) the one of `at`. */
struct period period_around(const struct zone *zone, struct instant at,
                            int months);

/* The month `months` after `period` (negative: before) in the same zone. */
struct period period_shift(const struct period *period, const struct zone *zone,
                           int months);

/* "2026-11". Returns `out`. */
char *period_format(const struct period *period,
                    char out[PERIOD_TEXT_MAX]) NEVER_NULL;

#endif
