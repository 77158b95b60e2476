/*
 * arena.h - memory that lives as long as one job
 *
 * Allocate freely, release once. An arena is zero-initialised:
 * `struct arena arena = {0};`. It may be moved by assignment, after which the
 * old copy must not be used. Running out of memory aborts the program; the
 * supervisor restarts it and leases do the rest.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
};

/* `size` zeroed bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size) NEVER_NULL;

/* An array of `count` zeroed items; aborts when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size) NEVER_NULL;

/* `size` bytes copied from `old` (`old_size` of them) into fresh room. */
void *arena_grow(struct arena *arena, const void *old, size_t old_size,
                 size_t size) NEVER_NULL;

/* A NUL-terminated copy. `text` may be NULL: then NULL. */
char *arena_strdup(struct arena *arena, const char *text);

/* A NUL-terminated copy of `len` bytes. */
char *arena_strndup(struct arena *arena, const char *text,
                    size_t len) NEVER_NULL;

/* A formatted string. */
char *arena_printf(struct arena *arena, const char *format, ...) NEVER_NULL
    PRINTF(2, 3);

/* Releases everything; the arena may be used again. */
void arena_free(struct arena *arena);

/* The same, but one small block is kept: for the next round of a loop. */
void arena_clear(struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_new_array(arena, count, type) \
    ((type *)arena_array((arena), (count), sizeof(type)))

/*
 * `items` with room for one more of `size` bytes each, moved when it was full;
 * `room` is how many fit. For arena_reserve().
 */
void *arena_more(struct arena *arena, void *items, size_t count, size_t *room,
                 size_t size) NEVER_NULL;

/*
 * Makes room for one more item in a growing array of `type` that lives in
 * `arena`: pointer `items`, used `count`, room `room` (from 0). Doubles.
 */
#define arena_reserve(arena, items, count, room, type) \
    ((items) =                                         \
         (type *)arena_more((arena), (items), (count), &(room), sizeof(type)))

#endif
