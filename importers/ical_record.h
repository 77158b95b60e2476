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
/* The head with its notes, or one event. */
#define ICAL_RECORD_PIECE_MAX (16 * 1024 * 1024)
/* All of a calendar; what a pipe may carry at most. */
#define ICAL_RECORD_BYTES_MAX (256 * 1024 * 1024)

/* Writes a record in pieces, so that it need not lie in memory as a whole. */
struct ical_record_writer {
    const struct ical_calendar *calendar;
    const char *zones[ICAL_RECORD_ZONES_MAX]; /* their names, each once */
    size_t zone_count;
    bool has_head;
    size_t events; /* written so far */
    size_t occurrences;
};

void ical_record_start(struct ical_record_writer *writer,
                       const struct ical_calendar *calendar);

/* Appends the next piece, at most ICAL_RECORD_PIECE_MAX bytes and usually
 * some tens; false when all is written. */
bool ical_record_next(struct ical_record_writer *writer, struct buf *out);

/* Appends all of it; `out` says when it was too small. */
void ical_record_encode(const struct ical_calendar *calendar, struct buf *out);

/*
 * Reads it back; texts are copied into `arena`. ERROR_INPUT names the first
 * thing that is not as ical_record_encode() writes it.
 */
MUST_USE bool ical_record_decode(struct str bytes, struct arena *arena,
                                 struct ical_calendar *out, struct error *err);

#endif
