#include "base/zone.h"

#include <stdio.h>
#include <string.h>

#include "base/zone_shim.h"

#define ZONE_VERSION_FILE "/usr/share/zoneinfo/tzdata.zi"

/*
 * Names come from foreign files: only what the IANA data uses gets as far as
 * the file system.
 */
static bool is_plain_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_+-/";

    return *name != '\0' && *name != '/' && strlen(name) < ZONE_NAME_MAX &&
           name[strspn(name, letters)] == '\0' &&
           strcmp(name, "localtime") != 0;
}

bool zone_load(const char *name, struct zone *out, struct error *err)
{
    const void *impl = is_plain_name(name) ? zone_shim_load(name) : NULL;

    if (impl == NULL)
        return error_set(err, ERROR_INPUT,
                         "'%.60s' is not a time zone of this system; use a "
                         "name like Europe/Paris",
                         name);
    *out = (struct zone){.impl = impl};
    (void)snprintf(out->name, sizeof(out->name), "%s", name);
    return true;
}

struct zone zone_utc(void)
{
    return (struct zone){.impl = zone_shim_utc(), .name = "UTC"};
}

struct instant zone_instant(const struct zone *zone, struct civil_time wall,
                            enum zone_fit *fit)
{
    int kind;
    struct instant at = {
        zone_shim_instant(zone->impl, civil_to_seconds(wall), &kind)};

    if (fit != NULL)
        *fit = (enum zone_fit)kind;
    return at;
}

int zone_offset_s(const struct zone *zone, struct instant at)
{
    return zone_shim_offset_s(zone->impl, at.unix_s);
}

struct civil_time zone_civil(const struct zone *zone, struct instant at)
{
    return civil_from_seconds(at.unix_s + zone_offset_s(zone, at));
}

int zone_minute_of_day(const struct zone *zone, struct instant at)
{
    struct civil_time wall = zone_civil(zone, at);

    return wall.hour * 60 + wall.minute;
}

struct instant zone_day_start(const struct zone *zone, struct civil_date date)
{
    return zone_instant(zone, (struct civil_time){.date = date}, NULL);
}

const char *zone_data_version(char out[ZONE_NAME_MAX])
{
    FILE *file = fopen(ZONE_VERSION_FILE, "re");

    out[0] = '\0';
    if (file == NULL)
        return out;
    if (fscanf(file, "# version %39s", out) != 1)
        out[0] = '\0';
    (void)fclose(file);
    return out;
}
