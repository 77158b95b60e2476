/*
 * caldav_xml.h - what a CalDAV server answered, out of its XML
 *
 * Multistatus documents (RFC 4918, 4791, 6578) and the <error> documents of
 * refusals. The bytes are a stranger's: no DTD, no entity but XML's own five,
 * nothing is fetched, nesting and counts have limits. One pass, no tree.
 */
#ifndef IMPORTERS_CALDAV_XML_H
#define IMPORTERS_CALDAV_XML_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* Elements inside elements; real answers have nine. */
#define CALDAV_DEPTH_MAX     32
/* Responses of one answer: a calendar of IMPORT_EVENTS_MAX, twice. */
#define CALDAV_RESPONSES_MAX 400000
/* A name, an address, a token. */
#define CALDAV_TEXT_MAX      (16 * 1024)
/* One resource in XML; libxml2 takes no more in one text. */
#define CALDAV_DATA_MAX      (10UL * 1000 * 1000)
/* Homes of one person: delegates may have some. */
#define CALDAV_HOMES_MAX     8

/* Properties that were found (their propstat was no refusal). */
struct caldav_props {
    bool is_collection;
    bool is_calendar;
    bool names_components; /* it says what it takes … */
    bool takes_events;     /* … VEVENT among it */
    bool is_stranger;      /* current-user-principal: nobody has logged in */
    const char *name;      /* displayname; NULL as all that is not there */
    const char *etag;      /* without W/, quotes and what compression adds */
    const char *ctag;
    const char *token;
    const char *principal; /* addresses as written: caldav_href_resolve() */
    const char *homes[CALDAV_HOMES_MAX];
    size_t home_count;
    struct str data; /* calendar-data; empty when it is not there */
};

struct caldav_response {
    const char *href;  /* as written; never NULL */
    int status;        /* of the resource as a whole; 0: see its properties */
    const char *error; /* which precondition failed; NULL */
    struct caldav_props props;
};

struct caldav_answer {
    struct caldav_response *responses;
    size_t count;
    const char *token; /* of the whole: sync-collection; or NULL */
    const char *error; /* "valid-sync-token"; NULL */
};

/*
 * Reads. Everything in `out` belongs to `arena`. ERROR_INPUT for what is no
 * XML, has a DTD, goes over a limit, or is no such answer.
 */
MUST_USE bool caldav_answer_read(struct str xml, struct arena *arena,
                                 struct caldav_answer *out, struct error *err);

/* An ETag as it is compared: see struct caldav_props. NULL stays NULL. */
const char *caldav_etag(const char *text, struct arena *arena);

#endif
