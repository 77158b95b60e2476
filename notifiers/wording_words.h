/*
 * wording_words.h - the words that tell a treatment
 *
 * An SMS is read by whoever holds the telephone (product.md, invariant 17).
 */
#ifndef NOTIFIERS_WORDING_WORDS_H
#define NOTIFIERS_WORDING_WORDS_H

#include "base/arena.h"
#include "base/str.h"
#include "domain/office.h"

/*
 * The first word in `text` that tells a treatment: a service of the office
 * (unless it is a word for any visit, [neutral] of notifiers/texts), or one of
 * the [treatments] of any language. NULL when nothing does.
 */
const char *wording_words_tell(const struct office *office, struct str text,
                               struct arena *arena);

#endif
