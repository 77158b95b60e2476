/*
 * clean.h - foreign text made harmless and regular
 *
 * Control characters, direction marks and zero-width characters go, every
 * kind of space becomes a plain one, runs of spaces become one, ends are
 * trimmed. Letters and their accents become one (NFC). Bytes that are no UTF-8
 * are read as Windows-1252.
 */
#ifndef IMPORTERS_CLEAN_H
#define IMPORTERS_CLEAN_H

#include "base/arena.h"
#include "base/str.h"

/* Code points kept of a text; what is longer has another purpose. */
#define CLEAN_NAME_MAX     120
#define CLEAN_LOCATION_MAX 300
#define CLEAN_NOTES_MAX    4000

/* One line: line breaks become spaces. NULL when nothing is left. */
char *clean_line(struct str text, struct arena *arena);

/* Keeps line breaks (LF); more than one blank line in a row becomes one. */
char *clean_text(struct str text, struct arena *arena);

/*
 * For comparing: one line in small letters without accents ("Téléphone" is
 * "telephone"), of Latin, Greek and Cyrillic script. "" when nothing is left.
 */
char *clean_fold(struct str text, struct arena *arena) NEVER_NULL;

/* `text` without what follows its first `points_max` code points. */
char *clean_cut(const char *text, size_t points_max,
                struct arena *arena) NEVER_NULL;

#endif
