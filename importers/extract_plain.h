/*
 * extract_plain.h - a description as plain lines
 */
#ifndef IMPORTERS_EXTRACT_PLAIN_H
#define IMPORTERS_EXTRACT_PLAIN_H

#include "base/arena.h"

/*
 * Markup becomes text (br, p, li and their like end lines, entities are
 * decoded, scripts and styles go), a backslash-n that was escaped twice
 * becomes a line break, the rest as clean_text(). `text` may be NULL: "".
 */
char *extract_plain(const char *text, struct arena *arena) NEVER_NULL;

#endif
