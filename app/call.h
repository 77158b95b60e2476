/*
 * call.h - one command being carried out
 *
 * The same code serves the command line and the running daemon, which has
 * commands handed to it (handover.h): a call knows where its words come from,
 * where its output goes, which clock it has and how it reaches the database.
 * Calls are synchronous and run on the main thread or on a worker, never on
 * the loop's.
 */
#ifndef APP_CALL_H
#define APP_CALL_H

#include <stdio.h>

#include <jansson.h>

#include "app/config.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "domain/office.h"
#include "store/store.h"

struct command;
struct daemon;

/* The contract of product.md. */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,       /* nothing was changed */
    EXIT_USAGE = 2,        /* usage, configuration or office file */
    EXIT_NEEDS_PERSON = 3, /* done, but somebody should look */
};

#define CALL_OPTIONS_MAX 16
#define CALL_WORDS_MAX   100 /* answers given at once */

struct call {
    const struct command *command;
    struct arena *arena;
    FILE *out;
    FILE *err;
    const char *folder; /* where relative paths start */

    /* Global options, settled. */
    const char *db_path;
    const char *config_path; /* NULL: none was found or named */
    bool config_named;
    struct clock clock;
    bool has_at;
    bool json;

    /* The command's own, in the order of its table. */
    const char *options[CALL_OPTIONS_MAX]; /* NULL: not given */
    const char *words[CALL_WORDS_MAX];     /* NULL after the last */
    size_t word_count;

    /* Standard input: the daemon was given it, else it is read from fd 0. */
    bool input_given;
    struct str input;

    struct store *store;   /* the daemon's, or opened on first use */
    struct db *reader;     /* opened on first use */
    struct daemon *daemon; /* NULL on the command line */
};

/* A zeroed call: output to nowhere, the system's clock. */
void call_init(struct call *call, struct arena *arena);

/* Closes what the call opened. */
void call_finish(struct call *call);

/* The value of an option ("--feed"'s is "feed"); NULL when not given. */
const char *call_option(const struct call *call, const char *name);

static inline bool call_flag(const struct call *call, const char *name)
{
    return call_option(call, name) != NULL;
}

/*
 * An option that is a date; untouched when it was not given, which `given`
 * says. ERROR_USAGE.
 */
MUST_USE bool call_date(const struct call *call, const char *name,
                        struct civil_date *out, bool *given, struct error *err);

/* "today", "tomorrow", "yesterday" or a date, in a zone. ERROR_USAGE. */
MUST_USE bool call_day_word(const struct call *call, const char *word,
                            const struct zone *zone, struct civil_date *out,
                            struct error *err);

/* The start of that day in a zone; untouched when it was not given. */
MUST_USE bool call_day_start(const struct call *call, const char *name,
                             const struct zone *zone, struct instant *out,
                             struct error *err);

static inline struct instant call_now(const struct call *call)
{
    return clock_now(&call->clock);
}

/* Prints "kept: …" and gives the exit status of the error's kind. */
int call_fail(const struct call *call, const struct error *err);

/* Prints one JSON object and frees it. */
void call_print_json(const struct call *call, json_t *object);
void call_write_json(json_t *object, FILE *to);

/* A file of the caller's to be written anew; NULL: why not is in `err`. */
FILE *call_create_file(const struct call *call, const char *path,
                       struct error *err);

/* Closes it; false when not all of it could be written. */
MUST_USE bool call_close_file(FILE *file, const char *path, struct error *err);

/* A path as the caller meant it, wherever we run. */
const char *call_path(const struct call *call, const char *path) NEVER_NULL;

/* A file's bytes, or standard input for "-". ERROR_MISSING, ERROR_INPUT. */
MUST_USE bool call_read_file(struct call *call, const char *path,
                             size_t bytes_max, struct str *out,
                             struct error *err);

/* A connection that only reads; the call owns it. */
MUST_USE bool call_reader(struct call *call, struct db **out,
                          struct error *err);

/* The store, opened on first use; the call or the daemon owns it. */
MUST_USE bool call_store(struct call *call, struct error *err);

/* Runs `work` as one write transaction. */
MUST_USE bool call_write(struct call *call, store_work *work, void *context,
                         struct error *err);

/* The configuration of this process, read on every call. */
MUST_USE bool call_config(struct call *call, struct config *out,
                          struct error *err);

/* Where messages go that must not leave: a folder beside the database. */
const char *outbox_folder(const char *db_path, struct arena *arena) NEVER_NULL;

/* The office as the database has it. */
MUST_USE bool call_office(struct call *call, struct office *out,
                          struct error *err);

/* The office in `db`. Everything belongs to `arena`. */
MUST_USE bool office_of(struct db *db, struct arena *arena, struct office *out,
                        struct error *err);

#endif
