/*
 * digest.h - whether bytes are those of before, by XXH3 (libxxhash)
 *
 * Some ten times faster than a cryptographic hash, and no wall against
 * somebody who makes two texts of one digest on purpose: all that comes of it
 * is that a change to a text of their own is not seen. What others see or
 * rely on is named by crypto.h.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/base.h"
#include "base/str.h"

/* 128 bits as they are. */
#define DIGEST_BYTES    16
/* As lower-case hexadecimal and the NUL. */
#define DIGEST_TEXT_MAX 33

/* Of one text; the same on every machine. */
void digest_of(struct str text, unsigned char out[DIGEST_BYTES]);

/*
 * Of several, whose borders count: "a", "bc" and "ab", "c" differ. `out` may
 * be one of the parts.
 */
void digest_of_parts(const struct str *parts, size_t count,
                     unsigned char out[DIGEST_BYTES]);

/* The same in letters. */
char *digest_text(const struct str *parts, size_t count,
                  char out[DIGEST_TEXT_MAX]) NEVER_NULL;

#endif
