#include "base/pattern.h"
#include "importers/clean.h"
#include "importers/extract_plain.h"
#include "importers/extraction.h"

/* More named groups than fields with all their synonyms make no sense. */
#define GROUPS_MAX 32

static const char *text_of(const struct extraction *extraction,
                           enum feed_text text)
{
    switch (text) {
    case FEED_SUMMARY:
        return extraction->summary;
    case FEED_DESCRIPTION:
        return extraction->description;
    case FEED_LOCATION:
        return extract_plain(extraction->event->location, extraction->arena);
    }
    return "";
}

static void take(struct extraction *extraction, enum origin_field field,
                 const char *text)
{
    switch (field) {
    case FIELD_NAME:
        found_keep(&extraction->name, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_PHONE:
        extract_phone(extraction, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_MAIL:
        extract_mail(extraction, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_SERVICE:
        found_keep(&extraction->service, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_PROVIDER:
        found_keep(&extraction->provider, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_PRICE:
        extract_price(extraction, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_LOCATION:
        found_keep(&extraction->location, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_NOTES:
        found_keep(&extraction->notes, text, origin_by(ORIGIN_PATTERN));
        return;
    case FIELD_CUSTOMER:
        found_keep(&extraction->customer, text, origin_by(ORIGIN_PATTERN));
        return;
    }
}

static bool take_groups(struct extraction *extraction,
                        const struct pattern *pattern, const char *text)
{
    struct arena *arena = extraction->arena;
    const char *groups[GROUPS_MAX];
    enum origin_field field;

    if (pattern_group_count(pattern) > GROUPS_MAX ||
        !pattern_captures(pattern, str_of(text), arena, groups))
        return false;
    for (size_t i = 0; i < pattern_group_count(pattern); i++) {
        const char *value = clean_line(str_of(groups[i]), arena);

        if (value != NULL && mapping_field(pattern_group(pattern, i), &field))
            take(extraction, field, value);
    }
    return true;
}

/* Of each text the first pattern that matches wins. */
void extract_mapped(struct extraction *extraction)
{
    const struct extractor *extractor = extraction->extractor;
    const struct feed *feed = extractor->feed;
    bool is_read[FEED_TEXT_COUNT] = {false};

    for (size_t i = 0; feed != NULL && i < feed->pattern_count; i++) {
        enum feed_text which = feed->patterns[i].text;
        const char *text = is_read[which] ? "" : text_of(extraction, which);

        if (*text == '\0')
            continue;
        is_read[which] =
            take_groups(extraction, extractor->mapping[i],
                        clean_cut(text, CLEAN_NOTES_MAX, extraction->arena));
        extraction->is_mapped |= is_read[which];
    }
}
