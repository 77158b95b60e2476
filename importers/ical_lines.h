/*
 * ical_lines.h - the lines of one VEVENT, each split once
 */
#ifndef IMPORTERS_ICAL_LINES_H
#define IMPORTERS_ICAL_LINES_H

#include "importers/ical_line.h"
#include "importers/ical_scan.h"

struct ical_lines {
    struct str text;         /* all of the event, ended by a NUL */
    struct ical_line *items; /* those with a name of ical_name.h */
    size_t count;
    bool is_cut; /* there were more than IMPORT_LINES_EACH_MAX */
};

/* Reads a slice of the document into `arena`; `scratch` is emptied and used. */
void ical_lines_read(const struct ical_scan *scan,
                     const struct ical_slice *slice, struct arena *arena,
                     struct buf *scratch, struct ical_lines *out);

#endif
