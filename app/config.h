/*
 * config.h - kept.yaml: how this process runs
 *
 * Secrets lie in files of their own, named relative to the folder of
 * kept.yaml: one line, readable by their owner alone. All mistakes are
 * ERROR_USAGE with file, line, column, key and value. Everything belongs to
 * the arena.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "domain/channel.h"
#include "net/carrier_curl_imap.h"
#include "notifiers/notifier.h"
#include "scheduler/pace.h"

/* The one of product.md has 1 KiB. */
#define CONFIG_BYTES_MAX  (1024 * 1024)

/* A key, a password or a token; more is some other file. */
#define CONFIG_SECRET_MAX 4096

/*
 * Attempts under way at once where nothing is said. What a crash leaves in
 * doubt is no more. A gateway that answers within a tenth of a second then
 * takes some 160 messages a second; one that is told a higher pace gets a
 * window of a second's worth.
 */
#define CONFIG_WINDOW     16
#define CONFIG_WINDOW_TOP 100 /* of those that follow a pace, and the outbox */
#define CONFIG_WINDOW_MAX 1000

/* The mailbox that bounces come back to. */
struct config_bounces {
    struct imap_settings mailbox; /* its `url` is NULL when there is none */
    struct span refresh;          /* between two looks */
    bool keeps;                   /* what was dealt with stays there */
    const char *return_path;      /* "bounce@example.org", or NULL */
};

struct config {
    const char *listen_host; /* "127.0.0.1" */
    int listen_port;         /* 8080; 0: any */
    const char *public_url;  /* without a slash at its end; NULL: none */
    struct gateway_settings gateways[CHANNEL_COUNT];
    struct pace_rate paces[CHANNEL_COUNT]; /* theirs; a count of 0: no limit */
    int windows[CHANNEL_COUNT]; /* how many may be under way at once; 1.. */
    const char *owner_mail;     /* NULL: no reports, and no alarms by mail */
    /* A program that is run for each alarm (gateway `command`); its `url` is
     * NULL when there is none. */
    struct gateway_settings alarm_command;
    struct config_bounces bounces;
    int owner_report_day;    /* of the month, 1..28 */
    int owner_report_minute; /* of that day, 0..1439 */
};

/* Where relative things are. */
struct config_source {
    const char *file_name; /* for messages; its folder is that of secrets */
    const char *outbox;    /* folder of the outbox gateway, beside the db */
};

/* No file at all: both channels write to the outbox. */
void config_default(const struct config_source *source, struct arena *arena,
                    struct config *out);

/* Reads a document; opens the secret files it names. */
MUST_USE bool config_read(struct str yaml, const struct config_source *source,
                          struct arena *arena, struct config *out,
                          struct error *err);

/*
 * Reads a file. `is_named`: somebody asked for this very file, so that its
 * absence is ERROR_MISSING; else absence means the defaults.
 */
MUST_USE bool config_load(const struct config_source *source, bool is_named,
                          struct arena *arena, struct config *out,
                          struct error *err);

/* Whether a URL's host is localhost, in 127.0.0.0/8, or ::1. */
bool config_url_is_local(const char *url);

/*
 * Whether messages to this gateway stay on this machine: the outbox, or a
 * local URL (invariant 21).
 */
bool config_gateway_is_local(const struct gateway_settings *settings);

#endif
