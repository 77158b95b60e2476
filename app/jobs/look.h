/*
 * look.h - one look at a source on its way through import.c, import_caldav.c,
 * import_calendar.c and import_table.c
 */
#ifndef APP_JOBS_LOOK_H
#define APP_JOBS_LOOK_H

#include "app/jobs/apply.h"
#include "app/jobs/caldav.h"
#include "app/jobs/import.h"
#include "app/jobs/source.h"
#include "app/progress.h"
#include "base/crypto.h"
#include "importers/extract.h"
#include "store/feeds.h"

/* The horizon of a calendar, around now (ical.md of the plans, 3). Its end is
 * a midnight in UTC, so that it moves once a day and not at every look. */
#define HORIZON_BACK_S  (30 * DAY_S)
#define HORIZON_AHEAD_S (401 * DAY_S)

struct look {
    struct call *call;
    struct db *db; /* for reading */
    const struct import_job *job;
    struct import_outcome *out;
    struct progress progress;
    struct office office;
    struct feed feed;          /* the office's, or one made up */
    const char *office_source; /* before a permanent redirect; or the same */
    bool is_office_feed;
    const char *who; /* for the events: "feed chair-1" */
    struct feed_row row;
    struct source_bytes source;
    /* What the document lacks is as it was, but for objects of these UIDs,
     * which the source says are gone. */
    bool is_partial;
    const char *const *gone;
    size_t gone_count;
    const struct caldav_delta *delta; /* of a calendar server; or NULL */
    struct csv_map map;
    struct instant now;
    struct instant from; /* a calendar's horizon */
    struct instant until;
    struct span refresh; /* the calendar's own wish, or 0 */
    char mapping
        [CRYPTO_FINGERPRINT_MAX]; /* digest of what words are read with */
    /* What all objects of the feed come to: looked at when it is needed,
     * since a large feed has many. */
    bool is_summed;
    size_t known_visits; /* at the last reading */
    /* The same bytes mean the same: nothing is absent, held, or beyond the
     * horizon of the last look. */
    bool may_skip;
    /* Visits that were known already may have come into the horizon, or be
     * read in another way: what is stored has to be read again. */
    bool is_due;
    bool has_missing;                  /* a second look has to confirm it */
    char body_digest[DIGEST_TEXT_MAX]; /* "" when not worked out */
};

/* Whether a calendar server is to be asked, not a file to be fetched. */
bool look_is_caldav(const struct look *look);

/*
 * Asks it: afterwards `source` is as after source_read(), and `delta` is set.
 */
MUST_USE bool look_ask_caldav(struct look *look,
                              const struct source_request *source,
                              struct error *err);

/*
 * A file that could not be fetched, or was none (`ok`): its address may be
 * that of a calendar server. When it is not, `ok` is given back and `source`
 * and `err` are as they were.
 */
MUST_USE bool look_try_caldav(struct look *look,
                              const struct source_request *source, bool ok,
                              struct error *err);

/* Remembers what the server said, once all of it is written. */
MUST_USE bool look_keep_caldav(struct look *look, struct error *err);

/* What tables are read with: the caller's, else the office's; or NULL. */
static inline const char *look_map(const struct look *look)
{
    return look->job->map == NULL ? look->feed.map : look->job->map;
}

/* A calendar: only what is new in it is read, object by object. */
MUST_USE bool look_at_calendar(struct look *look, struct error *err);

/* A table: read whole, absence means nothing. */
MUST_USE bool look_at_table(struct look *look, struct error *err);

/* One part of a fetch on its way into the office. */
struct batch {
    struct apply_object *objects;
    size_t object_count;
    struct booking *bookings;
    size_t count;
    const char **unread; /* UIDs that were there, but not (surely) read */
    size_t unread_count;
    struct booking_rows known;      /* what may have to do with it */
    const struct source_id *absent; /* objects that did not come */
    size_t absent_count;
    bool is_removed; /* … and whose source says that they were removed */
    bool is_cut;
    bool is_whole; /* nothing else of the feed is known */
    bool is_part;  /* one of many: who takes them tells the progress */
    bool absence_is_silent;
    bool keys_are_unique; /* no two bookings have the same */
};

/*
 * Compares, applies unless this is a preview, adds to the outcome. What it
 * needs for the time being goes to `arena`.
 */
MUST_USE bool look_take(struct look *look, const struct batch *batch,
                        struct arena *arena, struct error *err);

#endif
