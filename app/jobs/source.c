#include "app/jobs/source.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "app/daemon.h"
#include "importers/limits.h"
#include "net/fetch.h"

#define FETCH_TIMEOUT_S 60

static const struct {
    const char *given;
    const char *meant;
} schemes[] = {
    {"http://", "http://"},    {"https://", "https://"},
    {"webcal://", "https://"}, {"webcals://", "https://"},
    {"caldav://", "https://"}, {"caldavs://", "https://"},
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

bool source_is_caldav(const char *source)
{
    return strncasecmp(source, "caldav://", 9) == 0 ||
           strncasecmp(source, "caldavs://", 10) == 0;
}

static const char *after_scheme(const char *source, int scheme)
{
    return source + strlen(schemes[scheme].given);
}

/* The "@" after the login of a URL without its scheme; NULL: it has none. */
static const char *login_end(const char *rest)
{
    size_t len = strcspn(rest, "/?#");

    while (len > 0 && rest[len - 1] != '@')
        len--;
    return len == 0 ? NULL : rest + len - 1;
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
    at = login_end(rest);
    if (at != NULL) {
        len -= (size_t)(at + 1 - rest);
        rest = at + 1;
    }
    return arena_strndup(arena, rest, len);
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, tolower((int)c));

    return at == NULL ? -1 : (int)(at - digits);
}

/* A part of a login as it was meant: "ada%40example.org". */
static const char *unescape(const char *from, const char *to,
                            struct arena *arena)
{
    char *text = arena_strndup(arena, from, (size_t)(to - from));
    char *end = text;

    for (const char *at = text; *at != '\0'; at++) {
        int high = *at == '%' ? hex_digit(at[1]) : -1;
        int low = high < 0 ? -1 : hex_digit(at[2]);

        if (low >= 0 && (high | low) != 0) {
            *end++ = (char)(high << 4 | low);
            at += 2;
        } else {
            *end++ = *at;
        }
    }
    *end = '\0';
    return text;
}

void source_address(const char *source, const struct source_login *login,
                    struct arena *arena, struct exchange_request *request)
{
    int scheme = scheme_of(source);
    const char *rest = after_scheme(source, scheme);
    const char *at = login_end(rest);

    if (at != NULL) {
        const char *colon = memchr(rest, ':', (size_t)(at - rest));

        request->user = unescape(rest, colon == NULL ? at : colon, arena);
        request->secret = colon == NULL ? "" : unescape(colon + 1, at, arena);
        rest = at + 1;
    }
    request->url = arena_printf(arena, "%s%s", schemes[scheme].meant, rest);
    if (login->secret == NULL)
        return;
    request->user = login->user;
    request->secret = login->secret;
    if (login->user == NULL)
        request->auth = EXCHANGE_AUTH_BEARER;
}

static void add_header(struct exchange_request *request, const char *name,
                       const char *value)
{
    if (value != NULL)
        request->headers[request->header_count++] =
            (struct exchange_header){name, value};
}

static bool is_same_host(const char *left, const char *right)
{
    size_t len = strcspn(left, "/?#");

    return len == strcspn(right, "/?#") && strncasecmp(left, right, len) == 0;
}

/*
 * Where a 301 has led: with the login it was asked with if the host is still
 * the same, which is all that libcurl tells it to. Never from https to http,
 * which would tell everybody, from then on.
 */
static const char *moved_source(const struct source_request *request,
                                const struct exchange_request *exchange,
                                const struct exchange_reply *reply,
                                struct arena *arena)
{
    const char *to = reply->location;
    const char *from = exchange->url;
    const char *asked = request->source;
    int scheme;

    if (!reply->moved_for_good || to == NULL || (scheme = scheme_of(to)) < 0 ||
        strchr(to, '@') != NULL ||
        (strncasecmp(from, "https:", 6) == 0 &&
         strncasecmp(to, "https:", 6) != 0))
        return NULL;
    to = after_scheme(to, scheme);
    from = strstr(from, "://") + 3;
    asked = after_scheme(asked, scheme_of(asked));
    if (login_end(asked) == NULL || !is_same_host(from, to))
        return arena_printf(arena, "%s%s", schemes[scheme].meant, to);
    return arena_printf(arena, "%s%.*s@%s", schemes[scheme].meant,
                        (int)(login_end(asked) - asked), asked, to);
}

