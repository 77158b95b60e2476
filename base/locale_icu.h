/*
 * locale_icu.h - what the files of locale.h share about ICU
 */
#ifndef BASE_LOCALE_ICU_H
#define BASE_LOCALE_ICU_H

#include <unicode/uloc.h>

#include "base/buf.h"

/* UTF-16 units of one formatted text. */
#define LOCALE_TEXT_MAX 160

/* ICU's name for a tag, in the calendar and digits everybody shares. */
void locale_icu_name(const char *language, char out[ULOC_FULLNAME_CAPACITY]);

/* Appends ICU's text with plain spaces and without marks of direction; at
 * most LOCALE_TEXT_MAX units, which are changed. */
void locale_icu_put(UChar *text, int32_t len, struct buf *out);

#endif
