/*
 * ical_group.h - which VEVENTs of a document belong together
 *
 * All of one UID are one calendar object (RFC 4791 4.1): a series, the visits
 * of it that were moved, older versions, other people under the same UID.
 */
#ifndef IMPORTERS_ICAL_GROUP_H
#define IMPORTERS_ICAL_GROUP_H

#include "importers/ical_frame.h"
#include "importers/ical_scan.h"

struct ical_group {
    struct ical_slice **slices; /* by what they say, whatever their order */
    size_t count;
    size_t offset; /* of the first in the document */
};

struct ical_groups {
    struct ical_group *items; /* in the order of the document */
    size_t count;
};

/* Names the slices that the scan could not name, and groups all. */
void ical_groups_read(const struct ical_scan *scan, struct arena *arena,
                      struct ical_groups *out);

/* What the object says, its frame included. */
void ical_group_digest(const struct ical_group *group,
                       const struct ical_frames *frames,
                       unsigned char out[DIGEST_BYTES]);

#endif
