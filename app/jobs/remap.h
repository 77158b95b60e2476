/*
 * remap.h - what a calendar said last, as a document once more
 *
 * For reading its words with another mapping: no fetch, nothing is absent.
 */
#ifndef APP_JOBS_REMAP_H
#define APP_JOBS_REMAP_H

#include "app/jobs/source.h"
#include "store/sources.h"

/* ERROR_MISSING when the store keeps no words of the feed (a table). */
MUST_USE bool remap_document(struct db *db, const char *feed,
                             struct source_bytes *out, struct error *err);

#endif
