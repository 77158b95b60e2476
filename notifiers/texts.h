/*
 * texts.h - what we say ourselves, one embedded file per language
 *
 * Keys: "sms", "mail", "mail.subject" are templates, "calendar.summary" is a
 * word, "treatments" and "neutral" are lists with a line for each entry. No
 * line of a text begins with '['. See docs/texts.md, "Another language".
 */
#ifndef NOTIFIERS_TEXTS_H
#define NOTIFIERS_TEXTS_H

#include "base/arena.h"
#include "base/str.h"

/* The text `key` in exactly this language ("fr"); NULL when there is none. */
char *texts_find(const char *language, const char *key, struct arena *arena);

/* The languages there are, from 0; NULL after the last. */
const char *texts_language_at(size_t index, struct arena *arena);

/* The section `key` of a file in the format of texts/en.txt; empty: none. */
struct str texts_section(struct str file, const char *key);

/* Takes the next line off `rest`, without its end; false after the last. */
bool texts_line(struct str *rest, struct str *line);

#endif
