/*
 * ical_scan.h - foreign bytes made fit for reading, in one pass
 *
 * Decodes (BOM, UTF-16, stray Windows-1252), drops control characters, joins
 * folded lines, follows BEGIN and END, and cuts the document into slices: one
 * per VEVENT and VTIMEZONE, one per calendar property we use. What nobody
 * reads (attachments, alarms, tasks) is gone afterwards. Linear in the size
 * of the document, whatever it holds; nothing is interpreted yet.
 */
#ifndef IMPORTERS_ICAL_SCAN_H
#define IMPORTERS_ICAL_SCAN_H

#include "base/arena.h"
#include "base/error.h"
#include "importers/importer.h"

enum ical_slice_kind {
    ICAL_SLICE_EVENT,    /* with BEGIN and END; a NUL follows */
    ICAL_SLICE_TIMEZONE, /* without, but BEGIN and END of its parts are there */
    ICAL_SLICE_PROPERTY, /* one line of the calendar itself */
};

struct ical_slice {
    enum ical_slice_kind kind;
    size_t calendar; /* which VCALENDAR of the document, from 0 */
    size_t line;     /* of the document as it came, from 1 */
    size_t offset;   /* into ical_scan.text */
    size_t len;
};

struct ical_scan {
    struct str text; /* valid UTF-8, unfolded lines ended by LF */
    struct ical_slice *slices;
    size_t count;
    size_t room;
    size_t calendar_count;
    size_t event_count;
};

/*
 * `bytes_max` and `events_max` as in struct import_limits; 0 for those of
 * limits.h. ERROR_INPUT as ical_read() has it. Odd things are noted in
 * `warnings`. Everything lives in `arena`.
 */
MUST_USE bool ical_scan(const struct import_request *request,
                        struct arena *arena, struct ical_scan *out,
                        struct import_notes *warnings, struct error *err);

/* The text of a slice. */
struct str ical_slice_text(const struct ical_scan *scan,
                           const struct ical_slice *slice);

#endif
