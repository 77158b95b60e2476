#include "app/gateway_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/crypto_sign.h"
#include "base/escape.h"

#define MASK      "•••"
#define NEEDLES   32
/* A body is shown, not kept: the rest of a mail is its attachment. */
#define SHOWN_MAX (64UL * 1024)
#define TEXT_MAX  (2UL * 1024 * 1024)

struct needles {
    const char *at[NEEDLES];
    size_t count;
};

static void add(struct needles *needles, const char *text)
{
    if (!str_is_empty(text) && needles->count < NEEDLES)
        needles->at[needles->count++] = text;
}

static char *escaped(const char *text, escape_function *escape,
                     struct arena *arena)
{
    struct buf out;
    char *copy;

    buf_init(&out, TEXT_MAX);
    escape(str_of(text), &out);
    copy = arena_strndup(arena, buf_text(&out), out.len);
    buf_finish(&out);
    return copy;
}

/* A secret in all the dresses it goes out in; the longest come first. */
static void add_secret(struct needles *needles,
                       const struct gateway_settings *settings,
                       const char *secret, struct arena *arena)
{
    if (str_is_empty(secret))
        return;
    if (settings->user != NULL)
        add(needles,
            crypto_to_base64(str_of(arena_printf(arena, "%s:%s", settings->user,
                                                 secret)),
                             arena));
    add(needles, escaped(secret, escape_percent, arena));
    add(needles, escaped(secret, escape_json, arena));
    add(needles, escaped(secret, escape_html, arena));
    add(needles, crypto_to_base64(str_of(secret), arena));
    add(needles, secret);
}

/* The token alone: the rest of the URL tells where it leads. */
static void add_token(struct needles *needles,
                      const struct gateway_settings *settings, const char *key,
                      struct arena *arena)
{
    const char *url = webhook_url(settings, key, arena);

    if (url != NULL)
        add(needles, strrchr(url, '/') + 1);
}

/* The length of what is secret at the start of `text`, or 0. */
static size_t secret_length(const struct needles *needles, struct str text)
{
    for (size_t i = 0; i < needles->count; i++) {
        size_t len = strlen(needles->at[i]);

        if (len <= text.len && memcmp(text.at, needles->at[i], len) == 0)
            return len;
    }
    return 0;
}

char *gateway_masked(const struct gateway_settings *settings, const char *key,
                     struct str text, struct arena *arena)
{
    const char *secrets[] = {settings->secret, settings->consumer,
                             settings->signing, settings->signing_before};
    struct needles needles = {0};
    struct buf out;
    char *shown;

    add_token(&needles, settings, key, arena);
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++)
        add_secret(&needles, settings, secrets[i], arena);
    buf_init(&out, TEXT_MAX);
    while (text.len > 0) {
        size_t hidden = secret_length(&needles, text);
        size_t step = hidden > 0 ? hidden : 1;

        if (hidden > 0)
            (void)buf_add_text(&out, MASK);
        else
            (void)buf_add_char(&out, *text.at);
        text.at += step;
        text.len -= step;
    }
    shown = arena_strndup(arena, buf_text(&out), out.len);
    buf_finish(&out);
    return shown;
}

/* What is not Unicode is shown as far as it is. */
static json_t *text_json(const struct gateway_settings *settings,
                         const char *key, struct str text, struct arena *arena)
{
    struct buf clean;
    json_t *value;

    if (text.at == NULL)
        return NULL;
    if (text.len > SHOWN_MAX)
        text.len = SHOWN_MAX;
    buf_init(&clean, 4 * SHOWN_MAX);
    escape_screen(str_of(gateway_masked(settings, key, text, arena)), &clean);
    value = json_string(buf_text(&clean));
    buf_finish(&clean);
    return value;
}

static const char *kind_name(enum exchange_kind kind)
{
    switch (kind) {
    case EXCHANGE_HTTP:
        return "http";
    case EXCHANGE_SMTP:
        return "smtp";
    case EXCHANGE_FILE:
        return "file";
    case EXCHANGE_PROGRAM:
        return "program";
    }
    return "";
}

