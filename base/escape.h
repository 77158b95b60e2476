/*
 * escape.h - making text safe for where it goes
 *
 * Each function appends `text` to `out` in the form its name says. Input is
 * UTF-8; bytes of 0x80 and above pass through except in percent.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"
#include "base/str.h"

typedef void escape_function(struct str text, struct buf *out);

void escape_none(struct str text, struct buf *out);
/* The inside of a JSON string (RFC 8259 section 7). */
void escape_json(struct str text, struct buf *out);
/* URLs and form bodies: all but RFC 3986's unreserved as %XX. */
void escape_percent(struct str text, struct buf *out);
/* Element and attribute text of HTML and XML. */
void escape_html(struct str text, struct buf *out);
/*
 * A terminal's or a log's plain text: what would move the cursor, turn the
 * writing direction or otherwise act becomes U+FFFD; only line feeds and tabs
 * stay. Bytes that are no UTF-8 are read as Windows-1252.
 */
void escape_screen(struct str text, struct buf *out);

#endif
