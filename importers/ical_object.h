/*
 * ical_object.h - one calendar object: its times, its visits, its words
 */
#ifndef IMPORTERS_ICAL_OBJECT_H
#define IMPORTERS_ICAL_OBJECT_H

#include "base/buf.h"
#include "importers/ical.h"
#include "importers/ical_expand.h"
#include "importers/ical_group.h"

/* What objects of one document are read with. */
struct ical_object_reader {
    const struct import_request *request;
    const struct ical_scan *scan;
    const struct ical_frames *frames;
    const bool *is_cancel; /* for each calendar: METHOD:CANCEL */
    struct ical_zones *zones;
    struct ical_expander expander; /* its limits count on from object to
                                    * object */
    struct arena *notes_arena;
    struct import_notes *skipped;
    struct import_notes *warnings;
    struct buf scratch;
};

/*
 * Reads an object, except for its digest, into `arena`. ERROR_INPUT when the
 * calendar has more visits, or rules that take longer, than its limits allow.
 */
MUST_USE bool ical_object_read(struct ical_object_reader *reader,
                               const struct ical_group *group,
                               struct arena *arena, struct ical_object *out,
                               struct error *err);

#endif
