/*
 * report_json_parts.h - JSON pieces that reports share
 *
 * Money is integer minor units, rates are 0..1, ids are strings. Every
 * function returns a new reference.
 */
#ifndef ANALYTICS_REPORT_JSON_PARTS_H
#define ANALYTICS_REPORT_JSON_PARTS_H

#include <jansson.h>

#include "analytics/profile.h"
#include "base/arena.h"

/* A string; bytes that are not UTF-8 are read as Windows-1252. */
json_t *json_of_text(const char *text);

/* RFC 3339 in UTC. */
json_t *json_of_instant(struct instant at);

/* A row's number as a string. */
json_t *json_of_id(int64_t row);

/*
 * numerator, denominator, value, low, high, bound_low, bound_high; null where
 * nothing was counted or there are no bounds.
 */
json_t *json_of_rate(const struct rate *rate);

json_t *json_of_prior(const struct prior *prior);

/* A customer with counts, smoothed rate and verdict. */
json_t *json_of_profile(const struct profile *profile);

/* How many customers there are and how many of them missed. */
json_t *json_of_people(const struct profiles *people);

/* Takes `root` and writes it, indented, with a final newline. */
char *json_write(json_t *root, struct arena *arena) NEVER_NULL;

#endif
