#include "notifiers/json_text.h"

#include <stdlib.h>

/* The longest name in a pointer of ours. */
#define TOKEN_BYTES_MAX 64

json_t *json_text_read(struct str text)
{
    if (text.len == 0)
        return NULL;
    return json_loadb(text.at, text.len,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
}

/* One step of a pointer: "~1" is a slash, "~0" a tilde. */
static bool next_token(const char **pointer, char out[TOKEN_BYTES_MAX])
{
    size_t len = 0;

    if (**pointer != '/')
        return false;
    (*pointer)++;
    while (**pointer != '\0' && **pointer != '/') {
        char c = *(*pointer)++;

        if (c == '~' && (**pointer == '0' || **pointer == '1'))
            c = *(*pointer)++ == '0' ? '~' : '/';
        if (len + 1 == TOKEN_BYTES_MAX)
            return false;
        out[len++] = c;
    }
    out[len] = '\0';
    return true;
}

static const json_t *member(const json_t *value, const char *token)
{
    if (json_is_object(value))
        return json_object_get(value, token);
    if (json_is_array(value) && *token != '\0' &&
        strspn(token, "0123456789") == strlen(token))
        return json_array_get(value, strtoul(token, NULL, 10));
    return NULL;
}

const json_t *json_text_at(const json_t *root, const char *pointer)
{
    char token[TOKEN_BYTES_MAX];

    while (root != NULL && next_token(&pointer, token))
        root = member(root, token);
    return *pointer == '\0' ? root : NULL;
}

char *json_text_word(const json_t *root, const char *pointer,
                     struct arena *arena)
{
    const json_t *value = json_text_at(root, pointer);

    if (json_is_string(value))
        return arena_strndup(arena, json_string_value(value),
                             json_string_length(value));
    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT,
                            json_integer_value(value));
    if (json_is_real(value))
        return arena_printf(arena, "%.17g", json_real_value(value));
    if (json_is_boolean(value))
        return arena_strdup(arena, json_is_true(value) ? "true" : "false");
    return NULL;
}

bool json_text_write(json_t *root, struct arena *arena, struct str *out,
                     struct error *err)
{
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);

    json_decref(root);
    if (text == NULL)
        return error_set(err, ERROR_INPUT, "the text is not Unicode");
    *out = str_of(arena_strdup(arena, text));
    free(text);
    return true;
}
