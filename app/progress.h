/*
 * progress.h - a sign of life while something takes long
 *
 * One line on standard error, "chair-1: reading … 120,000 of 275,111", from two
 * seconds on: written over itself on a terminal, else a new one now and then.
 * Nobody watches a daemon: what it does, or was handed, makes no progress.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/call.h"

/* "chair-1", an address without its secrets; longer ones are cut. */
#define PROGRESS_WHAT_MAX 60

struct progress {
    bool is_silent;
    bool is_terminal;
    bool is_shown; /* there is a line to be wiped away */
    char what[PROGRESS_WHAT_MAX * 4 + 1];
    int64_t next_ms; /* no line before */
};

/* Begins to wait; `what` (a feed's name, say) is copied. */
void progress_start(struct progress *progress, const struct call *call,
                    const char *what);

/*
 * Tells how far it is: `doing` is a word like "reading", `total` is 0 when it
 * is not known yet. Cheap enough for each visit of a feed. NULL is accepted:
 * nobody wants to know.
 */
void progress_step(struct progress *progress, const char *doing, size_t done,
                   size_t total);

/* Wipes the line off a terminal; what comes next starts a line of its own. */
void progress_end(struct progress *progress);

#endif
