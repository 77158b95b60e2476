/*
 * names.h - each distinct name once, as a small number
 *
 * Services, providers and zones repeat in every row; their numbers make rows
 * small and comparisons cheap. Everything lives in the arena.
 */
#ifndef ANALYTICS_NAMES_H
#define ANALYTICS_NAMES_H

#include "base/arena.h"

struct names {
    struct arena *arena;
    const char **items; /* in order of first appearance */
    size_t count;
    size_t room;
    size_t *buckets; /* number + 1; 0 is empty */
    size_t bucket_count;
};

void names_init(struct names *names, struct arena *arena);

/* The number of `name` (NULL is ""), given when it has none yet. */
size_t names_number(struct names *names, const char *name);

#endif
