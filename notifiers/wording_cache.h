/*
 * wording_cache.h - what writing a message need not find out twice
 *
 * Without it a message takes a millisecond, with it some ten microseconds: ICU
 * must otherwise be asked how a language writes its dates, and each text be
 * parsed. For one thread at a time; it may outlive a change of the office.
 */
#ifndef NOTIFIERS_WORDING_CACHE_H
#define NOTIFIERS_WORDING_CACHE_H

#include "base/locale_formats.h"
#include "base/template.h"

struct wording_cache {
    struct locale_formats *formats;
    struct template_cache *templates;
};

void wording_cache_init(struct wording_cache *cache);

/* Of a zeroed one: does nothing. */
void wording_cache_finish(struct wording_cache *cache);

#endif
