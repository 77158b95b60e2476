/*
 * json_text.h - JSON as gateways write it and want it, by jansson
 */
#ifndef NOTIFIERS_JSON_TEXT_H
#define NOTIFIERS_JSON_TEXT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* NULL when it is none. The caller gives it back with json_decref(). */
json_t *json_text_read(struct str text);

/* What is at a pointer (RFC 6901: "/messages/0/id"); NULL: nothing. */
const json_t *json_text_at(const json_t *root, const char *pointer);

/* A string, number or truth there, as text; NULL for anything else. */
char *json_text_word(const json_t *root, const char *pointer,
                     struct arena *arena);

/*
 * Writes `root` without spaces and gives it back. ERROR_INPUT when it is NULL
 * or not Unicode: json_pack() refuses a text that is no UTF-8.
 */
MUST_USE bool json_text_write(json_t *root, struct arena *arena,
                              struct str *out, struct error *err);

#endif
