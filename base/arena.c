#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Where the address sanitizer watches, what was not asked for is out of
 * bounds, and a gap lies behind each piece.
 */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_WATCHED 1
#endif
#endif
#ifdef ARENA_IS_WATCHED
#include <sanitizer/asan_interface.h>
#define ARENA_GAP_BYTES 16
#else
#define ARENA_GAP_BYTES                       0
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

/* Small enough that an idle arena costs nothing, large enough to be rare. */
#define ARENA_BLOCK_BYTES 4096

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

static struct arena_block *block_new(struct arena *arena, size_t need)
{
    size_t size = need > ARENA_BLOCK_BYTES ? need : ARENA_BLOCK_BYTES;
    struct arena_block *block = malloc(sizeof(*block) + size);

    if (block == NULL)
        abort();
    *block = (struct arena_block){.size = size};
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
    /* A large block goes behind the current one, whose rest stays usable. */
    if (need > ARENA_BLOCK_BYTES && arena->blocks != NULL) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct arena_block *block = arena->blocks;
    size_t room;
    void *at;

    if (size > SIZE_MAX / 2)
        abort();
    room = (size + align - 1) / align * align + ARENA_GAP_BYTES;
    if (block == NULL || block->size - block->used < room)
        block = block_new(arena, room);
    at = block->bytes + block->used;
    block->used += room;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    memset(at, 0, size);
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        abort();
    return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, const void *old, size_t old_size,
                 size_t size)
{
    void *fresh = arena_alloc(arena, size);

    assert(old_size <= size);
    if (old != NULL && old_size != 0)
        memcpy(fresh, old, old_size);
    return fresh;
}

void *arena_more(struct arena *arena, void *items, size_t count, size_t *room,
                 size_t size)
{
    if (items != NULL && count < *room)
        return items;
    *room = *room == 0 ? 8 : *room * 2;
    return arena_grow(arena, items, count * size, *room * size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (len != 0)
        memcpy(copy, text, len);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    int len;
    char *text;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        abort();
    text = arena_alloc(arena, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
    arena->blocks = NULL;
}

void arena_clear(struct arena *arena)
{
    struct arena_block *first = arena->blocks;
    struct arena rest;

    if (first == NULL || first->size > ARENA_BLOCK_BYTES) {
        arena_free(arena);
        return;
    }
    rest.blocks = first->next;
    arena_free(&rest);
    first->next = NULL;
    first->used = 0;
    ASAN_POISON_MEMORY_REGION(first->bytes, first->size);
}
