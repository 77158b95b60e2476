/*
 * visits.h - appointments written straight into a test's database
 */
#ifndef TESTS_HARNESS_VISITS_H
#define TESTS_HARNESS_VISITS_H

#include "store/db.h"

/* Times are Unix seconds; 0 and NULL mean "not known". */
struct visit_row {
    int64_t customer; /* made when it does not exist */
    int64_t start_s;
    int64_t minutes;
    const char *zone; /* NULL: Europe/Paris */
    const char *service;
    const char *provider;
    int64_t price_minor; /* −1: an explicit price of 0 */
    int64_t fee_minor;
    const char *state; /* NULL: booked */
    const char *by;
    int64_t said_s;
    int64_t said_until_s;
    int64_t booked_s;
    int64_t moved_to;
    const char *result; /* attendance; NULL: unmarked */
};

/* Its row. Failing is a failed check. */
int64_t visit_add(struct db *db, const struct visit_row *row);

/* appointment_group of a visit. */
void visit_group(struct db *db, int64_t visit, const char *name,
                 const char *value);

#endif
