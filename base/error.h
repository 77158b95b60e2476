/*
 * error.h - one way to say that something went wrong
 *
 * A function that can fail returns false and fills the error its caller
 * gave it. The kind says what the caller may do; the text says what happened,
 * in words an operator can act on. Errors are plain values: copy them across
 * threads, store them, compare kinds. Nothing here allocates.
 *
 *     if (!feed_load(feed, &batch, err))
 *         return error_wrap(err, "feed '%s'", feed->name);
 *
 * Return or log, never both: whoever handles the error logs it, once.
 * Broken invariants are not errors; assert() them.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/base.h"

enum error_kind {
    ERROR_NONE = 0,
    ERROR_INPUT,     /* the data is wrong; asking again will not help */
    ERROR_USAGE,     /* the command, configuration or office file is wrong */
    ERROR_MISSING,   /* the named thing does not exist */
    ERROR_CONFLICT,  /* somebody else holds it or changed it first */
    ERROR_TEMPORARY, /* the world is busy; try again later */
    ERROR_REFUSED,   /* the other side understood and said no */
    ERROR_MACHINE,   /* disk full, corrupt file: an operator must look */
};

#define ERROR_TEXT_MAX 512

struct error {
    enum error_kind kind;
    char text[ERROR_TEXT_MAX]; /* never empty unless kind is ERROR_NONE */
};

/* Fills `err`. Always returns false, so that failing reads `return ...`. */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
    PRINTF(3, 4);

/* Puts context before the text already in `err`: "context: text". False. */
bool error_wrap(struct error *err, const char *format, ...) PRINTF(2, 3);

/* A stable lower-case word for logs and the API: "temporary". */
const char *error_kind_name(enum error_kind kind) NEVER_NULL;

#endif
