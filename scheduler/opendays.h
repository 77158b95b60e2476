/*
 * opendays.h - counting days on which a site is open
 */
#ifndef SCHEDULER_OPENDAYS_H
#define SCHEDULER_OPENDAYS_H

#include "base/civil.h"
#include "domain/office.h"

/* How far we look: an office closed for longer has other worries. */
#define OPENDAYS_SEARCH_MAX 1000

/*
 * The `count`-th day before `date` on which the site is open ("": the office
 * is its one site) and the provider ("": nobody in particular) not away;
 * `date` itself is not counted, whether it is such a day or not. `count` is
 * positive. False when there are not as many within OPENDAYS_SEARCH_MAX days;
 * then `out` is untouched.
 */
bool opendays_before(const struct office *office, const char *site,
                     const char *provider, struct civil_date date,
                     int64_t count, struct civil_date *out);

/* The same after `date`. */
bool opendays_after(const struct office *office, const char *site,
                    const char *provider, struct civil_date date, int64_t count,
                    struct civil_date *out);

#endif
