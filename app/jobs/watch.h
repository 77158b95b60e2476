/*
 * watch.h - silence is an alarm: what is wrong, looked for every minute
 *
 * Each look says what is wrong as it stands (store/alarms.h); what is right
 * again ends by itself. In the evening it counts what left against what was
 * planned on the evening before.
 */
#ifndef APP_JOBS_WATCH_H
#define APP_JOBS_WATCH_H

#include "domain/office.h"
#include "store/alarms.h"

/* Between two looks. */
#define WATCH_EVERY_S   60

/* An alarm that goes on is told again after so long. */
#define WATCH_REMIND_S  DAY_S

/* What is due waits no longer than this while all is well. */
#define WATCH_OVERDUE_S (30 * MINUTE_S)

/* A daemon that looked around less long ago was only restarted. */
#define WATCH_DOWN_S    (15 * MINUTE_S)

/* The kinds of alarm. */
#define ALARM_GATEWAY   "gateway"  /* stopped because of our key or balance */
#define ALARM_FEED      "feed"     /* held, failing or gone */
#define ALARM_OVERDUE   "overdue"  /* messages that do not leave */
#define ALARM_UNKNOWN   "unknown"  /* nobody knows whether they arrived */
#define ALARM_SILENCE   "silence"  /* less left today than was planned */
#define ALARM_DOWN      "down"     /* the daemon did not run */
#define ALARM_SPENDING  "spending" /* the day's sum is spent */
#define ALARM_BOUNCES   "bounces"  /* their mailbox cannot be read */
#define ALARM_TEST      "test"

/* One look: writes alarms down. In a transaction of the store thread. */
MUST_USE bool watch_look(struct db *db, const struct office *office,
                         struct instant now, struct error *err);

/*
 * At the start, before the heartbeat is set anew: an alarm when the daemon has
 * not run for WATCH_DOWN_S although the office is live.
 */
MUST_USE bool watch_start(struct db *db, const struct office *office,
                          struct instant now, struct error *err);

#endif
