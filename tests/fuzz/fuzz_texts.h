/*
 * fuzz_texts.h - an input as several texts, which NUL bytes divide
 */
#ifndef TESTS_FUZZ_TEXTS_H
#define TESTS_FUZZ_TEXTS_H

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* The next text, as the importer hands it over: valid UTF-8, or NULL. */
static inline const char *next_text(struct str *rest, struct arena *arena)
{
    const char *end = rest->len == 0 ? NULL : memchr(rest->at, '\0', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->at);
    struct str text = {rest->at, len};

    *rest = end == NULL ? (struct str){0}
                        : (struct str){end + 1, rest->len - len - 1};
    return len == 0 || !utf8_is_valid(text)
               ? NULL
               : arena_strndup(arena, text.at, text.len);
}

/* A field is absent, or a clean line. */
static inline void check_text(const char *text)
{
    assert(text == NULL || (*text != '\0' && utf8_is_valid(str_of(text)) &&
                            strpbrk(text, "\r\n\t") == NULL));
}

#endif
