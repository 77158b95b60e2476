/*
 * alarms.h - what the owner must know, until it is over
 */
#ifndef STORE_ALARMS_H
#define STORE_ALARMS_H

#include "base/instant.h"
#include "store/db.h"

struct alarm {
    int64_t id;
    const char *kind;    /* "gateway", "feed", "silence"… */
    const char *subject; /* which gateway, feed or day; "" for none */
    const char *text;    /* what is wrong: no name, number or mailbox */
    const char *mend;    /* what to do */
    struct instant since;
    bool is_over;
    struct instant over; /* only then */
};

struct alarms {
    struct alarm *items;
    size_t count;
};

/* Begins, or goes on with other words; `id` and times are not looked at. */
MUST_USE bool alarm_raise(struct db *db, const struct alarm *alarm,
                          struct instant now, struct error *err);

/* Ends one that is open; does nothing when there is none. */
MUST_USE bool alarm_end(struct db *db, const char *kind, const char *subject,
                        struct instant now, struct error *err);

/* Ends all of a kind but those in `still`. */
MUST_USE bool alarm_end_others(struct db *db, const char *kind,
                               const struct alarms *still, struct instant now,
                               struct error *err);

/* The open ones, the newest first. */
MUST_USE bool alarm_list(struct db *db, struct arena *arena, struct alarms *out,
                         struct error *err);

/* The last `limit`, open or over, the newest first. */
MUST_USE bool alarm_history(struct db *db, int64_t limit, struct arena *arena,
                            struct alarms *out, struct error *err);

/* The open ones of which the owner was not told since `since`. */
MUST_USE bool alarm_untold(struct db *db, struct instant since,
                           struct arena *arena, struct alarms *out,
                           struct error *err);

MUST_USE bool alarm_told(struct db *db, int64_t id, struct instant now,
                         struct error *err);

#endif
