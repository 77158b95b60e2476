/*
 * carrier_curl.h - the carrier that really goes out, by libcurl on libuv
 *
 * HTTP runs through two multi handles on the loop, one for feeds (untrusted:
 * addresses checked, redirects followed) and one for gateways, so that a
 * connection of one never serves the other. Mail has threads of its own
 * (carrier_curl_mail.h says why), files are written by libuv's. Nothing here
 * blocks the loop, logs, or reads a clock. The program ignores SIGPIPE.
 *
 * Fates: whatever failed before the question could have been read is
 * EXCHANGE_UNREACHABLE; what failed after is EXCHANGE_INTERRUPTED, with the
 * last SMTP reply code as `status`; a certificate, a private address, an
 * answer over the limit or a request that is no good is EXCHANGE_REJECTED. An
 * SMTP refusal is an answer: `status` and `body` hold the decisive reply.
 */
#ifndef NET_CARRIER_CURL_H
#define NET_CARRIER_CURL_H

#include <uv.h>

#include "net/carrier.h"

struct carrier_limits {
    int connections_per_host; /* at once, politeness to a gateway; 1.. */
    int connections_total;    /* at once, of each of the two; 1.. */
};

/* Feeds, and relays: one practice sends a few messages a minute. */
#define CARRIER_CONNECTIONS_PER_HOST 4
#define CARRIER_CONNECTIONS_TOTAL    32

/* HTTP gateways: who sends keeps to a window of his own, and what has been
 * claimed must not wait here. */
#define CARRIER_CONNECTIONS_GATEWAY  64
#define CARRIER_CONNECTIONS_GATEWAYS 128

/* Never NULL. `limits` may be NULL: the numbers above. */
struct carrier *carrier_curl_create(
    uv_loop_t *loop, const struct carrier_limits *limits) NEVER_NULL;

/*
 * Exchanges under way are called back first, as interrupted or unreachable;
 * files being written call back later. The caller then runs the loop once
 * more until it is empty, so that handles can close. Not from within a
 * callback of an exchange. NULL is accepted.
 */
void carrier_curl_destroy(struct carrier *carrier);

#endif
