/*
 * fuzz_feed_mapping.c - an operator's pattern on a stranger's text: any of
 * both, as pattern, title, description and place, which NUL bytes divide
 *
 * No pattern that is accepted may hang, and what it captures is clean text.
 */
#include <assert.h>
#include <string.h>

#include "importers/extract.h"
#include "importers/feed_mapping.h"
#include "tests/fuzz/fuzz_texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_with(const char *pattern, struct str rest, struct arena *arena)
{
    const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, pattern},
        {FEED_DESCRIPTION, pattern},
        {FEED_LOCATION, pattern},
    };
    const struct feed feed = {
        .name = "f",
        .match = pattern,
        .patterns = patterns,
        .pattern_count = ARRAY_LEN(patterns),
    };
    const struct office office = {.country = "FR",
                                  .currency = "EUR",
                                  .zone = zone_utc()};
    const struct extract_source source = {0};
    struct ical_event event = {.uid = "u", .sequence = -1};
    struct extractor *extractor;
    struct extracted got;
    struct error err;

    event.summary = next_text(&rest, arena);
    event.description = next_text(&rest, arena);
    event.location = next_text(&rest, arena);
    if (!extractor_create(&office, &feed, &extractor, &err))
        assert(false);
    extract_event(extractor, &source, &event, arena, &got);
    check_text(got.booking.customer_name);
    check_text(got.booking.customer_external);
    check_text(got.booking.service);
    check_text(got.booking.provider);
    check_text(got.booking.location);
    check_text(got.booking.notes);
    extractor_destroy(extractor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct arena arena = {0};
    const char *pattern = next_text(&rest, &arena);
    struct error err;

    if (pattern != NULL && mapping_check(pattern, &err))
        read_with(pattern, rest, &arena);
    arena_free(&arena);
    return 0;
}
