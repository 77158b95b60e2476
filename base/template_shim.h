/*
 * template_shim.h - the C face of kainjow's mustache, for template.c alone
 */
#ifndef BASE_TEMPLATE_SHIM_H
#define BASE_TEMPLATE_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Parsed templates. */
struct template_shim_cache;

struct template_call {
    const char *source;
    struct template_shim_cache *cache; /* or NULL */
    const char *(*get)(void *context, const char *name);
    /* As in struct template_view; NULL where there are no lists. */
    size_t (*count)(void *context, const char *name);
    void (*enter)(void *context, size_t index);
    void (*leave)(void *context);
    void *context;
    /* Appends `len` bytes escaped to the caller's buffer for one value. */
    void (*escape)(void *sink, const char *text, size_t len);
    /* Appends finished output. */
    void (*put)(void *sink, const char *text, size_t len);
    /* The escaped form of the value last given to `escape`. */
    const char *(*escaped)(void *sink);
    void *sink;
};

/* NULL when there is no memory. */
struct template_shim_cache *template_shim_cache_create(void);
void template_shim_cache_destroy(struct template_shim_cache *cache);

/* False: `problem` (of `size` bytes) says why. */
bool template_shim_render(const struct template_call *call, char *problem,
                          size_t size);

#ifdef __cplusplus
}
#endif

#endif
