#include <stdio.h>
#include <string.h>

#include "app/office_reader.h"
#include "importers/feed_mapping.h"
#include "scheduler/cadence.h"

static const int64_t duration_limits[2] = {MINUTE_S, DAY_S};
/* Once is chance, twice a server's cache; a day has 288 looks. */
static const int64_t release_limits[2] = {2, 288};
static const int64_t refresh_limits[2] = {CADENCE_MIN_S, CADENCE_MAX_S};

/* What is prepared for a visit; goes into mails. */
#define PREPARE_MAX 2000

static bool read_prepare(const struct office_reader *reader, const char *path,
                         const char *text, const char **out)
{
    if (text != NULL && strlen(text) > PREPARE_MAX)
        return setting_fail(&reader->settings, path, "longer than %d bytes",
                            PREPARE_MAX);
    *out = text;
    return true;
}

static bool read_service(const struct office_reader *reader, size_t i,
                         struct service *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_service *raw = &reader->raw->services[i];
    const char *currency = reader->out->currency;
    const char *list = "services";
    char path[SETTING_PATH_MAX];

    return office_read_name(reader, setting_path(path, list, i, ".name"),
                            raw->name,
                            raw->name != NULL &&
                                office_service(reader->out, raw->name) != NULL,
                            &out->name) &&
           setting_money(settings, setting_path(path, list, i, ".price"),
                         raw->price, currency, &out->price_minor) &&
           setting_money(settings,
                         setting_path(path, list, i, ".avoidable_cost"),
                         raw->avoidable_cost, currency,
                         &out->avoidable_minor) &&
           (raw->duration == NULL ||
            setting_span(settings, setting_path(path, list, i, ".duration"),
                         raw->duration, duration_limits, &out->duration)) &&
           setting_pattern(settings, setting_path(path, list, i, ".match"),
                           raw->match, &out->match) &&
           read_prepare(reader, setting_path(path, list, i, ".prepare"),
                        raw->prepare, &out->prepare);
}

bool office_read_services(const struct office_reader *reader)
{
    size_t count = reader->raw->services_count;
    struct service *items =
        arena_new_array(reader->settings.arena, count, struct service);

    reader->out->services = items;
    for (size_t i = 0; i < count; i++) {
        if (!read_service(reader, i, &items[i]))
            return false;
        reader->out->service_count++;
    }
    return true;
}

static bool read_provider(const struct office_reader *reader, size_t i,
                          struct provider *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_provider *raw = &reader->raw->providers[i];
    const char *list = "providers";
    char path[SETTING_PATH_MAX];

    return office_read_name(reader, setting_path(path, list, i, ".name"),
                            raw->name,
                            raw->name != NULL &&
                                office_provider(reader->out, raw->name) != NULL,
                            &out->name) &&
           setting_money(settings, setting_path(path, list, i, ".hourly_cost"),
                         raw->hourly_cost, reader->out->currency,
                         &out->hourly_minor) &&
           setting_pattern(settings, setting_path(path, list, i, ".match"),
                           raw->match, &out->match) &&
           office_read_site(reader, setting_path(path, list, i, ".site"),
                            raw->site, &out->site) &&
           office_read_closed(reader, setting_path(path, list, i, ".closed"),
                              raw->closed, &out->closed);
}

bool office_read_providers(const struct office_reader *reader)
{
    size_t count = reader->raw->providers_count;
    struct provider *items =
        arena_new_array(reader->settings.arena, count, struct provider);

    reader->out->providers = items;
    for (size_t i = 0; i < count; i++) {
        if (!read_provider(reader, i, &items[i]))
            return false;
        reader->out->provider_count++;
    }
    return true;
}

/* Provider and service of a feed: what all its bookings are, when given. */
static bool read_feed_links(const struct office_reader *reader, size_t i,
                            struct feed *out)
{
    const struct raw_feed *raw = &reader->raw->feeds[i];
    char path[SETTING_PATH_MAX];

    out->provider = str_or_empty(raw->provider);
    out->service = str_or_empty(raw->service);
    if (*out->provider != '\0' &&
        office_provider(reader->out, out->provider) == NULL)
        return setting_fail(&reader->settings,
                            setting_path(path, "feeds", i, ".provider"),
                            "'%.60s' is none of the providers", out->provider);
    if (*out->service != '\0' &&
        office_service(reader->out, out->service) == NULL)
        return setting_fail(&reader->settings,
                            setting_path(path, "feeds", i, ".service"),
                            "'%.60s' is none of the services", out->service);
    return office_read_site(reader, setting_path(path, "feeds", i, ".site"),
                            raw->site, &out->site);
}

/* Groups that are no field of a booking are a slip of the pen. */
static bool read_feed_pattern(const struct office_reader *reader,
                              const char *path, const struct raw_pattern *raw,
                              struct feed_pattern *out)
{
    const struct settings *settings = &reader->settings;
    char key[SETTING_PATH_MAX];
    struct error why;

