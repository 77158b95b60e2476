/*
 * ical_words.h - what one VEVENT says, in words
 *
 * The one place that calls libical: it undoes escapes, parameters and value
 * types. It never sees a stranger's bytes as they came, but a text we write:
 * only the properties we ask for, no dates, no rules, no zones, no nesting,
 * each line whole, of bounded length and folded.
 */
#ifndef IMPORTERS_ICAL_WORDS_H
#define IMPORTERS_ICAL_WORDS_H

#include "base/buf.h"
#include "importers/ical.h"
#include "importers/ical_times.h"

/* Stands around long texts, whose spaces libical would trim. */
#define ICAL_FIT_GUARD '|'

/*
 * Writes the words of an event as a small VEVENT for libical. `out` keeps its
 * content when the caller has any.
 */
void ical_fit(const struct ical_lines *lines, struct buf *out);

/*
 * Fills the words of `out`: all but uid, has_uid, sequence and raw. `scratch`
 * is emptied and used. Texts go to `arena`.
 */
void ical_words_read(const struct ical_lines *lines, struct arena *arena,
                     struct buf *scratch, struct ical_event *out);

/* Gives back what libical keeps for itself. */
void ical_words_finish(void);

#endif
