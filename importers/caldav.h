/*
 * caldav.h - one synchronisation with a calendar on a CalDAV server
 *
 * Pure: it says what to ask, is given what was answered, and says what to ask
 * next, until it knows what has changed. RFC 4791 (reports), 6578 (tokens),
 * 6764 (where calendars are found), and what real servers make of them:
 *
 *   found    the address itself, or .well-known/caldav, then the principal,
 *            its calendar home, and the one calendar in it that takes events
 *   changed  by sync-collection with the last token. Servers that refuse it,
 *            whatever they say, or have no tokens, are asked for all ETags
 *            instead (calendar-query, else PROPFIND)
 *   fetched  by calendar-multiget, 50 at a time; what that leaves out, and
 *            where it is not spoken, one by one
 *
 * What a list of ETags lacks is not taken for removed: the list covers a time
 * range only, and may be cut. It is asked for by name, and only "404" means
 * that it is gone. Nor are tokens trusted for ever: once a day all ETags are
 * compared, since some servers forget to tell of removals, and since the time
 * range moves on.
 *
 * Answers are a stranger's. Addresses that leave the server are not followed,
 * those of a sister while the calendar is looked for excepted
 * (caldav_href.h). No error text holds more of an address than its host, but
 * for the calendars to choose from.
 */
#ifndef IMPORTERS_CALDAV_H
#define IMPORTERS_CALDAV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/instant.h"
#include "net/exchange.h"

/* Resources of one calendar-multiget. */
#define CALDAV_BATCH      50
/* After so long everything is compared again. */
#define CALDAV_WHOLE_S    86400
/* Rounds of one sync-collection that was cut; a thousand changes each. */
#define CALDAV_ROUNDS_MAX 500

/* A calendar object resource: the events of one UID. */
struct caldav_resource {
    const char *href; /* its path on the server, as the server writes it */
    const char *etag; /* "" when the server gives none: always read again */
    const char *uid;  /* as ical.h has it */
};

/* What the last synchronisation left behind; all zero before the first. */
struct caldav_memory {
    const char *collection; /* the calendar's URL; NULL: not found yet */
    const char *token;      /* or NULL */
    const char *ctag;       /* or NULL */
    struct instant whole;   /* when everything was compared last */
    const struct caldav_resource *resources; /* in no order */
    size_t count;
};

struct caldav_request {
    const char *url; /* http(s), without a user part */
    struct instant now;
    struct instant from; /* the time range whose events matter */
    struct instant until;
    const struct caldav_memory *memory; /* never NULL */
};

/* One of several calendars, for a person to choose. */
struct caldav_choice {
    const char *url;
    const char *name; /* or NULL */
};

struct caldav_delta {
    bool is_unchanged; /* the document is an empty calendar */
    /*
     * The document holds everything of the time range: what it lacks is not
     * there. Otherwise it holds what has changed, and what it lacks is as it
     * was. (Only the first synchronisation is whole.)
     */
    bool is_whole;
    const char **gone; /* UIDs whose resource the server says is gone */
    size_t gone_count;
    size_t unread_count; /* resources the server would not hand out */

    /* For the next memory. */
    const char *collection;
    const char *name; /* the calendar's own; or NULL */
    const char *token;
    const char *ctag;
    struct instant whole;
    const struct caldav_resource *kept; /* new, or with another ETag */
    size_t kept_count;
    const char **dropped; /* hrefs that are to be forgotten */
    size_t dropped_count;
};

struct caldav;

/*
 * `document` receives the changed resources: VCALENDAR after VCALENDAR, with
 * VTIMEZONEs of their own unless they have the same. It may be emptied between two calls. It and
 * everything in `request` must outlive the synchronisation. Never NULL; lives
 * in `arena`.
 */
struct caldav *caldav_start(const struct caldav_request *request,
                            struct buf *document,
                            struct arena *arena) NEVER_NULL;

/*
 * Takes the answer to the last question (NULL before the first; status and
 * body, etag, location, retry_after are read) and says the next one: URL,
 * method, headers and body of `ask`. `scratch` is only for this call and the
 * next question; it may be emptied when that has been answered. `more` false:
 * it is done, see caldav_delta().
 *
 * ERROR_REFUSED (login, no calendar there), ERROR_USAGE (several calendars:
 * caldav_choices()), ERROR_TEMPORARY, ERROR_INPUT.
 */
MUST_USE bool caldav_next(struct caldav *sync,
                          const struct exchange_reply *reply,
                          struct arena *scratch, struct exchange_request *ask,
                          bool *more, struct error *err);

/* How many of the resources that may have changed have come; `total` is 0
 * before that is known. */
size_t caldav_progress(const struct caldav *sync, size_t *total);

/* Once it is done. Belongs to the arena it was started with. */
const struct caldav_delta *caldav_delta(const struct caldav *sync) NEVER_NULL;

/* After ERROR_USAGE: what there is to choose from. */
const struct caldav_choice *caldav_choices(const struct caldav *sync,
                                           size_t *count);

#endif
