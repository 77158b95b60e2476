#include "notifiers/wording_cache.h"

void wording_cache_init(struct wording_cache *cache)
{
    *cache = (struct wording_cache){
        .formats = locale_formats_create(),
        .templates = template_cache_create(),
    };
}

void wording_cache_finish(struct wording_cache *cache)
{
    locale_formats_destroy(cache->formats);
    template_cache_destroy(cache->templates);
    *cache = (struct wording_cache){0};
}
