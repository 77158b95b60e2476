/*
 * ical.h - an iCalendar document as visits
 *
 * RFC 5545 and what real feeds make of it. Events are grouped by UID, series
 * are expanded, overrides put in their places, times turned into instants.
 * Nothing here guesses who the customer is: extract.h does, from the texts.
 *
 * Texts are valid UTF-8 without control characters except line breaks (LF),
 * unescaped once, NULL when absent or empty.
 */
#ifndef IMPORTERS_ICAL_H
#define IMPORTERS_ICAL_H

#include "base/civil.h"
#include "base/digest.h"
#include "importers/importer.h"

/* Of an object, of a frame. */
#define ICAL_DIGEST_BYTES DIGEST_BYTES

/* A guest or the organizer. */
struct ical_person {
    const char *name;   /* CN; NULL when absent */
    const char *mail;   /* without "mailto:"; NULL when it is no mail address */
    const char *answer; /* PARTSTAT in upper case: "DECLINED"; NULL */
    const char *role;   /* ROLE in upper case: "REQ-PARTICIPANT"; NULL */
    const char *kind;   /* CUTYPE in upper case: "ROOM"; NULL */
};

/* A property that has no member of its own below. */
struct ical_extra {
    const char *name; /* in upper case: "X-NC-APPOINTMENT" */
    const char *value;
};

/* The words of one VEVENT, shared by all its visits. */
struct ical_event {
    const char *uid;    /* never empty */
    bool has_uid;       /* false: made up from the content */
    int64_t sequence;   /* −1 when absent */
    const char *status; /* in upper case: "CONFIRMED", "CANCELLED"; NULL */
    const char *transparency; /* "OPAQUE", "TRANSPARENT"; NULL */
    const char *busy;    /* X-MICROSOFT-CDO-BUSYSTATUS: "FREE", "BUSY"; NULL */
    const char *privacy; /* CLASS in upper case: "PRIVATE"; NULL */
    const char *summary;
    const char *description;
    const char *location;
    const char *url;
    struct ical_person *organizer; /* NULL when absent */
    struct ical_person *attendees;
    size_t attendee_count;
    const char **categories;
    size_t category_count;
    struct ical_extra *extras; /* X-properties, CONTACT, COMMENT … */
    size_t extra_count;
    bool has_created;
    struct instant created; /* CREATED */
    bool has_modified;
    struct instant modified; /* LAST-MODIFIED */
    bool has_stamp;
    struct instant stamp; /* DTSTAMP */
    const char *raw; /* the VEVENT: UTF-8, unfolded, LF; without attachments */
    size_t raw_offset; /* where it stands in the raw text of its object */
};

/* One visit. */
struct ical_occurrence {
    const struct ical_event *event;
    /*
     * Which one of its UID: "" for the only one, else the start the series
     * planned for it, in UTC ("20260121T100000Z"), or "20260121" for all-day.
     * It stays when the visit is moved. (uid, recurrence) is unique.
     */
    const char *recurrence;
    bool is_override; /* the document has a VEVENT for this very visit */
    struct instant start;
    struct instant end; /* start when has_end is false */
    bool has_end;       /* the document says or implies how long it takes */
    struct zone zone;   /* of its wall time; UTC only where all else is */
    bool all_day;       /* then start and end are the days' first instants */
    struct civil_date first_day; /* all-day only */
    /* All-day only: the exclusive end. It is first_day itself where the
     * document says so; it is one day all the same. */
    struct civil_date day_after;
};

/*
 * A calendar object (RFC 4791 4.1): all VEVENTs of one UID. The unit in which
 * calendars change, are compared and are kept.
 */
