/*
 * caldav_memory.h - what one look at a CalDAV calendar leaves for the next
 */
#ifndef APP_JOBS_CALDAV_MEMORY_H
#define APP_JOBS_CALDAV_MEMORY_H

#include "app/call.h"
#include "importers/caldav.h"

/* The memory of a feed; empty when it is of another source. */
MUST_USE bool caldav_memory_load(struct db *db, const char *feed,
                                 const char *source, struct arena *arena,
                                 struct caldav_memory *out, struct error *err);

/*
 * Writes it, in transactions of 1,000 resources; the token comes last, so
 * that a look that was cut short here is told the same changes again.
 */
MUST_USE bool caldav_memory_save(struct call *call, const char *feed,
                                 const char *source,
                                 const struct caldav_delta *delta,
                                 struct error *err);

#endif
