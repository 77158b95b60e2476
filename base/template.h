/*
 * template.h - Mustache texts with named values
 *
 * {{name}} inserts a value, escaped for where it goes; {{#name}}…{{/name}}
 * is shown when the value is not empty, {{^name}}…{{/name}} when it is. A
 * section of a list is shown once for each of its entries. An unknown name is an error, never an empty place. Values are inserted once:
 * braces in a customer's name stay braces. Raw insertion, partials and
 * changed delimiters are refused. By kainjow's mustache (template_shim.cc).
 */
#ifndef BASE_TEMPLATE_H
#define BASE_TEMPLATE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/escape.h"

/* The value called `name`; NULL when there is no such name. */
typedef const char *template_get(void *context, const char *name);

/* Parsed texts: whoever renders a few of them often keeps one. For one thread
 * at a time; the caller destroys it, NULL is fine. */
struct template_cache;
struct template_cache *template_cache_create(void) NEVER_NULL;
void template_cache_destroy(struct template_cache *cache);

/* What a text may show, where there is more than single values. */
struct template_view {
    template_get *get;
    /* Entries of the list called `name`; 0 when it is no list, for which
     * `get` has a value, too. */
    size_t (*count)(void *context, const char *name);
    /* The section of a list begins with entry `index`, and ends. While inside,
     * `get` speaks of that entry. Never one inside another. */
    void (*enter)(void *context, size_t index);
    void (*leave)(void *context);
    void *context;
    struct template_cache *cache; /* or NULL: the text is parsed anew */
};

/*
 * Appends the rendered template to `out`. ERROR_USAGE names the unknown value
 * or the place of a mistake.
 */
MUST_USE bool template_render(const char *source, template_get *get,
                              void *context, escape_function *escape,
                              struct buf *out, struct error *err);

/* The same, with lists. */
MUST_USE bool template_render_view(const char *source,
                                   const struct template_view *view,
                                   escape_function *escape, struct buf *out,
                                   struct error *err);

#endif
