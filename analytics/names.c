#include "analytics/names.h"

#include "base/str.h"

/* Open addressing stays short while at most half of it is used. */
#define BUCKETS_FIRST 64

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash_of(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (const char *at = name; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return hash;
}

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){
        .arena = arena,
        .buckets = arena_new_array(arena, BUCKETS_FIRST, size_t),
        .bucket_count = BUCKETS_FIRST,
    };
}

/* The bucket that holds `name`, or the empty one where it belongs. */
static size_t *bucket_of(const struct names *names, const char *name)
{
    size_t at = (size_t)(hash_of(name) % names->bucket_count);

    while (names->buckets[at] != 0 &&
           strcmp(names->items[names->buckets[at] - 1], name) != 0)
        at = (at + 1) % names->bucket_count;
    return &names->buckets[at];
}

static void widen(struct names *names)
{
    names->bucket_count *= 2;
    names->buckets = arena_new_array(names->arena, names->bucket_count, size_t);
    for (size_t i = 0; i < names->count; i++)
        *bucket_of(names, names->items[i]) = i + 1;
}

size_t names_number(struct names *names, const char *name)
{
    const char *text = str_or_empty(name);
    size_t *bucket = bucket_of(names, text);

    if (*bucket != 0)
        return *bucket - 1;
    if ((names->count + 1) * 2 > names->bucket_count) {
        widen(names);
        bucket = bucket_of(names, text);
    }
    arena_reserve(names->arena, names->items, names->count, names->room,
                  const char *);
    names->items[names->count++] = arena_strdup(names->arena, text);
    *bucket = names->count;
    return names->count - 1;
}
