/*
 * output.h - one answer in several formats, on the screen or in files
 *
 * The commands' `--format LIST` and `-o FILE`: one format goes to the file
 * named, several take it as a stem, and without it one goes to the screen.
 */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "app/call.h"

#define OUTPUT_FORMATS_MAX 8

struct output_format {
    const char *name;   /* "html" */
    const char *ending; /* ".html" */
    bool is_for_files;  /* never on a screen */
};

struct output {
    const struct output_format *formats; /* the first is for people */
    size_t count;
    /* Writes the answer in formats[format]. */
    bool (*write)(void *context, size_t format, FILE *to, struct error *err);
    void *context;
};

/* Which of the formats are wanted. */
struct output_choice {
    bool is_wanted[OUTPUT_FORMATS_MAX];
    size_t count;
};

/*
 * Reads the options; --json alone wants the format of that name. ERROR_USAGE
 * for a name that is none of them, and where a file must be named and is not.
 */
MUST_USE bool output_choose(const struct call *call,
                            const struct output *output,
                            struct output_choice *out, struct error *err);

/* Writes all that was chosen. */
MUST_USE bool output_write(struct call *call, const struct output *output,
                           const struct output_choice *choice,
                           struct error *err);

#endif