static bool judge(const struct exchange_reply *reply, struct source_bytes *out,
                  struct error *err)
{
    out->retry_after = reply->retry_after;
    out->is_gone = reply->status == 404 || reply->status == 410;
    out->is_no_file =
        reply->status == 400 || reply->status == 405 || reply->status == 501;
    if (reply->status == 304) {
        out->is_unchanged = true;
        return true;
    }
    if (reply->status == 200) {
        out->etag = reply->etag;
        out->last_modified = reply->last_modified;
        return true;
    }
    if (reply->status == 401 || reply->status == 403)
        return error_set(err, ERROR_REFUSED,
                         "the server wants another login (%d)", reply->status);
    if (out->is_gone)
        return error_set(err, ERROR_REFUSED,
                         "there is no calendar at that address (%d); is the "
                         "link still right?",
                         reply->status);
    return error_set(err, ERROR_TEMPORARY, "the server answered %d",
                     reply->status);
}

/*
 * Basic without being asked, since not every server asks; `again`: it wants
 * Digest, and is told so at the next attempt.
 */
static bool fetch_into(struct call *call, const struct source_request *request,
                       struct document_writer *writer, bool *again,
                       struct source_bytes *out, struct error *err)
{
    struct exchange_request exchange = {
        .kind = EXCHANGE_HTTP,
        .method = "GET",
        .timeout_s = FETCH_TIMEOUT_S,
        .into = writer,
        .is_untrusted = true,
        .redirects_max = request->redirects_max,
        .allow_local = request->allow_local,
        .give_up = call->daemon == NULL ? NULL : daemon_stopping(call->daemon),
    };
    struct exchange_reply reply;

    source_address(request->source, &request->login, call->arena, &exchange);
    add_header(&exchange, "Accept", "text/calendar, text/csv;q=0.5, */*;q=0.1");
    add_header(&exchange, "If-None-Match", request->etag);
    add_header(&exchange, "If-Modified-Since", request->last_modified);
    if (*again && exchange.auth == EXCHANGE_AUTH_BASIC)
        exchange.auth = EXCHANGE_AUTH_ASKED;
    *again = false;
    if (!fetch_document(&exchange, call->arena, &reply, err))
        return false;
    *again = reply.status == 401 && exchange.user != NULL &&
             exchange.auth == EXCHANGE_AUTH_BASIC;
    if (!judge(&reply, out, err))
        return false;
    out->moved_source = moved_source(request, &exchange, &reply, call->arena);
    return out->is_unchanged ||
           document_writer_seal(writer, &out->document, err);
}

static bool fetch(struct call *call, const struct source_request *request,
                  size_t bytes_max, struct source_bytes *out, struct error *err)
{
    struct document_writer writer;
    bool again = false;
    bool ok;

    out->is_web = true;
    do {
        ok = document_writer_open(&writer, bytes_max, err) &&
             fetch_into(call, request, &writer, &again, out, err);
        document_writer_close(&writer);
    } while (again);
    return ok || error_wrap(err, "calendar at '%s'",
                            source_name(request->source, call->arena));
}

static bool read_input(const struct call *call, size_t bytes_max,
                       struct document *out, struct error *err)
{
    bool ok = call->input_given
                  ? document_of_bytes(call->input, out, err)
                  : document_of_stream(STDIN_FILENO, bytes_max, out, err);

    return ok || error_wrap(err, "standard input");
}

bool source_read(struct call *call, const struct source_request *request,
                 struct source_bytes *out, struct error *err)
{
    const char *source = request->source;
    size_t bytes_max =
        request->bytes_max == 0 ? IMPORT_BYTES_MAX : request->bytes_max;

    *out = (struct source_bytes){.document = document_none()};
    if (scheme_of(source) >= 0)
        return fetch(call, request, bytes_max, out, err);
    if (strcmp(source, "-") == 0)
        return read_input(call, bytes_max, &out->document, err);
    return document_of_file(call_path(call, source), bytes_max, &out->document,
                            err) ||
           error_wrap(err, "'%s'", source);
}

void source_close(struct source_bytes *bytes)
{
    document_close(&bytes->document);
}
