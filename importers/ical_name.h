/*
 * ical_name.h - which property a line of a calendar is
 *
 * A line is asked once; everybody after that switches on a number.
 */
#ifndef IMPORTERS_ICAL_NAME_H
#define IMPORTERS_ICAL_NAME_H

#include "base/str.h"

enum ical_name {
    ICAL_NAME_OTHER,
    ICAL_NAME_X,   /* X-… that is none of those below */
    ICAL_NAME_LIC, /* X-LIC-…: how libical speaks of its own errors */

    /* What a VCALENDAR says of itself. */
    ICAL_NAME_METHOD,
    ICAL_NAME_PRODID,
    ICAL_NAME_CALNAME, /* X-WR-CALNAME */
    ICAL_NAME_NAME,
    ICAL_NAME_TIMEZONE, /* X-WR-TIMEZONE */
    ICAL_NAME_REFRESH,  /* REFRESH-INTERVAL */
    ICAL_NAME_TTL,      /* X-PUBLISHED-TTL */

    /* When an event takes place, and which version of it this is. */
    ICAL_NAME_UID,
    ICAL_NAME_SEQUENCE,
    ICAL_NAME_DTSTAMP,
    ICAL_NAME_CREATED,
    ICAL_NAME_MODIFIED, /* LAST-MODIFIED */
    ICAL_NAME_DTSTART,
    ICAL_NAME_DTEND,
    ICAL_NAME_DURATION,
    ICAL_NAME_RECURRENCE, /* RECURRENCE-ID */
    ICAL_NAME_RRULE,
    ICAL_NAME_EXRULE,
    ICAL_NAME_RDATE,
    ICAL_NAME_EXDATE,

    /* What it says. */
    ICAL_NAME_SUMMARY,
    ICAL_NAME_DESCRIPTION,
    ICAL_NAME_LOCATION,
    ICAL_NAME_STATUS,
    ICAL_NAME_TRANSP,
    ICAL_NAME_CLASS,
    ICAL_NAME_URL,
    ICAL_NAME_CONTACT,
    ICAL_NAME_COMMENT,
    ICAL_NAME_RESOURCES,
    ICAL_NAME_CATEGORIES,
    ICAL_NAME_ORGANIZER,
    ICAL_NAME_ATTENDEE,
    ICAL_NAME_BUSY, /* X-MICROSOFT-CDO-BUSYSTATUS */

    ICAL_NAME_DROPPED, /* large, and nobody reads it: attachments, HTML */
};

/* In any case. */
enum ical_name ical_name_of(struct str name);

#endif
