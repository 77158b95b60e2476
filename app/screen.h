/*
 * screen.h - what people see: a stream in which nothing acts
 *
 * Names, titles and reasons come from calendars and tables of strangers. All
 * text of commands goes through such a stream, so that no command has to
 * think of it: escape sequences, control characters and marks that turn the
 * writing direction become U+FFFD (base/escape.h).
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stdio.h>

/*
 * A stream that writes to `under`, which stays the caller's. Flushed by lines
 * where `under` is a terminal or stderr. Close it with fclose(), which fails
 * when something could not be written. Never NULL.
 */
FILE *screen_open(FILE *under);

#endif
