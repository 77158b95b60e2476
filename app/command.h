/*
 * command.h - what a command is: its words, options, and what it does
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/call.h"

enum command_kind {
    COMMAND_READS,  /* a read-only connection will do */
    COMMAND_WRITES, /* handed to the daemon while one runs */
    COMMAND_ALONE,  /* no database, or its very own way with it */
};

struct option_spec {
    const char *name;  /* "feed" for --feed */
    const char *value; /* "NAME"; NULL for a flag */
    const char *help;
};

/* The one option with a letter: -o, wherever a command has it. */
#define OPTION_OUTPUT "output"

struct command {
    const char *name;
    enum command_kind kind;
    const char *words; /* "SOURCE", "[DATE]": for the usage line */
    size_t words_min;
    size_t words_max;                  /* at most CALL_WORDS_MAX */
    const char *help;                  /* one sentence */
    const char *example;               /* a whole line */
    const struct option_spec *options; /* ends in a NULL name; or NULL */
    bool is_hidden;
    bool is_exact; /* prints a file: its output is not made fit for a screen */
    int (*run)(struct call *call);
};

/* NULL when there is none. */
const struct command *command_find(const char *name);

/* All of them, from 0; NULL after the last. */
const struct command *command_at(size_t index);

/*
 * Reads a command line into `call` (whose streams and folder are set). False:
 * all was said, `status` is the exit status (help, version, wrong usage).
 */
bool command_line_read(int argc, char **argv, struct call *call, int *status);

/* The shell's completion script for bash. */
extern const struct command command_alarm, command_backup, command_bounces,
    command_callsheet, command_completion, command_consent, command_day,
    command_doctor, command_expand, command_feed, command_gateway,
    command_import, command_init, command_live, command_mark, command_office,
    command_plan, command_read_calendar, command_report, command_restore,
    command_review, command_send, command_serve, command_text, command_why;

#endif
