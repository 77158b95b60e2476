/*
 * exchange.h - a question to another machine, and its answer, as data
 *
 * Notifiers and importers write requests and read replies; a carrier
 * (carrier.h) takes them there. Everything in a request belongs to the arena
 * of whoever wrote it and must live until the reply.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include <stdatomic.h>

#include "base/instant.h"
#include "base/str.h"

struct document_writer; /* net/document.h */

enum exchange_kind {
    EXCHANGE_HTTP,
    EXCHANGE_SMTP,
    EXCHANGE_FILE,    /* one file written whole: the outbox */
    EXCHANGE_PROGRAM, /* a program of this machine, run once */
};

struct exchange_header {
    const char *name;
    const char *value;
};

#define EXCHANGE_HEADERS_MAX 24

/* One part of a mail; alternatives come first, attachments after. */
struct exchange_part {
    const char *type; /* "text/plain; charset=utf-8" */
    struct str body;
    const char *file_name; /* attachments only, else NULL */
};

#define EXCHANGE_PARTS_MAX 4

enum exchange_tls {
    EXCHANGE_TLS_REQUIRED, /* smtps or STARTTLS; https as it is */
    EXCHANGE_TLS_OFF,      /* only sensible on loopback */
};

/* How an HTTP server is told who asks. */
enum exchange_auth {
    EXCHANGE_AUTH_BASIC,
    EXCHANGE_AUTH_ASKED,  /* Basic or Digest: waits to hear which */
    EXCHANGE_AUTH_BEARER, /* `secret` is a token, `user` is not read */
    EXCHANGE_AUTH_SIGV4,  /* AWS signature of the request; `scope` says where */
};

struct exchange_request {
    enum exchange_kind kind;
    const char *url;     /* http(s)://…, smtp(s)://host:port, or a file's or a
                         program's path */
    const char *user;    /* or NULL */
    const char *secret;  /* or NULL; never logged */
    const char *ca_file; /* trusted certificates; NULL: the system's */
    enum exchange_tls tls;
    int timeout_s; /* whole exchange; positive */

    /* HTTP. */
    const char *method; /* "GET", "POST"… */
    enum exchange_auth auth;
    const char *scope; /* of SIGV4: "aws:amz:eu-west-1:sns"; else NULL */
    struct exchange_header headers[EXCHANGE_HEADERS_MAX]; /* SMTP's too; of a
                                                    program its environment */
    size_t header_count;
    struct str body;  /* HTTP, the content of a file, a program's input */
    size_t reply_max; /* decoded bytes of an answer; 0: 64 KiB */
    struct document_writer *into; /* a large answer's body goes there, not
                                     into the reply; its `max` is the limit */
    bool is_untrusted;  /* a feed: redirects followed, addresses checked */
    int redirects_max;  /* of a feed; 0: five */
    bool allow_local;   /* untrusted, yet may live on a private address */
    bool only_loopback; /* a pretended clock: nothing leaves this machine */
    const atomic_bool *give_up; /* of a feed: another thread's word that nobody
                                   waits for the answer any more; or NULL */

    /* SMTP. */
    const char *mail_from;
    const char *mail_to;
    struct exchange_part parts[EXCHANGE_PARTS_MAX];
    size_t part_count;
    size_t alternative_count; /* of the parts, from the first */

    /* A program: its words after its name, then NULL; or NULL. */
    const char *const *arguments;
};

enum exchange_fate {
    EXCHANGE_ANSWERED,    /* `status` and `body` hold the answer */
    EXCHANGE_UNREACHABLE, /* certain that the question did not arrive */
    EXCHANGE_INTERRUPTED, /* it may have arrived; the answer did not */
    EXCHANGE_REJECTED,    /* we would not go: certificate, address, limits */
};

struct exchange_reply {
    enum exchange_fate fate;
    int status;                /* HTTP status, the decisive SMTP reply, or how a
                            program ended; 0: none (or its success) */
    struct str body;           /* HTTP body, the SMTP reply's text, or what a
                            program printed */
    const char *problem;       /* what went wrong, in words; "" when answered */
    struct span retry_after;   /* Retry-After in seconds; 0: none */
    enum exchange_auth auth;   /* HTTP; for the next question: BASIC where
                                  ASKED was, when the server wants no other */
    const char *etag;          /* or NULL */
    const char *last_modified; /* or NULL */
    const char *message_id;    /* the header X-Message-Id, or NULL */
    const char *error_type;    /* the header X-Amzn-ErrorType, or NULL */
    const char *location;      /* after redirects, without our login; NULL:
                                  there were none */
    bool moved_for_good;       /* each of them was a 301 or 308 */
};

#endif
