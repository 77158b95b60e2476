#include "app/jobs/source.h"

#include <string.h>
#include <strings.h>

#include "importers/limits.h"
#include "net/fetch.h"

#define FETCH_TIMEOUT_S 60

static const struct {
    const char *given;
    const char *meant;
} schemes[] = {
    {"http://", "http://"},
    {"https://", "https://"},
    {"webcal://", "https://"},
    {"webcals://", "https://"},
};

/* The prefix of `source`, or −1. */
static int scheme_of(const char *source)
{
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        if (strncasecmp(source, schemes[i].given, strlen(schemes[i].given)) ==
            0)
            return (int)i;
    }
    return -1;
}

bool source_is_url(const char *source)
{
    return scheme_of(source) >= 0;
}

static const char *after_scheme(const char *source, int scheme)
{
    return source + strlen(schemes[scheme].given);
}

const char *source_name(const char *source, struct arena *arena)
{
    int scheme = scheme_of(source);
    const char *rest;
    const char *at;
    size_t len;

    if (strcmp(source, "-") == 0)
        return "standard input";
    if (scheme < 0) {
        at = strrchr(source, '/');
        return at == NULL ? source : at + 1;
    }
    rest = after_scheme(source, scheme);
    len = strcspn(rest, "/?#");
    at = memchr(rest, '@', len);
    if (at != NULL) {
        len -= (size_t)(at + 1 - rest);
        rest = at + 1;
    }
    return arena_strndup(arena, rest, len);
}

/* Takes "user:password@" out of the URL: it goes into headers of its own. */
static void split_login(struct exchange_request *request, const char *source,
                        int scheme, struct arena *arena)
{
    const char *rest = after_scheme(source, scheme);
    size_t len = strcspn(rest, "/?#");
    const char *at = NULL;
    const char *colon;

    for (size_t i = 0; i < len; i++) {
        if (rest[i] == '@')
            at = rest + i;
    }
    if (at != NULL) {
        colon = memchr(rest, ':', (size_t)(at - rest));
        request->user =
            arena_strndup(arena, rest,
                          (size_t)((colon == NULL ? at : colon) - rest));
        request->secret =
            colon == NULL
                ? ""
                : arena_strndup(arena, colon + 1, (size_t)(at - colon - 1));
        rest = at + 1;
    }
    request->url = arena_printf(arena, "%s%s", schemes[scheme].meant, rest);
}

static void add_header(struct exchange_request *request, const char *name,
                       const char *value)
{
    if (value != NULL)
        request->headers[request->header_count++] =
            (struct exchange_header){name, value};
}

static bool judge(const struct exchange_reply *reply, struct source_bytes *out,
                  struct error *err)
{
    out->retry_after = reply->retry_after;
    if (reply->status == 304) {
        out->is_unchanged = true;
        return true;
    }
    if (reply->status == 200) {
        out->bytes = reply->body;
        out->etag = reply->etag;
        out->last_modified = reply->last_modified;
        return true;
    }
    if (reply->status == 401 || reply->status == 403)
        return error_set(err, ERROR_REFUSED,
                         "the server wants another user or password (%d)",
                         reply->status);
    if (reply->status == 404 || reply->status == 410)
        return error_set(err, ERROR_REFUSED,
                         "there is no calendar at that address (%d); is the "
                         "link still right?",
                         reply->status);
    return error_set(err, ERROR_TEMPORARY, "the server answered %d",
                     reply->status);
}

static bool fetch(struct call *call, const struct source_request *request,
                  int scheme, struct source_bytes *out, struct error *err)
{
    struct exchange_request exchange = {
        .kind = EXCHANGE_HTTP,
        .method = "GET",
        .timeout_s = FETCH_TIMEOUT_S,
        .reply_max = IMPORT_BYTES_MAX,
        .is_untrusted = true,
        .allow_local = request->allow_local,
    };
    struct exchange_reply reply;

    split_login(&exchange, request->source, scheme, call->arena);
    add_header(&exchange, "Accept", "text/calendar, text/csv;q=0.5, */*;q=0.1");
    add_header(&exchange, "If-None-Match", request->etag);
    add_header(&exchange, "If-Modified-Since", request->last_modified);
    out->is_web = true;
    return fetch_document(&exchange, call->arena, &reply, err) &&
           judge(&reply, out, err);
}

bool source_read(struct call *call, const struct source_request *request,
                 struct source_bytes *out, struct error *err)
{
    int scheme = scheme_of(request->source);

    *out = (struct source_bytes){0};
    if (scheme < 0)
        return call_read_file(call, request->source, IMPORT_BYTES_MAX,
                              &out->bytes, err);
    return fetch(call, request, scheme, out, err) ||
           error_wrap(err, "calendar at '%s'",
                      source_name(request->source, call->arena));
}
