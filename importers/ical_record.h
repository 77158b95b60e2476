/*
 * ical_record.h - a calendar that was read, as bytes for a pipe
 *
 * The child that read a stranger's document may have been taken over by it.
 * So the parent believes nothing: every length, count, enumerator, index,
 * zone name and text is checked, and limits.h holds here as well.
 */
#ifndef IMPORTERS_ICAL_RECORD_H
#define IMPORTERS_ICAL_RECORD_H

#include "base/buf.h"
#include "importers/ical.h"

/* The first bytes; the number changes when the layout does. */
#define ICAL_RECORD_MAGIC     "kept-ical-1\n"
/* Zones of one record; a chain of offices has five. */
#define ICAL_RECORD_ZONES_MAX 1000
/* All of a calendar; what a pipe may carry at most. */
#define ICAL_RECORD_BYTES_MAX (256 * 1024 * 1024)

/* Appends the record of `calendar`; `out` says when it was too small. */
void ical_record_encode(const struct ical_calendar *calendar, struct buf *out);

/*
 * Reads it back; texts are copied into `arena`. ERROR_INPUT names the first
 * thing that is not as ical_record_encode() writes it.
 */
MUST_USE bool ical_record_decode(struct str bytes, struct arena *arena,
                                 struct ical_calendar *out, struct error *err);

#endif
