#include "base/template.h"

#include <stdlib.h>

#include "base/template_shim.h"

#define TEMPLATE_BYTES_MAX (64 * 1024) /* a mail is a few thousand */

struct template_cache {
    struct template_shim_cache *shim;
};

struct sink {
    struct buf *out;
    struct buf escaped;
    escape_function *escape;
};

static void sink_escape(void *context, const char *text, size_t len)
{
    struct sink *sink = context;

    buf_clear(&sink->escaped);
    sink->escape((struct str){.at = text, .len = len}, &sink->escaped);
}

static const char *sink_escaped(void *context)
{
    const struct sink *sink = context;

    return buf_text(&sink->escaped);
}

static void sink_put(void *context, const char *text, size_t len)
{
    const struct sink *sink = context;

    (void)buf_add(sink->out, text, len);
}

struct template_cache *template_cache_create(void)
{
    struct template_cache *cache = calloc(1, sizeof(*cache));

    if (cache == NULL)
        abort();
    cache->shim = template_shim_cache_create();
    if (cache->shim == NULL)
        abort();
    return cache;
}

void template_cache_destroy(struct template_cache *cache)
{
    if (cache != NULL)
        template_shim_cache_destroy(cache->shim);
    free(cache);
}

/* What a text may not do, whoever wrote it. */
static const char *forbidden(const char *source)
{
    static const char *const tags[] = {"{{{", "{{&", "{{=", "{{>", "{{*"};

    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (strstr(source, tags[i]) != NULL)
            return tags[i];
    }
    return NULL;
}

bool template_render_view(const char *source, const struct template_view *view,
                          escape_function *escape, struct buf *out,
                          struct error *err)
{
    char problem[200];
    struct sink sink = {.out = out, .escape = escape};
    struct template_call call = {
        .source = source,
        .cache = view->cache == NULL ? NULL : view->cache->shim,
        .get = view->get,
        .count = view->count,
        .enter = view->enter,
        .leave = view->leave,
        .context = view->context,
        .escape = sink_escape,
        .escaped = sink_escaped,
        .put = sink_put,
        .sink = &sink,
    };
    bool ok;

    if (strlen(source) > TEMPLATE_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "text longer than %d bytes",
                         TEMPLATE_BYTES_MAX);
    if (forbidden(source) != NULL)
        return error_set(err, ERROR_USAGE, "'%s' is not allowed in a text",
                         forbidden(source));
    if (strstr(source, "{{") == NULL)
        return buf_add_text(out, source) ||
               error_set(err, ERROR_USAGE, "text longer than %zu bytes",
                         out->max);
    buf_init(&sink.escaped, out->max);
    ok = template_shim_render(&call, problem, sizeof(problem));
    if (!ok)
        (void)error_set(err, ERROR_USAGE, "%s", problem);
    else if (out->full || sink.escaped.full)
        ok =
            error_set(err, ERROR_USAGE, "text longer than %zu bytes", out->max);
    buf_finish(&sink.escaped);
    return ok;
}

bool template_render(const char *source, template_get *get, void *context,
                     escape_function *escape, struct buf *out,
                     struct error *err)
{
    struct template_view view = {.get = get, .context = context};

    return template_render_view(source, &view, escape, out, err);
}
