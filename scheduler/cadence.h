/*
 * cadence.h - recurring chores: feeds, reports, retention
 */
#ifndef SCHEDULER_CADENCE_H
#define SCHEDULER_CADENCE_H

#include "base/dice.h"
#include "base/instant.h"
#include "base/zone.h"

#define CADENCE_MIN_S     60           /* no chore is done more often */
#define CADENCE_MAX_S     (30 * DAY_S) /* nor less often */
#define CADENCE_BACKOFF_S (6 * HOUR_S) /* the longest pause after failures */

struct cadence {
    struct span interval;    /* between two good runs; MIN_S to MAX_S */
    int failures;            /* in a row; 0 after a good run */
    struct span retry_after; /* the other side's wish; 0: none */
};

/*
 * When a chore that ended at `now` runs next. After a good run `interval`
 * later, give or take a tenth. After the n-th failure twice, four times… as
 * late, at most CADENCE_BACKOFF_S (or `interval` where that is longer), and
 * never before `retry_after`.
 */
struct instant cadence_next(const struct cadence *cadence, struct instant now,
                            struct dice *dice);

/* The first local `minute` of a day (0..1439) after `now`. */
struct instant cadence_daily(const struct zone *zone, int minute,
                             struct instant now);

/*
 * The first local `minute` on day `day` of a month (1..31; the month's last
 * day where it has fewer) after `now`.
 */
struct instant cadence_monthly(const struct zone *zone, int day, int minute,
                               struct instant now);

#endif