    (void)snprintf(key, sizeof(key), "%.100s.text", path);
    if (raw->text != NULL && !feed_text_find(raw->text, &out->text))
        return setting_fail(settings, key,
                            "'%.60s' is none of summary, description, "
                            "location",
                            raw->text);
    (void)snprintf(key, sizeof(key), "%.100s.pattern", path);
    if (!setting_line(settings, key, raw->pattern, &out->pattern))
        return false;
    return mapping_check(out->pattern, &why) ||
           setting_fail(settings, key, "%s", why.text);
}

/* How the feed's events are written. */
static bool read_feed_patterns(const struct office_reader *reader, size_t i,
                               struct feed *out)
{
    const struct raw_feed *raw = &reader->raw->feeds[i];
    struct feed_pattern *items =
        arena_new_array(reader->settings.arena, raw->patterns_count + 1U,
                        struct feed_pattern);
    char path[SETTING_PATH_MAX];
    char rest[32];

    out->patterns = items;
    for (size_t j = 0; j < raw->patterns_count; j++) {
        (void)snprintf(rest, sizeof(rest), ".patterns[%zu]", j + 1);
        if (!read_feed_pattern(reader, setting_path(path, "feeds", i, rest),
                               &raw->patterns[j], &items[j]))
            return false;
        out->pattern_count++;
    }
    return true;
}

static bool read_feed_kind(const struct office_reader *reader, size_t i,
                           struct feed *out)
{
    const char *kind = reader->raw->feeds[i].kind;
    char path[SETTING_PATH_MAX];

    out->is_caldav = kind != NULL && strcmp(kind, "caldav") == 0;
    return kind == NULL || out->is_caldav || strcmp(kind, "file") == 0 ||
           setting_fail(&reader->settings,
                        setting_path(path, "feeds", i, ".kind"),
                        "'%.60s' is neither file nor caldav", kind);
}

/* How to log in: a user with a password, or a token; both in files. */
static bool read_feed_login(const struct office_reader *reader, size_t i,
                            struct feed *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_feed *raw = &reader->raw->feeds[i];
    const char *list = "feeds";
    char path[SETTING_PATH_MAX];

    if ((raw->login == NULL) != (raw->secret_file == NULL))
        return setting_fail(
            settings, setting_path(path, list, i, ""),
            "login and secret_file (where its password is) go together");
    if (raw->login != NULL && raw->bearer_file != NULL)
        return setting_fail(settings,
                            setting_path(path, list, i, ".bearer_file"),
                            "a token or a login, not both");
    return setting_line_or_null(settings, setting_path(path, list, i, ".login"),
                                raw->login, &out->login) &&
           setting_line_or_null(settings,
                                setting_path(path, list, i, ".secret_file"),
                                raw->secret_file, &out->secret_file) &&
           setting_line_or_null(settings,
                                setting_path(path, list, i, ".bearer_file"),
                                raw->bearer_file, &out->bearer_file);
}

static bool read_feed(const struct office_reader *reader, size_t i,
                      struct feed *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_feed *raw = &reader->raw->feeds[i];
    const char *list = "feeds";
    char path[SETTING_PATH_MAX];

    return office_read_name(reader, setting_path(path, list, i, ".name"),
                            raw->name,
                            raw->name != NULL &&
                                office_feed(reader->out, raw->name) != NULL,
                            &out->name) &&
           setting_source(settings, setting_path(path, list, i, ".source"),
                          raw->source, &out->source) &&
           read_feed_links(reader, i, out) &&
           (raw->refresh == NULL ||
            setting_span(settings, setting_path(path, list, i, ".refresh"),
                         raw->refresh, refresh_limits, &out->refresh)) &&
           setting_pattern(settings, setting_path(path, list, i, ".ignore"),
                           raw->ignore, &out->ignore) &&
           setting_pattern(settings, setting_path(path, list, i, ".match"),
                           raw->match, &out->match) &&
           setting_bool(settings, setting_path(path, list, i, ".allow_local"),
                        raw->allow_local, &out->allow_local) &&
           setting_line_or_null(settings, setting_path(path, list, i, ".map"),
                                raw->map, &out->map) &&
           (raw->release_after == NULL ||
            setting_number(settings,
                           setting_path(path, list, i, ".release_after"),
                           raw->release_after, release_limits,
                           &out->release_after)) &&
           read_feed_patterns(reader, i, out) &&
           office_read_limits(reader, i, &out->limits) &&
           read_feed_kind(reader, i, out) && read_feed_login(reader, i, out);
}

bool office_read_feeds(const struct office_reader *reader)
{
    size_t count = reader->raw->feeds_count;
    struct feed *items =
        arena_new_array(reader->settings.arena, count, struct feed);

    reader->out->feeds = items;
    for (size_t i = 0; i < count; i++) {
        if (!read_feed(reader, i, &items[i]))
            return false;
        reader->out->feed_count++;
    }
    return true;
}
