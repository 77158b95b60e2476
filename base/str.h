/*
 * str.h - a borrowed slice of text
 *
 * Not NUL-terminated; whoever made the bytes owns them.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <string.h>

#include "base/base.h"

struct str {
    const char *at; /* may be NULL when len is 0 */
    size_t len;
};

/* A literal as a slice. */
#define STR(literal) ((struct str){.at = (literal), .len = sizeof(literal) - 1})

static inline struct str str_of(const char *text)
{
    return (struct str){.at = text, .len = text == NULL ? 0 : strlen(text)};
}

static inline bool str_equal(struct str left, struct str right)
{
    return left.len == right.len &&
           (left.len == 0 || memcmp(left.at, right.at, left.len) == 0);
}

/* Whether `text` (may be NULL) is absent or empty. */
static inline bool str_is_empty(const char *text)
{
    return text == NULL || *text == '\0';
}

/* `text`, or "" for NULL. */
static inline const char *str_or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* Equal strings; two NULLs are equal, NULL and "" are not. */
static inline bool str_same(const char *left, const char *right)
{
    if (left == NULL || right == NULL)
        return left == right;
    return strcmp(left, right) == 0;
}

#endif
