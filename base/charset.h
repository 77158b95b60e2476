/*
 * charset.h - bytes in the encodings of offices, as UTF-8
 *
 * Spreadsheets, practice programs and telephones write what their country's
 * machines wrote thirty years ago and seldom say so. Guessing looks at the
 * bytes alone, so that equal documents read equally everywhere.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

enum charset {
    CHARSET_UTF_8,
    CHARSET_UTF_16LE,
    CHARSET_UTF_16BE,
    CHARSET_WINDOWS_1252, /* and ISO 8859-1, which it includes */
    CHARSET_ISO_8859_15,
    CHARSET_MAC_ROMAN,
};

/*
 * What `document` is most likely written in: a byte order mark says so, then
 * every second byte a NUL, then well-formedness; else one of the three with a
 * byte a letter. UTF-8 with a few stray bytes stays UTF-8.
 */
enum charset charset_guess(struct str document);

/* By a name as MIME writes it ("ISO-8859-1", "utf8"); false when unknown. */
bool charset_named(const char *name, enum charset *out);

/*
 * `document` as UTF-8 without byte order mark: itself, or a copy in `arena`.
 * What the encoding does not know becomes U+FFFD; NULs stay.
 */
struct str charset_decode(struct str document, enum charset charset,
                          struct arena *arena);

#endif
