/*
 * world.h - what a story happens in: an office, its engine, its clock
 */
#ifndef TESTS_SCENARIOS_WORLD_H
#define TESTS_SCENARIOS_WORLD_H

#include "tests/scenarios/story.h"

/* Makes the folder, kept.yaml, the database (`kept init`), the engine. */
void world_begin(struct story *story);

/* Ends it and removes the folder. */
void world_end(struct story *story);

/* Lets the engine pass until nothing is due and nothing is in flight. */
void world_settle(struct story *story);

/*
 * Moves the clock to `until`, and stops at each instant the engine asked to
 * be woken at; where nothing runs, the clock just moves.
 */
void world_go_to(struct story *story, struct instant until);

/* The gentle way: what is in flight is cut off and recorded. */
void world_stop(struct story *story);
void world_start(struct story *story);

/*
 * The files as they are at this moment become those of the next life, and
 * nothing runs; what the dying engine still writes goes into its old ones.
 */
void world_crash(struct story *story);

/* Reads kept.yaml again, as SIGHUP does. */
void world_reload(struct story *story);

/*
 * Runs `kept` with these words, NULL after the last, as the daemon would, and
 * lets the engine come to rest. Status and output are in the story.
 */
void world_command(struct story *story, const char *const *words);

/* A connection that only reads; db_close() it. */
struct db *world_reader(const struct story *story);

/* Runs `work` as a transaction of the store; it must work. */
void world_write(struct story *story, store_work *work, void *context);

#endif
