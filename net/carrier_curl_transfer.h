/*
 * carrier_curl_transfer.h - one exchange inside libcurl, for carrier_curl.c
 *
 * carrier_curl_request.c turns a request into an easy handle with the options
 * every handle needs; carrier_curl_reply.c turns what came back into a reply.
 */
#ifndef NET_CARRIER_CURL_TRANSFER_H
#define NET_CARRIER_CURL_TRANSFER_H

#include <curl/curl.h>
#include <uv.h>

#include "base/buf.h"
#include "net/carrier.h"
#include "net/document.h"

/* Decoded bytes of an answer unless the request says otherwise. */
#define TRANSFER_REPLY_MAX (64UL * 1024)
/* A reply line of SMTP; RFC 5321 4.5.3.1.5 has 512. */
#define TRANSFER_LINE_MAX  1024

struct transfer {
    CURL *easy;
    const struct exchange_request *request;
    exchange_done *done;
    void *context;

    struct transfer *next; /* of those under way, or of a queue */
    struct transfer *previous;
    uint64_t queued_ns; /* mail: since when it has been waiting */
    CURLcode result;    /* once it is over, for whoever reports it */
    void (*opened)(void *context, curl_socket_t socket); /* or NULL */
    void *opened_context;
    uv_timer_t timer; /* only for those that never started */

    struct curl_slist *headers;
    struct curl_slist *recipients;
    curl_mime *mime;

    struct buf body;    /* decoded */
    struct buf good;    /* SMTP: the last reply that was no refusal */
    struct buf bad;     /* SMTP: the decisive refusal */
    bool is_unfit;      /* the request cannot be sent as it stands */
    bool is_forbidden;  /* it led to an address it must not reach */
    bool is_over;       /* the answer exceeds its limit */
    bool has_head;      /* HTTP: the headers of the answer are complete */
    bool is_bomb;       /* it unpacks to more than any calendar would */
    int moves_for_good; /* 301 and 308 on the way */
    char *location;     /* libcurl's, or NULL */
    char problem[CURL_ERROR_SIZE];
};

/*
 * A handle that is ready to start; `cainfo` is the system's certificates or
 * NULL. Never NULL; `is_unfit` and `problem` say when it must not start.
 */
struct transfer *transfer_create(const struct exchange_request *request,
                                 const char *cainfo) NEVER_NULL;
void transfer_destroy(struct transfer *transfer);

/* Whether only what may stand in a line of a header or envelope is in it. */
bool transfer_line_is_clean(const char *text);

/* The callbacks that collect the answer. */
size_t transfer_body(char *bytes, size_t size, size_t count, void *context);
size_t transfer_header(char *bytes, size_t size, size_t count, void *context);

/* Whether enough has left for the other side to act upon. */
bool transfer_has_left(struct transfer *transfer);

/* Tells the caller what became of its question, by transfer->result. */
void transfer_report(struct transfer *transfer);

/*
 * What `result` means for the question. The reply borrows from the transfer
 * and its handle.
 */
void transfer_reply(struct transfer *transfer, CURLcode result,
                    struct exchange_reply *out);

#endif