struct ical_object {
    const char *uid; /* never empty */
    /* What it says, its frame included; DTSTAMP, CREATED, LAST-MODIFIED and
     * the order of its VEVENTs do not count. */
    unsigned char digest[ICAL_DIGEST_BYTES];
    /*
     * The first visit at or after the end of the window: a later look has to
     * read the object again, even if its digest is the same. Where the first
     * one is costly to find, a time before it. An all-day visit counts as
     * midnight UTC of its date, as with the window.
     */
    bool has_next;
    struct instant next;
    struct str raw; /* its VEVENTs: UTF-8, unfolded, LF, no attachments */
    size_t frame;   /* of its first VEVENT: index into ical_head.frames */
    struct ical_event *events; /* those with a visit in the window */
    size_t event_count;
    struct ical_occurrence *occurrences; /* by start */
    size_t occurrence_count;
    /* Not NULL: not readable as a whole, and why. That a visit is not listed
     * then means nothing. The reason is in `skipped` of the head, too. */
    const char *unread;
};

/* What a calendar says around its events: "METHOD:…", "X-WR-TIMEZONE:…" and
 * VTIMEZONEs, to be put between BEGIN:VCALENDAR and an object's raw text. */
struct ical_frame {
    unsigned char digest[ICAL_DIGEST_BYTES];
    struct str body; /* lines ended by LF; may be empty */
};

/* What is known of a calendar when all its objects were read. */
struct ical_head {
    /* What it says about itself; NULL when it does not. */
    const char *method;  /* in upper case: "CANCEL" */
    const char *product; /* PRODID */
    const char *name;    /* X-WR-CALNAME or NAME */
    const char *zone;    /* X-WR-TIMEZONE as written */
    struct span refresh; /* REFRESH-INTERVAL, X-PUBLISHED-TTL; else 0 */

    struct ical_frame *frames;
    size_t frame_count;
    size_t component_count; /* VEVENTs in the document, read or not */
    size_t object_count;    /* different UIDs, those without one included */
    size_t unchanged_count; /* objects whose digest was known */
    /* For each known digest whether an object has it: bit (i % 8) of byte
     * (i / 8). */
    unsigned char *known_seen;
    size_t known_count;
    struct import_notes skipped;
    struct import_notes warnings;
};

/* How a calendar is to be read. */
struct ical_reading {
    const struct import_request *request;
    /* Digests of objects that need not be read again, ascending, without
     * gaps. NULL with 0. */
    const unsigned char *known;
    size_t known_count;
    /* Takes one object after the other, in the order in which they first
     * appear in the document. False ends the reading with its error. */
    bool (*take)(void *context, const struct ical_object *object,
                 struct error *err);
    /* Told now and then that nothing before `offset` bytes of the document
     * will be looked at for some time. It may be NULL. The document is gone
     * through twice. */
    void (*passed)(void *context, size_t offset);
    void *context;
    /* Where objects live; NULL: each until take() has returned. */
    struct arena *objects;
};

/*
 * Reads a document object by object. ERROR_INPUT, and nothing that was taken
 * so far is of use:
 *   "empty"                       no bytes but white space
 *   "an HTML page"                a login page instead of a calendar
 *   "not a calendar: …"           anything else without BEGIN:VCALENDAR
 *   "half a calendar: …"          cut: END:VCALENDAR is missing
 *   "… limit …"                   larger than the request allows
 * An event that cannot be read is in `skipped`; a calendar with no events is
 * a calendar. Cancelled visits are listed, with their status. The head and
 * what it points to live in `arena`. Memory: an index of the events, some
 * hundred bytes each, and one object.
 */
MUST_USE bool ical_read_objects(const struct ical_reading *reading,
                                struct arena *arena, struct ical_head *out,
                                struct error *err);

/* A document as a whole. */
struct ical_calendar {
    struct ical_occurrence *occurrences; /* by start, then UID */
    size_t occurrence_count;
    struct ical_event *events; /* those the occurrences point to */
    size_t event_count;

    /* As in the head. */
    const char *method;
    const char *product;
    const char *name;
    const char *zone;
    struct span refresh;
    size_t component_count;
    struct import_notes skipped;
    struct import_notes warnings;
};

/* Reads it so; errors as above. */
MUST_USE bool ical_read(const struct import_request *request,
                        struct arena *arena, struct ical_calendar *out,
                        struct error *err);

#endif
