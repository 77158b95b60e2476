/*
 * notifier.h - the contract every gateway fulfils
 *
 * A notifier knows the dialect of one gateway and nothing else. It writes
 * down a request; a carrier (net/carrier.h) takes it there; the notifier then
 * reads the reply. In between it does not exist, so it has no state.
 *
 * A notifier
 *   1. MUST be pure: no clock, no I/O, no globals, no memory outside `arena`;
 *   2. MUST pass message->key as idempotency key where the gateway has one,
 *      and be repeatable only then;
 *   3. MUST answer DELIVERY_UNKNOWN when a reply leaves room for doubt;
 *   4. MUST NOT put secrets, names or addresses into delivery->detail.
 *
 * To add one: a file in dialects/ (copy one of its neighbours), a line in
 * dialects.h and in registry.c, replies in tests/fixtures/gateways, a section
 * in docs/gateways.md. The contract test runs against all of them.
 */
#ifndef NOTIFIERS_NOTIFIER_H
#define NOTIFIERS_NOTIFIER_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/channel.h"
#include "domain/delivery.h"
#include "net/exchange.h"
#include "notifiers/webhook.h"

/* One finished text for one address: all wording is done before we get here. */
struct message {
    const char *key; /* unique per message and stable across attempts */
    enum channel channel;
    const char *to;         /* E.164 number or mailbox */
    const char *language;   /* BCP 47, of the words */
    const char *subject;    /* mail only, else NULL */
    const char *text;       /* UTF-8, lines end in "\n" */
    const char *html;       /* mail only, or NULL */
    const char *calendar;   /* mail only: an iCalendar object, or NULL */
    struct instant date;    /* when it was written: a mail says so */
    int parts;              /* SMS only: how many will be paid for; else 0 */
    struct instant sending; /* when this attempt leaves; 0: at `date` */
    struct span useful;     /* how much longer it helps; 0: not known */
    /* Mail only: a page that takes a POST (RFC 8058), or NULL. */
    const char *unsubscribe_url;  /* https */
    const char *unsubscribe_mail; /* mailbox; NULL: the sender's */
};

#define GATEWAY_HEADERS_MAX 16

/* One gateway as configured. NULL or 0 where a member says so. */
struct gateway_settings {
    const char *name; /* for logs and the database: "sms", "outbox" */
    const char *kind; /* the notifier's name: "http" */
    enum channel channel;
    const char *url;     /* template for http; a folder's path for outbox */
    const char *user;    /* or NULL */
    const char *secret;  /* or NULL; never logged */
    const char *sender;  /* a mailbox "Name <a@b>", or an SMS sender */
    const char *ca_file; /* or NULL */
    enum exchange_tls tls;
    int timeout_s;      /* 0: GATEWAY_TIMEOUT_S */
    int64_t cost_micro; /* of a part or mail, in 1/1000000 of the currency */

    /* http only: how to ask. */
    const char *method;                                  /* NULL: POST */
    struct exchange_header headers[GATEWAY_HEADERS_MAX]; /* templates */
    size_t header_count;
    const char *body; /* template, or NULL */

    /* http only: how to read the answer. */
    const char *accepted;      /* statuses "200-299,302"; NULL: 200-299 */
    const char *refused;       /* statuses that end this message; or NULL */
    const char *retry;         /* statuses that took nothing; or NULL */
    const char *config;        /* statuses that stop the gateway; or NULL */
    const char *accepted_text; /* patterns in the answer's body; or NULL */
    const char *refused_text;
    const char *retry_text;
    const char *config_text;
    const char *id;  /* JSON pointer to the gateway's id, or NULL */
    bool repeatable; /* it ignores a {{key}} it has seen */

    /* What vendors know; notifier->takes says which. NULL when not set. */
    const char *account;  /* whose messages they are, where not `user` */
    const char *region;   /* "eu", "eu-west-1" */
    const char *service;  /* a plan, an SMS service, a sending domain */
    const char *profile;  /* a pool of senders, a configuration set */
    const char *via;      /* "sms", "whatsapp" */
    const char *content;  /* an approved template */
    const char *consumer; /* a second secret; never logged */
    const char *signing;  /* what its requests to us are signed with, where
                             not `secret`: a secret or a public key */
    const char *signing_before;   /* the one before, while it is changed */
    const char *const *arguments; /* command only: NULL after the last */

    /* Where receipts and replies go: NULL where nobody listens. */
    const char *hook_url;    /* "https://rdv.example.org/hook/sms" */
    const char *hook_secret; /* tokens are made with it; never logged */
    const char *hook_secret_before;

    /* smtp only: where bounces come back to (return_path.h). */
    const char *return_path;   /* mailbox; NULL: the sender's */
    const char *return_secret; /* tokens are made with it; never logged */
};

#define GATEWAY_TIMEOUT_S 30

