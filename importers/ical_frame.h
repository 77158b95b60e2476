/*
 * ical_frame.h - what a calendar says around its events
 *
 * METHOD, X-WR-TIMEZONE and the VTIMEZONEs: without them an event that was
 * kept cannot be read again. Most documents have one frame for all.
 */
#ifndef IMPORTERS_ICAL_FRAME_H
#define IMPORTERS_ICAL_FRAME_H

#include "importers/ical.h"
#include "importers/ical_scan.h"

struct ical_frames {
    const struct ical_scan *scan;
    struct ical_frame *items; /* each once, in the order of the document */
    size_t count;
    size_t *of;    /* for each calendar of the document: its place in `items` */
    size_t *first; /* for each frame: the first calendar that has it */
};

/*
 * The frames of a document. The digest of one counts `zone` in, that of
 * times that name none, because events mean something else with another.
 * Where the frames are large beyond IMPORT_FRAMES_BYTES_MAX, VTIMEZONEs are
 * left out of the texts, not out of the digests.
 */
void ical_frames_read(const struct ical_scan *scan, const struct zone *zone,
                      struct arena *arena, struct ical_frames *out);

#endif
