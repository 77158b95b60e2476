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
#include "importers/importer.h"

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

struct ical_calendar {
    struct ical_occurrence *occurrences; /* by start, then UID */
    size_t occurrence_count;
    struct ical_event *events; /* those the occurrences point to */
    size_t event_count;
    size_t component_count; /* VEVENTs in the document, read or not */
    struct import_notes skipped;
    struct import_notes warnings;

    /* What the document says about itself; NULL when it does not. */
    const char *method;  /* in upper case: "CANCEL" */
    const char *product; /* PRODID */
    const char *name;    /* X-WR-CALNAME or NAME */
    const char *zone;    /* X-WR-TIMEZONE as written */
    struct span refresh; /* REFRESH-INTERVAL, X-PUBLISHED-TTL; else 0 */
};

/*
 * Reads a document. ERROR_INPUT, nothing usable in `out`:
 *   "empty"                       no bytes but white space
 *   "an HTML page"                a login page instead of a calendar
 *   "not a calendar: …"           anything else without BEGIN:VCALENDAR
 *   "half a calendar: …"          cut: END:VCALENDAR is missing
 *   "… limit …"                   larger than limits.h allows
 * An event that cannot be read is in `skipped`; a calendar with no events is
 * a calendar. Cancelled visits are listed, with their status.
 */
MUST_USE bool ical_read(const struct import_request *request,
                        struct arena *arena, struct ical_calendar *out,
                        struct error *err);

#endif
