/*
 * fold.h - letters made comparable: small, without accents
 *
 * Latin, Greek and Cyrillic; what has no plain form stays as it is. By hand
 * and not by ICU, because every name of every import passes here.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/base.h"

/* "É" is "e", "ß" is "s", a curly apostrophe is a straight one. */
uint32_t fold_point(uint32_t point);

/* Combining, beside the letter it belongs to: to be left out. */
static inline bool fold_is_accent(uint32_t point)
{
    return point >= 0x300 && point <= 0x36F;
}

#endif
