#include "importers/feed_mapping.h"

#include "base/arena.h"
#include "base/pattern.h"
#include "base/str.h"

/*
 * Raised whenever the same event becomes another booking than before: a new
 * label, another order of trust. Then all feeds are read again.
 */
#define EXTRACTION_VERSION "3"

static const struct {
    const char *group;
    enum origin_field field;
} groups[] = {
    {"name", FIELD_NAME},         {"service", FIELD_SERVICE},
    {"staff", FIELD_PROVIDER},    {"provider", FIELD_PROVIDER},
    {"phone", FIELD_PHONE},       {"mail", FIELD_MAIL},
    {"email", FIELD_MAIL},        {"price", FIELD_PRICE},
    {"location", FIELD_LOCATION}, {"notes", FIELD_NOTES},
    {"id", FIELD_CUSTOMER},
};

bool mapping_field(const char *group, enum origin_field *out)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
        if (strcmp(groups[i].group, group) == 0) {
            *out = groups[i].field;
            return true;
        }
    }
    return false;
}

static bool check_groups(const struct pattern *pattern, struct error *err)
{
    static const char known[] = "name, service, staff, phone, mail, price, "
                                "location, notes, id";
    size_t count = pattern_group_count(pattern);
    enum origin_field field;

    if (count == 0)
        return error_set(err, ERROR_USAGE,
                         "it has no named group; write (?<name>…), with one "
                         "of %s",
                         known);
    for (size_t i = 0; i < count; i++) {
        if (!mapping_field(pattern_group(pattern, i), &field))
            return error_set(err, ERROR_USAGE,
                             "its group '%.40s' is none of %s",
                             pattern_group(pattern, i), known);
    }
    return true;
}

bool mapping_check(const char *text, struct error *err)
{
    struct pattern *pattern;
    bool is_good;

    if (!pattern_create(text, &pattern, err))
        return false;
    is_good = check_groups(pattern, err);
    pattern_destroy(pattern);
    return is_good;
}

/* Texts to be hashed, one after the other. */
struct parts {
    struct arena *arena;
    struct str *items;
    size_t count;
    size_t room;
};

static void add(struct parts *parts, const char *text)
{
    arena_reserve(parts->arena, parts->items, parts->count, parts->room,
                  struct str);
    parts->items[parts->count++] = str_of(str_or_empty(text));
}

/* How many of a kind follow: lists do not run into each other. */
static void add_count(struct parts *parts, size_t count)
{
    add(parts, arena_printf(parts->arena, "%zu", count));
}

static void add_office(struct parts *parts, const struct office *office)
{
    add(parts, office->country);
    add(parts, office->currency);
    add(parts, office->language);
    add(parts, office->phone);
    add(parts, office->zone.name);
    add_count(parts, office->service_count);
    for (size_t i = 0; i < office->service_count; i++) {
        add(parts, office->services[i].name);
        add(parts, office->services[i].match);
    }
    add_count(parts, office->provider_count);
    for (size_t i = 0; i < office->provider_count; i++) {
        add(parts, office->providers[i].name);
        add(parts, office->providers[i].match);
        add(parts, office->providers[i].site);
    }
    add_count(parts, office->site_count);
    for (size_t i = 0; i < office->site_count; i++)
        add(parts, office->sites[i].name);
}

static void add_feed(struct parts *parts, const struct feed *feed)
{
    add(parts, feed->provider);
    add(parts, feed->service);
    add(parts, feed->site);
    add(parts, feed->ignore);
    add(parts, feed->match);
    add(parts, feed->map);
    add_count(parts, feed->pattern_count);
    for (size_t i = 0; i < feed->pattern_count; i++) {
        add(parts, feed_text_name(feed->patterns[i].text));
        add(parts, feed->patterns[i].pattern);
    }
}

char *mapping_digest(const struct office *office, const struct feed *feed,
                     char out[CRYPTO_FINGERPRINT_MAX])
{
    struct arena arena = {0};
    struct parts parts = {.arena = &arena};

    add(&parts, EXTRACTION_VERSION);
    add_office(&parts, office);
    if (feed != NULL)
        add_feed(&parts, feed);
    (void)crypto_fingerprint(parts.items, parts.count, out);
    arena_free(&arena);
    return out;
}
