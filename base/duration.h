/*
 * duration.h - spans of time as people write them
 */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include "base/error.h"
#include "base/instant.h"

/* Ten years: longer than anybody plans. */
#define DURATION_MAX_S (3660 * DAY_S)

/*
 * Reads "90m", "24h", "3d", "1d 12h", "2w", "30s": whole numbers with their
 * unit, summed, apart or not. A day is 24 hours. ERROR_INPUT for anything
 * else, a sign, and more than DURATION_MAX_S; 0 is allowed.
 */
MUST_USE bool duration_parse(const char *text, struct span *out,
                             struct error *err);

#endif
