#include "app/office_reader.h"
#include "domain/money.h"
#include "domain/phone.h"

/* A notice longer than this would make every cancellation a short one. */
static const int64_t notice_limits[2] = {0, 30 * DAY_S};

static bool read_codes(const struct office_reader *reader,
                       const struct raw_about *raw)
{
    const struct settings *settings = &reader->settings;
    struct office *out = reader->out;

    if (raw->country != NULL && !phone_country_exists(raw->country))
        return setting_fail(settings, "office.country",
                            "'%.60s' is no country; they are called like FR",
                            raw->country);
    if (raw->currency != NULL && !money_is_currency(raw->currency))
        return setting_fail(settings, "office.currency",
                            "'%.60s' is no currency; they are called like EUR",
                            raw->currency);
    if (raw->country != NULL)
        out->country = raw->country;
    if (raw->currency != NULL)
        out->currency = raw->currency;
    return raw->language == NULL ||
           setting_language(settings, "office.language", raw->language,
                            &out->language);
}

bool office_read_about(const struct office_reader *reader)
{
    const struct settings *settings = &reader->settings;
    const struct raw_about *raw = reader->raw->office;
    struct office *out = reader->out;
    const char *zone;

    out->name = "";
    out->zone = zone_utc();
    out->country = "";
    out->currency = "EUR";
    out->language = "en";
    out->short_notice = (struct span){DAY_S};
    if (raw == NULL)
        return true;

    return setting_line(settings, "office.name", raw->name, &out->name) &&
           setting_line(settings, "office.zone", raw->zone, &zone) &&
           setting_zone(settings, "office.zone", zone, &out->zone) &&
           read_codes(reader, raw) &&
           setting_line_or_null(settings, "office.phone", raw->phone,
                                &out->phone) &&
           setting_line_or_null(settings, "office.address", raw->address,
                                &out->address) &&
           (raw->short_notice == NULL ||
            setting_span(settings, "office.short_notice", raw->short_notice,
                         notice_limits, &out->short_notice));
}

bool office_read_name(const struct office_reader *reader, const char *path,
                      const char *text, bool taken, const char **out)
{
    if (!setting_line(&reader->settings, path, text, out))
        return false;
    if (taken)
        return setting_fail(&reader->settings, path, "'%.60s' is given twice",
                            text);
    return true;
}

bool office_read_site(const struct office_reader *reader, const char *path,
                      const char *text, const char **out)
{
    *out = "";
    if (text == NULL)
        return true;
    if (office_site(reader->out, text) == NULL)
        return setting_fail(&reader->settings, path,
                            "'%.60s' is none of the sites", text);
    *out = text;
    return true;
}

bool office_read_sites(const struct office_reader *reader)
{
    const struct raw_office *raw = reader->raw;
    struct office *out = reader->out;
    struct site *sites =
        arena_new_array(reader->settings.arena, raw->sites_count, struct site);
    char path[SETTING_PATH_MAX];

    out->sites = sites;
    for (size_t i = 0; i < raw->sites_count; i++) {
        const struct raw_site *site = &raw->sites[i];

        if (!office_read_name(
                reader, setting_path(path, "sites", i, ".name"), site->name,
                site->name != NULL && office_site(out, site->name) != NULL,
                &sites[i].name))
            return false;
        sites[i].zone = out->zone;
        if (site->zone != NULL &&
            !setting_zone(&reader->settings,
                          setting_path(path, "sites", i, ".zone"), site->zone,
                          &sites[i].zone))
            return false;
        if (!office_read_closed(reader,
                                setting_path(path, "sites", i, ".closed"),
                                site->closed, &sites[i].closed))
            return false;
        out->site_count++;
    }
    return true;
}
