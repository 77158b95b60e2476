/*
 * source.h - the bytes of a file, of standard input, or from a URL
 */
#ifndef APP_JOBS_SOURCE_H
#define APP_JOBS_SOURCE_H

#include "app/jobs/source_login.h"
#include "net/document.h"
#include "net/exchange.h"

struct source_bytes {
    struct document document;  /* none when unchanged; not mapped */
    bool is_unchanged;         /* 304: there is nothing new */
    bool is_web;               /* came from a URL */
    const char *etag;          /* or NULL */
    const char *last_modified; /* or NULL */
    const char *moved_source;  /* where it lives for good from now on, or NULL;
                                  a secret like the source itself */

    /* After a failure. */
    struct span retry_after; /* the server's wish */
    bool is_gone;            /* 404 or 410: there is none at that address */
    bool is_no_file;         /* 400, 405 or 501: it cannot be fetched */
};

struct source_request {
    const char *source;        /* path, "-", http(s):// or webcal(s):// */
    struct source_login login; /* beats that of a URL */
    bool allow_local;          /* a URL may lead to a private address */
    const char *etag;          /* ask only for what is newer; or NULL */
    const char *last_modified;
    size_t bytes_max;  /* after decompression; 0: IMPORT_BYTES_MAX */
    int redirects_max; /* 0: five */
};

bool source_is_url(const char *source);

/* Whether it says so itself: caldav:// or caldavs://, both over TLS. */
bool source_is_caldav(const char *source);

/*
 * Where a URL leads and who asks there, in `request`: its URL without a user
 * part, user, secret and how they are told. Nothing else of it is touched.
 */
void source_address(const char *source, const struct source_login *login,
                    struct arena *arena, struct exchange_request *request);

/*
 * Fetches or reads. ERROR_MISSING, ERROR_INPUT, ERROR_TEMPORARY (try again)
 * or ERROR_REFUSED (this will not change by itself); the text names the
 * source, without its path, query or password. source_close() afterwards,
 * whatever came of it.
 */
MUST_USE bool source_read(struct call *call,
                          const struct source_request *request,
                          struct source_bytes *out, struct error *err);

void source_close(struct source_bytes *bytes);

/* The source for messages: a URL down to its host, a file's own name. */
const char *source_name(const char *source, struct arena *arena) NEVER_NULL;

#endif
