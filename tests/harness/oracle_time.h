/*
 * oracle_time.h - wall clocks, windows and rules' times, by walking
 *
 * A second opinion, written from the headers of scheduler/ alone: slow,
 * obvious, and with no arithmetic in common with what it checks. A clock is a
 * table of what glibc's localtime_r says, made day by day.
 */
#ifndef TESTS_HARNESS_ORACLE_TIME_H
#define TESTS_HARNESS_ORACLE_TIME_H

#include "domain/appointment.h"
#include "domain/office.h"

#define ORACLE_STRETCHES_MAX 200
#define ORACLE_ZONES_MAX     1000

/* From then on the wall clock stands so far east of UTC. */
struct oracle_stretch {
    int64_t from_s;
    int64_t offset_s;
};

struct oracle_clock {
    struct zone zone;
    size_t count; /* the first has no beginning, the last no end */
    struct oracle_stretch stretch[ORACLE_STRETCHES_MAX];
};

struct oracle_zones {
    size_t count;
    char names[ORACLE_ZONES_MAX][ZONE_NAME_MAX];
};

/* Every zone the system knows, links included, in order of their names. */
void oracle_zones_read(struct oracle_zones *out);

/* What the clock of a zone shows between two instants. Sets the process's TZ
 * while it runs. Ends the program for a zone that does not exist. */
void oracle_clock_read(const char *zone, int64_t from_s, int64_t until_s,
                       struct oracle_clock *out);

/* The last ten changes of its clock before `until_s`, latest first; returns
 * how many there are. */
size_t oracle_changes(const char *zone, int64_t until_s, int64_t out[10]);

/* What the clock shows, counted as if it were UTC; and back (RFC 5545). */
int64_t oracle_wall(const struct oracle_clock *clock, int64_t at_s);
int64_t oracle_instant(const struct oracle_clock *clock, int64_t wall_s);

/* As window.h has them. */
bool oracle_is_open(const struct oracle_clock *clock, const struct week *window,
                    int64_t at_s);
bool oracle_next(const struct oracle_clock *clock, const struct week *window,
                 int64_t from_s, int64_t until_s, int64_t *out);
struct oracle_fit {
    int64_t now_s;
    int64_t due_s;
    int64_t expires_s;
};
bool oracle_fit(const struct oracle_clock *clock, const struct week *window,
                struct oracle_fit fit, int64_t *out);

/* As opendays.h and rule_time.h have them; `day` counts from 1970-01-01. */
bool oracle_works(const struct office *office, const char *site,
                  const char *provider, int64_t day);
bool oracle_open_day(const struct office *office,
                     const struct appointment *appointment, int64_t count,
                     int step, int64_t *day);
bool oracle_rule_time(const struct oracle_clock *clock,
                      const struct office *office, const struct rule *rule,
                      const struct appointment *appointment, int64_t *due_s);

#endif
