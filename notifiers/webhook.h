/*
 * webhook.h - what a gateway asks us to hear: receipts and replies
 *
 * A request as its bytes came, the public URL in front of it as it is
 * configured (behind a proxy the Host header says something else). Whoever
 * receives it first lets the gateway's notifier verify() it, then reads it;
 * where a gateway signs nothing, the token in the URL is all there is.
 */
#ifndef NOTIFIERS_WEBHOOK_H
#define NOTIFIERS_WEBHOOK_H

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "domain/receipt.h"
#include "net/exchange.h"

/* A hundred receipts of one gateway in one request have some 100 KiB. */
#define WEBHOOK_BODY_MAX    (1024UL * 1024)
/* Items read of one request; SendGrid sends a thousand at most. */
#define WEBHOOK_ITEMS_MAX   1000
/* A reply of a person; a long SMS has 1600 letters. */
#define WEBHOOK_TEXT_MAX    8000
/* How old a signed request may be, and how far ahead of our clock. */
#define WEBHOOK_WINDOW_S    300

/* Now and before, while a key is being changed. */
#define WEBHOOK_SECRETS_MAX 2

struct webhook_request {
    const char *method; /* "POST", "GET" */
    const char *url;    /* public, with the query as it came */
    const struct exchange_header *headers;
    size_t header_count;
    struct str body; /* raw */
};

struct webhook_trust {
    const char *secrets[WEBHOOK_SECRETS_MAX]; /* or public keys; NULL: none */
    const char *certificate; /* AWS: the one its request names, PEM; or NULL */
    struct instant now;
    struct span window; /* what is older, or newer, is a repeat: refused */
};

/* What was read of one request; grows in `arena`. */
struct receipt_list {
    struct receipt *items;
    size_t count;
    size_t room;
};

struct inbound_list {
    struct inbound *items;
    size_t count;
    size_t room;
};

struct gateway_settings;

/* The value of a header, without regard to case; NULL when it has none. */
const char *webhook_header(const struct webhook_request *request,
                           const char *name);

/* What stands behind the "?" of the URL; empty when nothing does. */
struct str webhook_query(const struct webhook_request *request);

/* Whether a request was signed with this secret or public key. */
typedef bool webhook_check(const struct webhook_request *request,
                           const struct webhook_trust *trust,
                           const char *secret);

/* The same with any of the secrets there are. */
bool webhook_is_signed(const struct webhook_request *request,
                       const struct webhook_trust *trust, webhook_check *check);

/* Whether an instant lies within trust->window of trust->now. */
bool webhook_is_fresh(const struct webhook_trust *trust, struct instant at);

/* The same for a text of digits: seconds since 1970. */
bool webhook_is_fresh_text(const struct webhook_trust *trust,
                           const char *seconds);

/*
 * Where the gateway is to send what concerns the message `key`, with a token
 * nobody else can make: "<hook_url>/<token>". An empty key: where replies go.
 * NULL where there is no public URL or no secret to make tokens with.
 */
const char *webhook_url(const struct gateway_settings *settings,
                        const char *key, struct arena *arena);

/*
 * The key whose token stands in the request's URL, made with the gateway's
 * secret or the one before; NULL when it is none of ours.
 */
const char *webhook_key(const struct gateway_settings *settings,
                        const struct webhook_request *request,
                        struct arena *arena);

/*
 * Adds a receipt that says about which message it is; others, and what is
 * over the limit, are left out. Texts are cut to what may be kept.
 */
void receipt_list_add(struct receipt_list *list, const struct receipt *receipt,
                      struct arena *arena);

/* Adds a reply that says from whom it is. A text of NULL is "". */
void inbound_list_add(struct inbound_list *list, const struct inbound *inbound,
                      struct arena *arena);

#endif
