/*
 * source.h - the bytes of a file, of standard input, or from a URL
 */
#ifndef APP_JOBS_SOURCE_H
#define APP_JOBS_SOURCE_H

#include "app/call.h"

struct source_bytes {
    struct str bytes;
    bool is_unchanged;         /* 304: there are none */
    bool is_web;               /* came from a URL */
    const char *etag;          /* or NULL */
    const char *last_modified; /* or NULL */
    struct span retry_after;   /* after a failure: the server's wish */
};

struct source_request {
    const char *source; /* path, "-", http(s):// or webcal(s):// */
    bool allow_local;   /* a URL may lead to a private address */
    const char *etag;   /* ask only for what is newer; or NULL */
    const char *last_modified;
};

bool source_is_url(const char *source);

/*
 * Fetches or reads. ERROR_MISSING, ERROR_INPUT, ERROR_TEMPORARY (try again)
 * or ERROR_REFUSED (this will not change by itself); the text names the
 * source, without its query or password.
 */
MUST_USE bool source_read(struct call *call,
                          const struct source_request *request,
                          struct source_bytes *out, struct error *err);

/* The source for messages: a URL down to its host, a file's own name. */
const char *source_name(const char *source, struct arena *arena) NEVER_NULL;

#endif
