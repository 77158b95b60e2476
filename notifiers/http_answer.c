#include "notifiers/http_answer.h"

#include <ctype.h>
#include <string.h>

#include "notifiers/json_text.h"
#include "notifiers/reply.h"

/* A reason lies no deeper than {"errors": [{"detail": "…"}]}. */
#define REASON_DEPTH_MAX 4

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
    json_t *root = json_text_read(body);
    char *text = scalar(json_text_at(root, pointer), arena);

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
    root = json_text_read(body);
    if (root != NULL)
        reason = reason_in(root, 0, arena);
    json_decref(root);
    return reply_discreet(str_of(reason), arena);
}

enum delivery_outcome http_answer_usual(int status)
{
    if (status == 429)
        return DELIVERY_RETRY;
    if (status == 400 || status == 422)
        return DELIVERY_REFUSED;
    if ((status >= 401 && status <= 405) || status == 415)
        return DELIVERY_CONFIG;
    return DELIVERY_UNKNOWN;
}
