/*
 * ical_words.h - what one VEVENT says, in words
 *
 * The one place that calls libical: it undoes the escapes of texts and of
 * parameters. A line without any needs nobody's help and is taken as it
 * stands. libical never sees a stranger's bytes as they came, but a text we
 * write: one value of bounded length with no escapes but those of the RFC, or
 * a VEVENT with one guest in it; no dates, no rules, no zones.
 */
#ifndef IMPORTERS_ICAL_WORDS_H
#define IMPORTERS_ICAL_WORDS_H

#include "base/buf.h"
#include "importers/ical.h"
#include "importers/ical_times.h"

/* At most `max` bytes, without cutting a character or an escape. */
struct str ical_cut(struct str text, size_t max);

/*
 * Appends a TEXT with the escapes of the RFC and no others: libical makes
 * half a character of what it does not know.
 */
void ical_fit_text(struct str text, struct buf *out);

/* Appends a VEVENT with one ATTENDEE, which says what `line` says. */
void ical_fit_person(const struct ical_line *line, struct buf *out);

/*
 * Fills the words of `out`: all but uid, has_uid, sequence and raw. `scratch`
 * is emptied and used. Texts go to `arena`.
 */
void ical_words_read(const struct ical_lines *lines, struct arena *arena,
                     struct buf *scratch, struct ical_event *out);

/* Gives back what libical keeps for itself. */
void ical_words_finish(void);

#endif
