#include <stdlib.h>

#include "base/pattern.h"
#include "importers/extraction.h"

static bool compile(const char *source, const char *kind, const char *name,
                    struct pattern **out, struct error *err)
{
    *out = NULL;
    if (str_is_empty(source))
        return true;
    return pattern_create(source, out, err) ||
           error_wrap(err, "%s '%.60s'", kind, name);
}

static struct named_pattern *patterns_of(size_t count)
{
    struct named_pattern *patterns = calloc(count + 1, sizeof(*patterns));

    if (patterns == NULL)
        abort();
    return patterns;
}

static bool compile_mapping(struct extractor *extractor,
                            const struct feed *feed, struct error *err)
{
    for (size_t i = 0; i < feed->pattern_count; i++) {
        const char *pattern = feed->patterns[i].pattern;

        if (!mapping_check(pattern, err))
            return error_wrap(err, "feed '%.60s': pattern %zu", feed->name,
                              i + 1);
        if (!compile(pattern, "feed", feed->name, &extractor->mapping[i], err))
            return false;
    }
    return compile(feed->ignore, "feed", feed->name, &extractor->ignore, err) &&
           compile(feed->match, "feed", feed->name, &extractor->match, err);
}

static bool compile_all(struct extractor *extractor, struct error *err)
{
    const struct office *office = extractor->office;
    const struct feed *feed = extractor->feed;

    for (size_t i = 0; i < office->service_count; i++) {
        const struct service *service = &office->services[i];

        extractor->services[i].name = service->name;
        if (!compile(service->match, "service", service->name,
                     &extractor->services[i].pattern, err))
            return false;
    }
    for (size_t i = 0; i < office->provider_count; i++) {
        const struct provider *provider = &office->providers[i];

        extractor->providers[i].name = provider->name;
        if (!compile(provider->match, "provider", provider->name,
                     &extractor->providers[i].pattern, err))
            return false;
    }
    return feed == NULL || compile_mapping(extractor, feed, err);
}

bool extractor_create(const struct office *office, const struct feed *feed,
                      struct extractor **out, struct error *err)
{
    struct extractor *extractor = calloc(1, sizeof(*extractor));

    if (extractor == NULL)
        abort();
    *extractor = (struct extractor){
        .office = office,
        .feed = feed,
        .services = patterns_of(office->service_count),
        .providers = patterns_of(office->provider_count),
        .mapping = calloc(feed == NULL ? 1 : feed->pattern_count + 1,
                          sizeof(struct pattern *)),
        .labels = label_index_create(),
        .phones = phone_reader_create(str_or_empty(office->country)),
    };
    if (extractor->mapping == NULL)
        abort();
    if (office->phone != NULL)
        (void)phone_reader_read(extractor->phones, office->phone,
                                extractor->own_phone);
    if (!compile_all(extractor, err)) {
        extractor_destroy(extractor);
        return false;
    }
    *out = extractor;
    return true;
}

void extractor_destroy(struct extractor *extractor)
{
    if (extractor == NULL)
        return;
    for (size_t i = 0; i < extractor->office->service_count; i++)
        pattern_destroy(extractor->services[i].pattern);
    for (size_t i = 0; i < extractor->office->provider_count; i++)
        pattern_destroy(extractor->providers[i].pattern);
    for (size_t i = 0;
         extractor->feed != NULL && i < extractor->feed->pattern_count; i++)
        pattern_destroy(extractor->mapping[i]);
    free(extractor->mapping);
    pattern_destroy(extractor->match);
    pattern_destroy(extractor->ignore);
    free(extractor->services);
    free(extractor->providers);
    label_index_destroy(extractor->labels);
    phone_reader_destroy(extractor->phones);
    free(extractor);
}
