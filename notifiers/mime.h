/*
 * mime.h - a mail's bytes taken apart (RFC 5322, RFC 2045, RFC 2046)
 *
 * Just as much of it as telling bounces needs: headers, parts in parts, and
 * the two encodings. Reads what mail systems send rather than what they should:
 * lines that end in LF alone, boundaries that never close, bytes cut off.
 * Everything is borrowed from the mail unless an arena is given.
 */
#ifndef NOTIFIERS_MIME_H
#define NOTIFIERS_MIME_H

#include "base/arena.h"
#include "base/str.h"

/* A header unfolded, or decoded text; more is nobody's bounce. */
#define MIME_VALUE_MAX 2048

/* A mail, or a part of one. */
struct mime {
    struct str head; /* header lines, as they are */
    struct str body; /* encoded as they are */
};

/* Up to the first blank line are headers. Total. */
void mime_read(struct str bytes, struct mime *out);

/*
 * The value of the header at `index` (from 0) of those with that name, whose
 * case does not matter: unfolded, without spaces around it, cut at
 * MIME_VALUE_MAX. NULL when there are fewer.
 */
char *mime_header(struct str head, const char *name, size_t index,
                  struct arena *arena);

/* "multipart/report" of the Content-Type, in lower case; "text/plain" where
 * there is none. */
char *mime_type(const struct mime *mime, struct arena *arena) NEVER_NULL;

/* A parameter of the Content-Type ("boundary"), unquoted; or NULL. */
char *mime_parameter(const struct mime *mime, const char *name,
                     struct arena *arena);

/*
 * The next part of a multipart body: `rest` begins as the body and moves on.
 * False after the last. What stands before the first boundary is skipped.
 */
bool mime_next(struct str *rest, const char *boundary, struct mime *out);

/*
 * The body without its Content-Transfer-Encoding (base64, quoted-printable;
 * others are as they are), cut at `bytes_max`.
 */
struct str mime_decoded(const struct mime *mime, size_t bytes_max,
                        struct arena *arena);

/* Takes the first line off, without its end; false when nothing is left. */
bool mime_line(struct str *rest, struct str *line);

#endif
