/*
 * ical_scan.h - a foreign document cut into slices, in one pass
 *
 * Decodes (BOM, UTF-16, stray Windows-1252), drops control characters, joins
 * folded lines and follows BEGIN and END. Where each VEVENT lies is noted
 * together with a digest of what it says; its text is read again when somebody
 * wants it, so that a large document costs an index and no copy. What a
 * calendar says about itself, its VTIMEZONEs too, is small and copied at once.
 * What nobody reads (attachments, alarms, tasks) is left out. Linear in the
 * size of the document, whatever it holds.
 */
#ifndef IMPORTERS_ICAL_SCAN_H
#define IMPORTERS_ICAL_SCAN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"
#include "importers/importer.h"

/* Where a VEVENT lies in the document. One in memory for each of them. */
struct ical_slice {
    /* What it says, without DTSTAMP, CREATED, LAST-MODIFIED and the lines
     * that are left out. */
    unsigned char digest[DIGEST_BYTES];
    /* Of its UID; only with is_named: one that needs no reading. */
    unsigned char uid[DIGEST_BYTES];
    bool is_named;
    size_t calendar; /* which VCALENDAR of the document, from 0 */
    size_t line;     /* of the document as it came, from 1 */
    size_t offset;   /* into ical_scan.document */
    size_t len;
};

enum ical_part_kind {
    ICAL_PART_TIMEZONE, /* without BEGIN and END, but those of its parts */
    ICAL_PART_PROPERTY, /* one line of the calendar itself */
};

/* Something that a calendar says about itself. */
struct ical_part {
    enum ical_part_kind kind;
    size_t calendar;
    size_t line;
    struct str text; /* valid UTF-8, unfolded; TIMEZONE: lines ended by LF */
};

struct ical_scan {
    struct str document; /* as UTF-8, or nearly */
    struct buf slices;   /* struct ical_slice; see ical_scan_slice() */
    size_t event_count;
    struct ical_part *parts; /* in the order of the document */
    size_t part_count;
    size_t part_room;
    size_t calendar_count;
};

/* What is scanned, and who wants to know how far it got. */
struct ical_scan_request {
    struct str document; /* borrowed for the life of the scan */
    struct import_limits limits;
    /* Called now and then, when nothing before `offset` will be looked at
     * for some time; NULL: nobody asks. */
    void (*passed)(void *context, size_t offset);
    void *context;
};

/*
 * ERROR_INPUT as ical_read() has it. Odd things are noted in `warnings`.
 * Texts live in `arena`, the index until ical_scan_finish(), which is due
 * after a failure as well.
 */
MUST_USE bool ical_scan(const struct ical_scan_request *request,
                        struct arena *arena, struct ical_scan *out,
                        struct import_notes *warnings, struct error *err);

void ical_scan_finish(struct ical_scan *scan);

/* The `index`-th VEVENT of the document, less than event_count. */
struct ical_slice *ical_scan_slice(const struct ical_scan *scan,
                                   size_t index) NEVER_NULL;

/*
 * Reads the text of a slice again and appends it: BEGIN and END, and at most
 * IMPORT_LINES_EACH_MAX unfolded lines of valid UTF-8, each ended by LF.
 * False when there were more.
 */
bool ical_scan_text(const struct ical_scan *scan,
                    const struct ical_slice *slice, struct buf *out);

#endif
