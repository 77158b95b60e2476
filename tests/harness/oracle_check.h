/*
 * oracle_check.h - kept's plan beside the oracle's, and what always holds
 */
#ifndef TESTS_HARNESS_ORACLE_CHECK_H
#define TESTS_HARNESS_ORACLE_CHECK_H

#include "tests/harness/oracle_scene.h"

struct oracle_tally {
    uint64_t changes; /* of clocks */
    uint64_t cases;
    uint64_t reminders;
    uint64_t planned;
    uint64_t differences; /* cases that differ or break a property */
};

/* Rolls the scene of each seed, plans it and tells on standard error where the
 * two differ or a property does not hold, with the seed and the scene. */
void oracle_check(const struct oracle_zones *zones, uint64_t seed,
                  uint64_t count, struct oracle_tally *tally);

#define ORACLE_WINDOWS 5

/* Rules' times, base/zone and so many of the windows around each of the last
 * ten changes of a zone's clock; returns how many answers differ. */
uint64_t oracle_check_zone(const char *zone, size_t windows,
                           struct oracle_tally *tally);

#endif
