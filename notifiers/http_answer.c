#include "notifiers/http_answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "notifiers/reply.h"

/* A reason lies no deeper than {"errors": [{"detail": "…"}]}. */
#define REASON_DEPTH_MAX 4
#define TOKEN_BYTES_MAX  64

static json_t *parse(struct str body)
{
    if (body.len == 0)
        return NULL;
    return json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, NULL);
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

/* A string or a whole number as text; NULL for anything else. */
static char *scalar(const json_t *value, struct arena *arena)
{
    if (json_is_string(value))
        return arena_strndup(arena, json_string_value(value),
                             json_string_length(value));
    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT,
                            json_integer_value(value));
    return NULL;
}

char *http_answer_at(struct str body, const char *pointer, struct arena *arena)
{
    json_t *root = parse(body);
    const json_t *value = root;
    char token[TOKEN_BYTES_MAX];
    char *text = NULL;

    while (value != NULL && next_token(&pointer, token))
        value = member(value, token);
    if (value != NULL && *pointer == '\0')
        text = scalar(value, arena);
    json_decref(root);
    return text;
}

/* The first reason in `value` or below it; NULL when there is none. */
static char *reason_in(const json_t *value, int depth, struct arena *arena)
{
    static const char *const names[] = {
        "error_description",
        "error-text",
        "error_text",
        "detail",
        "error",
        "errors",
        "description",
        "title",
        "reason",
        "message",
        "messages",
        "status",
        "code",
    };
    char *text = scalar(value, arena);

    if (text != NULL || depth == REASON_DEPTH_MAX)
        return text;
    if (json_is_array(value))
        return reason_in(json_array_get(value, 0), depth + 1, arena);
    for (size_t i = 0; text == NULL && i < ARRAY_LEN(names); i++) {
        const json_t *inner = json_object_get(value, names[i]);

        if (inner != NULL)
            text = reason_in(inner, depth + 1, arena);
    }
    return text;
}

char *http_answer_reason(struct str body, struct arena *arena)
{
    const char *reason = NULL;
    json_t *root;

    while (body.len > 0 && isspace((unsigned char)*body.at)) {
        body.at++;
        body.len--;
    }
    if (body.len == 0 || *body.at == '<')
        return arena_strdup(arena, "");
    if (*body.at != '{' && *body.at != '[')
        return reply_discreet(body, arena);
    root = parse(body);
    if (root != NULL)
        reason = reason_in(root, 0, arena);
    json_decref(root);
    return reply_discreet(str_of(reason), arena);
}
