/*
 * ical_vtimezone.h - a clock as the document itself describes it
 *
 * Our own reading of VTIMEZONE, so that a stranger's rules are bounded like
 * all others and no zone name ever becomes a path.
 */
#ifndef IMPORTERS_ICAL_VTIMEZONE_H
#define IMPORTERS_ICAL_VTIMEZONE_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/instant.h"
#include "base/str.h"

/* From this instant on the clock is `offset_s` east of UTC. */
struct ical_transition {
    int64_t at_s;
    int offset_s;
};

struct ical_vtimezone {
    const char *id;                      /* TZID, unescaped; "" when absent */
    const char *location;                /* X-LIC-LOCATION; NULL */
    int first_offset_s;                  /* before the first transition */
    struct ical_transition *transitions; /* ascending */
    size_t count;
    size_t room;
};

/* TZID and X-LIC-LOCATION alone. */
void ical_vtimezone_names(struct str slice, struct arena *arena,
                          struct ical_vtimezone *out);

/*
 * Works out the changes that matter from `from` to `until`. False when it has
 * no usable part or a rule that is no clock's: `reason` says why.
 */
bool ical_vtimezone_read(struct str slice, struct instant from,
                         struct instant until, struct arena *arena,
                         struct ical_vtimezone *out, const char **reason);

/* Seconds east of UTC at that instant. */
int ical_vtimezone_offset_s(const struct ical_vtimezone *zone,
                            struct instant at);

/* Wall time to instant by RFC 5545 3.3.5, as zone_instant(). */
struct instant ical_vtimezone_instant(const struct ical_vtimezone *zone,
                                      struct civil_time wall);

#endif