static void set(json_t *object, const char *name, json_t *value)
{
    if (value != NULL)
        (void)json_object_set_new(object, name, value);
}

/* How we say who we are; libcurl writes that header. */
static const char *login_of(const struct exchange_request *request)
{
    if (request->kind != EXCHANGE_HTTP)
        return NULL;
    if (request->auth == EXCHANGE_AUTH_BEARER)
        return "Bearer " MASK;
    if (request->auth == EXCHANGE_AUTH_SIGV4)
        return "AWS4-HMAC-SHA256 " MASK;
    return request->user != NULL && request->secret != NULL ? "Basic " MASK
                                                            : NULL;
}

static json_t *headers_json(const struct gateway_settings *settings,
                            const char *key,
                            const struct exchange_request *request,
                            struct arena *arena)
{
    json_t *headers = json_object();
    const char *login = login_of(request);

    for (size_t i = 0; i < request->header_count; i++)
        set(headers, request->headers[i].name,
            text_json(settings, key, str_of(request->headers[i].value), arena));
    if (login != NULL)
        set(headers, "Authorization", json_string(login));
    return headers;
}

json_t *gateway_request_json(const struct gateway_settings *settings,
                             const char *key,
                             const struct exchange_request *request,
                             struct arena *arena)
{
    json_t *object = json_object();
    struct str body = request->body;

    set(object, "kind", json_string(kind_name(request->kind)));
    set(object, "url", text_json(settings, key, str_of(request->url), arena));
    if (request->kind == EXCHANGE_HTTP)
        set(object, "method", json_string(request->method));
    if (request->user != NULL)
        set(object, "user", json_string(request->user));
    set(object, "headers", headers_json(settings, key, request, arena));
    if (request->arguments != NULL) {
        json_t *words = json_array();

        for (size_t i = 0; request->arguments[i] != NULL; i++)
            (void)json_array_append_new(
                words,
                text_json(settings, key, str_of(request->arguments[i]), arena));
        set(object, "arguments", words);
    }
    if (request->part_count > 0)
        body = request->parts[0].body;
    set(object, "body", text_json(settings, key, body, arena));
    return object;
}

static const char *fate_name(enum exchange_fate fate)
{
    switch (fate) {
    case EXCHANGE_ANSWERED:
        return "answered";
    case EXCHANGE_UNREACHABLE:
        return "unreachable";
    case EXCHANGE_INTERRUPTED:
        return "interrupted";
    case EXCHANGE_REJECTED:
        return "rejected";
    }
    return "";
}

json_t *gateway_answer_json(const struct gateway_settings *settings,
                            const char *key, const struct exchange_reply *reply,
                            struct arena *arena)
{
    json_t *object = json_object();

    set(object, "fate", json_string(fate_name(reply->fate)));
    set(object, "status", json_integer(reply->status));
    set(object, "problem",
        text_json(settings, key, str_of(str_or_empty(reply->problem)), arena));
    set(object, "body", text_json(settings, key, reply->body, arena));
    return object;
}

const char *gateway_outcome_means(enum delivery_outcome outcome)
{
    switch (outcome) {
    case DELIVERY_ACCEPTED:
        return "the gateway has it";
    case DELIVERY_RETRY:
        return "nothing was taken; a reminder would be tried again later";
    case DELIVERY_REFUSED:
        return "it will never go to this address; a reminder would take the "
               "next channel";
    case DELIVERY_CONFIG:
        return "our user, secret, sender or balance; the gateway would stop "
               "until that is mended";
    case DELIVERY_UNKNOWN:
        return "it may or may not have been taken; a person would be asked";
    }
    return "";
}

json_t *gateway_verdict_json(const struct delivery *delivery)
{
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:b, s:I}", "outcome",
                     delivery_outcome_name(delivery->outcome), "means",
                     gateway_outcome_means(delivery->outcome), "detail",
                     str_or_empty(delivery->detail), "code", delivery->code,
                     "reference", delivery->reference, "suppress",
                     delivery->suppress, "retry_after_s",
                     (json_int_t)delivery->retry_after.s);
}