/* Settings as notifier->needs and notifier->takes name them. */
enum gateway_setting {
    GATEWAY_USER = 1 << 0,
    GATEWAY_SECRET = 1 << 1,
    GATEWAY_SENDER = 1 << 2,
    GATEWAY_URL = 1 << 3,
    GATEWAY_ACCOUNT = 1 << 4,
    GATEWAY_REGION = 1 << 5,
    GATEWAY_SERVICE = 1 << 6,
    GATEWAY_PROFILE = 1 << 7,
    GATEWAY_VIA = 1 << 8,
    GATEWAY_CONTENT = 1 << 9,
    GATEWAY_CONSUMER = 1 << 10,
    GATEWAY_SIGNING = 1 << 11,
    GATEWAY_ARGUMENTS = 1 << 12,
};

/* A message whose fate is not known, to be asked for. */
struct question {
    const char *key;          /* its own, message->key */
    const char *to;           /* where it went */
    const char *text;         /* what it said */
    struct instant attempted; /* when it was sent */
};

struct notifier {
    const char *name; /* as in the configuration file: "http" */
    bool speaks[CHANNEL_COUNT];
    bool repeatable;   /* sending a key twice never delivers twice */
    unsigned needs;    /* settings it cannot do without */
    unsigned takes;    /* others it reads, from GATEWAY_ACCOUNT on */
    bool needs_token;  /* its signature does not vouch for what it says */
    const char *where; /* its usual URL, when there is one for all; or NULL */

    /* Whether these settings make sense: ERROR_USAGE names the setting. */
    bool (*validate)(const struct gateway_settings *settings,
                     struct error *err);

    /*
     * Writes the request that would send `message`. Fails with ERROR_INPUT
     * only: this message cannot be said in this gateway's language.
     */
    bool (*compose)(const struct gateway_settings *settings,
                    const struct message *message, struct arena *arena,
                    struct exchange_request *out, struct error *err);

    /* Judges a reply. Total: every reply has an outcome and a detail. */
    void (*classify)(const struct gateway_settings *settings,
                     const struct exchange_reply *reply, struct arena *arena,
                     struct delivery *out);

    /*
     * Writes the request that asks whether the gateway has a message; NULL
     * where it cannot be asked. As compose().
     */
    bool (*ask)(const struct gateway_settings *settings,
                const struct question *question, struct arena *arena,
                struct exchange_request *out, struct error *err);

    /*
     * Reads the reply to it; FOUND fills `reference` with the gateway's id,
     * or NULL. Never NULL where ask() is not. Total.
     */
    enum delivery_answer (*answer)(const struct gateway_settings *settings,
                                   const struct question *question,
                                   const struct exchange_reply *reply,
                                   struct arena *arena, const char **reference);

    /*
     * Whether the gateway signed a request to us, with one of the secrets and
     * within the window: nothing of an unsigned one is to be believed. NULL
     * where a gateway signs nothing: then webhook_key() must know the URL.
     */
    bool (*verify)(const struct gateway_settings *settings,
                   const struct webhook_request *request,
                   const struct webhook_trust *trust);

    /* What it says about messages; NULL where it never does. Total. */
    void (*receipt)(const struct gateway_settings *settings,
                    const struct webhook_request *request, struct arena *arena,
                    struct receipt_list *out);

    /* What people answered; NULL where nobody can. Total. */
    void (*inbound)(const struct gateway_settings *settings,
                    const struct webhook_request *request, struct arena *arena,
                    struct inbound_list *out);
};

/* NULL when no gateway has that name. */
const struct notifier *notifier_find(const char *name);

/* All of them, from 0; NULL after the last. */
const struct notifier *notifier_at(size_t index);

/* "smtp, http, outbox": for complaints. */
char *notifier_names(struct arena *arena) NEVER_NULL;

/* Whether a message of unknown fate may be sent again under its key. */
bool notifier_is_repeatable(const struct notifier *notifier,
                            const struct gateway_settings *settings);

/*
 * What all gateways check: the kind exists, speaks the channel, and has a URL
 * and a sane timeout; then the notifier's own. ERROR_USAGE names the setting.
 */
MUST_USE bool gateway_validate(const struct gateway_settings *settings,
                               struct error *err);

/* Where its requests go: as configured, else its usual URL; or NULL. */
const char *gateway_url(const struct gateway_settings *settings);

/*
 * What a request to us is checked with: the keys for signing, else the
 * gateway's secret.
 */
void gateway_trust(const struct gateway_settings *settings, struct instant now,
                   struct webhook_trust *out);

/*
 * Whether a request may be believed: signed, where the gateway signs, and
 * with a token of ours in its URL where it does not, or signs too little.
 */
bool gateway_believes(const struct gateway_settings *settings,
                      const struct webhook_request *request,
                      const struct webhook_trust *trust);

#endif
