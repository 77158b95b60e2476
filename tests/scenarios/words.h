/*
 * words.h - a line of a story taken apart
 *
 * Words are parted by blanks; "two words" or 'two words' are one. Whoever wants
 * a word that is not there fails the story.
 */
#ifndef TESTS_SCENARIOS_WORDS_H
#define TESTS_SCENARIOS_WORDS_H

#include "base/base.h"
#include "base/instant.h"
#include "domain/channel.h"

struct story;

#define WORDS_MAX 32

struct words {
    size_t count;
    size_t next;
    char *at[WORDS_MAX];
    char text[2048]; /* theirs */
};

/* False when a quote is left open or there is too much on the line. */
bool words_split(const char *line, struct words *out);

/* The next word; `what` names it for whoever left it out. */
char *words_take(struct story *story, const char *what) NEVER_NULL;

/* Takes the next word if it is `word`. */
bool words_take_if(struct story *story, const char *word);

/* Nothing may follow. */
void words_end(struct story *story);

/* "sms" or "mail". */
enum channel words_channel(struct story *story);

/* "2026-03-02 09:00" in the story's zone. */
struct instant words_instant(struct story *story);

/* "1h", "3d". */
struct span words_span(struct story *story);

/* A number of at least 0. */
int64_t words_number(struct story *story);

/* An instant as words_instant() reads it. */
#define WALL_TEXT_MAX 32
char *wall_text(const struct story *story, struct instant at,
                char out[WALL_TEXT_MAX]) NEVER_NULL;

#endif
