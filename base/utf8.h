/*
 * utf8.h - code points, and bytes that are not what they say
 *
 * Feeds and exports mix encodings: a byte that is no part of valid UTF-8 is
 * read as Windows-1252, which is what it nearly always is.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

/* Well-formed: no overlong forms, no surrogates, nothing past U+10FFFF. */
bool utf8_is_valid(struct str text);

/*
 * Takes the first code point off `rest`; false when nothing is left. An
 * invalid byte counts as one Windows-1252 character.
 */
bool utf8_next(struct str *rest, uint32_t *point);

/* Appends a code point (U+FFFD for what is none). */
bool utf8_put(uint32_t point, struct buf *out);

/* Code points, counted as utf8_next() reads them. */
size_t utf8_count(struct str text);

#endif
