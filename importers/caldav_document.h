/*
 * caldav_document.h - resources put together to one document
 *
 * Each resource is a calendar of its own, with the same product and time
 * zones again and again: calendars that differ in nothing but their events
 * become one. Nothing is interpreted; what looks unusual stays as it came.
 */
#ifndef IMPORTERS_CALDAV_DOCUMENT_H
#define IMPORTERS_CALDAV_DOCUMENT_H

#include "base/buf.h"
#include "base/crypto.h"

struct caldav_document {
    struct buf *out; /* may be emptied between two calls */
    bool has_any;
    char open[CRYPTO_FINGERPRINT_MAX]; /* of the head of the open calendar */
};

/* Begins with "BEGIN:VCALENDAR" and ends with "END:VCALENDAR", white space
 * and a BOM aside. */
bool caldav_document_is_whole(struct str calendar);

/* Appends a calendar that is whole; false when it does not fit. */
bool caldav_document_add(struct caldav_document *document, struct str calendar);

/* Ends it: an empty calendar when nothing was added. */
void caldav_document_end(struct caldav_document *document);

#endif
