/*
 * import.h - one look at a source: fetched, read, compared, applied
 */
#ifndef APP_JOBS_IMPORT_H
#define APP_JOBS_IMPORT_H

#include "app/call.h"
#include "domain/booking.h"
#include "importers/caldav.h"
#include "importers/csv.h"
#include "importers/extract.h"
#include "importers/reconcile.h"

struct import_job {
    const char *source; /* path, "-", URL, or the name of an office's feed */
    const char *feed;   /* --feed, or NULL: made of the source */
    const char *map;    /* --map, or NULL */
    bool preview;       /* look, change nothing */
    bool allow_local;   /* somebody sits there and typed the URL */
    /* Who asks, where the office file does not say it; or NULL. */
    const char *login;
    const char *secret_file;
    const char *bearer_file;
    bool lists_changes; /* fill `changes` of the outcome */
    /* A person has seen what is held: apply it, if it is still the same. */
    bool is_released;
    /* Do not fetch: read what is stored of the feed again, with the mapping
     * of today. */
    bool remap;
};

/* What happened to one visit. */
struct import_change {
    enum change_kind kind;
    const char *uid;
    const char *recurrence;   /* "" for the only one of its UID */
    const char *replaces_uid; /* moved from another key, or NULL */
    struct instant start;     /* before a move, or where it was when gone */
    struct instant to_start;  /* rescheduled only */
    bool is_probable;
    bool is_held;
};

/* What the source says, for a preview. */
struct import_visit {
    struct booking booking;
    const char *status;       /* as the calendar has it */
    enum extract_block block; /* why it is no appointment */
};

struct import_outcome {
    const char *feed;
    bool has_written;  /* if it failed: part of it is in the office already */
    bool is_rejected;  /* set by whoever shows a refused document */
    bool is_stray_url; /* a URL that no feed of the office has */
    bool is_calendar;
    const struct csv_map *map; /* a table's, that was recognised; or NULL */
    bool is_unchanged;         /* nothing was read: it is as it was */
    enum reconcile_verdict verdict;
    const char *reason; /* why suspicious; "" when ok */
    size_t held_count;
    struct change_counts counts;
    size_t blocks;    /* lunch breaks, rows that are to be ignored */
    size_t unread;    /* events that could not be read */
    size_t joined;    /* visits that another source had made known */
    int64_t waiting;  /* for an answer in `kept review` */
    size_t customers; /* of a customer list: kept */
    struct import_change *changes;
    size_t change_count;
    size_t change_room;
    struct import_visit *visits; /* preview only */
    size_t visit_count;
    size_t visit_room;
    struct import_notes rejected;
    struct import_notes warnings;
    const struct caldav_choice *choices; /* after a failure: name one of */
    size_t choice_count;
};

/*
 * Looks once. A document that is refused changes nothing but, for a feed of
 * the office, the feed's own record. Everything in `out` belongs to the
 * call's arena.
 */
MUST_USE bool import_run(struct call *call, const struct import_job *job,
                         struct import_outcome *out, struct error *err);

/* Says why it failed: the exit status. What was begun is no failure that
 * changed nothing, but somebody should look. */
int import_failed(const struct call *call, const struct import_outcome *outcome,
                  const struct error *err);

/* A feed of the office, by name, as the daemon does it. */
MUST_USE bool import_feed(struct call *call, const char *name,
                          struct error *err);

#endif
