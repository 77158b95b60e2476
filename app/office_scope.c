#include <stdio.h>
#include <string.h>

#include "app/office_reader.h"

static const int64_t fallback_limits[2] = {10 * MINUTE_S, 14 * DAY_S};

static bool is_service(const struct office *office, const char *name)
{
    return office_service(office, name) != NULL;
}

static bool is_provider(const struct office *office, const char *name)
{
    return office_provider(office, name) != NULL;
}

static bool is_site(const struct office *office, const char *name)
{
    return office_site(office, name) != NULL;
}

/* Names of another section's entries. */
static bool read_names(const struct office_reader *reader, size_t i,
                       const char *key, struct raw_list list,
                       bool (*exists)(const struct office *office,
                                      const char *name),
                       struct name_list *out)
{
    char path[SETTING_PATH_MAX];
    char place[SETTING_PATH_MAX];
    char rest[32];

    (void)snprintf(rest, sizeof(rest), ".%s", key);
    (void)setting_path(path, "rules", i, rest);
    for (size_t k = 0; k < list.count; k++) {
        if (!exists(reader->out, list.items[k]))
            return setting_fail(&reader->settings,
                                setting_path(place, path, k, ""),
                                "'%.60s' is none of the %s", list.items[k],
                                key);
    }
    *out = (struct name_list){.items = (const char *const *)list.items,
                              .count = list.count};
    return true;
}

/* What becomes of visits of people who share an address. */
static bool read_household(const struct office_reader *reader, size_t i,
                           struct rule *out)
{
    const char *text = reader->raw->rules[i].household;
    char path[SETTING_PATH_MAX];

    out->is_apart = text != NULL && strcmp(text, "apart") == 0;
    return text == NULL || out->is_apart || strcmp(text, "merge") == 0 ||
           setting_fail(&reader->settings,
                        setting_path(path, "rules", i, ".household"),
                        "'%.60s' is neither merge nor apart", text);
}

static bool read_fallback(const struct office_reader *reader, size_t i,
                          struct rule *out)
{
    const char *text = reader->raw->rules[i].fallback;
    char path[SETTING_PATH_MAX];

    (void)setting_path(path, "rules", i, ".fallback");
    if (text == NULL)
        return true;
    if (out->channel_count < 2)
        return setting_fail(&reader->settings, path,
                            "needs a second channel to fall back to");
    return setting_span(&reader->settings, path, text, fallback_limits,
                        &out->fallback);
}

bool office_read_scope(const struct office_reader *reader, size_t i,
                       struct rule *out)
{
    const struct raw_rule *raw = &reader->raw->rules[i];

    return read_names(reader, i, "services", raw->services, is_service,
                      &out->services) &&
           read_names(reader, i, "providers", raw->providers, is_provider,
                      &out->providers) &&
           read_names(reader, i, "sites", raw->sites, is_site, &out->sites) &&
           read_fallback(reader, i, out) && read_household(reader, i, out);
}
