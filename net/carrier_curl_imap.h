/*
 * carrier_curl_imap.h - a mailbox read over IMAP (RFC 3501), by libcurl
 *
 * Blocks: libcurl waits for the last word of a FETCH, and for the answer to
 * LOGOUT, without giving a loop back. So it is for commands and worker
 * threads, never for the loop's. One connection, used by one thread at a time.
 */
#ifndef NET_CARRIER_CURL_IMAP_H
#define NET_CARRIER_CURL_IMAP_H

#include "base/arena.h"
#include "base/error.h"
#include "net/exchange.h"

/* Mails listed in one go: a mailbox may have a year's. */
#define IMAP_LIST_MAX 10000

struct imap_settings {
    const char *url;    /* "imaps://host/INBOX"; what it names is the mailbox */
    const char *user;   /* or NULL */
    const char *secret; /* or NULL; never logged */
    const char *ca_file; /* trusted certificates; NULL: the system's */
    enum exchange_tls tls;
    int timeout_s;              /* of each question; positive */
    bool only_loopback;         /* a pretended clock */
    const atomic_bool *give_up; /* nobody waits any more; or NULL */
};

struct imap;

struct imap_mail {
    uint32_t uid;
    bool is_unseen;
};

struct imap_mails {
    uint32_t validity; /* of the UIDs: another one means other mails */
    struct imap_mail *items;
    size_t count;
};

enum imap_mark {
    IMAP_UNSEEN, /* as if nobody had read it */
    IMAP_DELETED,
};

/*
 * Nothing is asked yet. ERROR_USAGE: the URL is none that libcurl takes.
 */
MUST_USE bool imap_open(const struct imap_settings *settings, struct imap **out,
                        struct error *err);

/* Takes its leave; NULL is accepted. */
void imap_close(struct imap *imap);

/*
 * The mails whose UID is above `after`, in order, the first IMAP_LIST_MAX.
 * ERROR_TEMPORARY: not reachable, or it fell silent. ERROR_REFUSED: it does
 * not let us in, has no such mailbox, or its certificate is not trusted. No
 * text holds a secret. So for the others.
 */
MUST_USE bool imap_list(struct imap *imap, uint32_t after, struct arena *arena,
                        struct imap_mails *out, struct error *err);

/*
 * At most the first `bytes_max` of a mail, which is seen afterwards.
 * ERROR_MISSING: it is not there any more.
 */
MUST_USE bool imap_read(struct imap *imap, uint32_t uid, size_t bytes_max,
                        struct arena *arena, struct str *out,
                        struct error *err);

MUST_USE bool imap_mark(struct imap *imap, uint32_t uid, enum imap_mark mark,
                        struct error *err);

/*
 * Removes one that is marked deleted, and no other (RFC 4315). A server that
 * cannot do that keeps it, marked: no error.
 */
MUST_USE bool imap_expunge(struct imap *imap, uint32_t uid, struct error *err);

#endif
