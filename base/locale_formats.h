/*
 * locale_formats.h - dates in words, many of them
 *
 * ICU takes a quarter of a millisecond to find out how a language writes a
 * date, and some microseconds to write one. Whoever writes many keeps the
 * formats here. For one thread at a time.
 */
#ifndef BASE_LOCALE_FORMATS_H
#define BASE_LOCALE_FORMATS_H

#include "base/locale.h"

struct locale_formats;

/* The caller destroys it; NULL is fine. */
struct locale_formats *locale_formats_create(void) NEVER_NULL;
void locale_formats_destroy(struct locale_formats *formats);

/* How a time is to be written. */
struct locale_manner {
    const char *language; /* BCP 47 */
    enum locale_style style;
    /* ICU's own notation ("EEEE d MMMM"), in the place of what the language
     * does by itself; NULL or "": the language's. Ours, never a stranger's; of
     * a date without hours, of a time without days. */
    const char *pattern;
};

/*
 * Appends `wall` in words. `formats` may be NULL: then nothing is kept.
 */
void locale_formats_time(struct locale_formats *formats,
                         const struct locale_manner *manner,
                         struct civil_time wall, struct buf *out);

#endif
