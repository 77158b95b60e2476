/*
 * story.h - one story being told: its text, its office, its engine
 *
 * The office is a real database in a folder of its own, the engine the real
 * one (app/engine.h); only the clock and the carrier are played. What a
 * story's line does returns when the engine has come to rest. A mistake, in
 * the story or in the program, ends the runner through story_fail().
 */
#ifndef TESTS_SCENARIOS_STORY_H
#define TESTS_SCENARIOS_STORY_H

#include <limits.h>

#include <jansson.h>

#include "app/engine.h"
#include "tests/scenarios/script.h"
#include "tests/scenarios/words.h"

struct story {
    struct arena arena; /* as long as the story */

    /* The text. */
    const char *file;
    char **lines;
    size_t line_count;
    size_t line; /* the one being carried out, from 1 */
    struct words words;

    /* The world. */
    char folder[PATH_MAX / 2]; /* the story's own */
    char db_path[PATH_MAX];
    int life;         /* raised by each crash: a folder each */
    struct zone zone; /* in which the story reads and shows times */
    struct instant now;
    bool has_begun;
    struct script script;
    struct engine engine;
    bool is_running;
    size_t passes; /* so far */

    /* What the last command said. */
    int status;
    char *output;
    json_t *report;
};

/* Prints file, line and what went wrong, and ends the program. */
__attribute__((noreturn)) void story_fail(const struct story *story,
                                          const char *format, ...) PRINTF(2, 3);

/* The error of something that had to work. */
__attribute__((noreturn)) void story_broke(const struct story *story,
                                           const char *what,
                                           const struct error *err);

/* The lines up to `end`, without the first one's indentation. The arena's. */
char *story_block(struct story *story);

/* Writes a file into the story's folder. */
void story_write_file(const struct story *story, const char *name,
                      const char *text);

#endif
