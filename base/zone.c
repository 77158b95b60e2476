#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
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

/* Abseil's name for a fixed offset: its own zones of that name are exact. */
static const void *load_fixed(int offset_s)
{
    char name[ZONE_NAME_MAX];
    int s = abs(offset_s);

    (void)snprintf(name, sizeof(name), "Fixed/UTC%c%02d:%02d:%02d",
                   offset_s < 0 ? '-' : '+', s / 3600 % 24, s / 60 % 60,
                   s % 60);
    return zone_shim_load(name);
}

struct zone zone_fixed(int offset_s)
{
    struct zone zone = {.impl = load_fixed(offset_s)};
    int s = abs(offset_s);
    char sign = offset_s < 0 ? '-' : '+';

    assert(s < DAY_S);
    if (s % 60 == 0)
        (void)snprintf(zone.name, sizeof(zone.name), "UTC%c%02d:%02d", sign,
                       s / 3600 % 24, s / 60 % 60);
    else
        (void)snprintf(zone.name, sizeof(zone.name), "UTC%c%02d:%02d:%02d",
                       sign, s / 3600 % 24, s / 60 % 60, s % 60);
    return zone;
}

/* Two digits below `end` at `at`. */
static bool read_two(const char *at, int end, int *out)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (at[0] - '0') * 10 + (at[1] - '0');
    return *out < end;
}

/* The offset in a name as zone_fixed() writes it. */
static bool parse_fixed(const char *name, int *offset_s)
{
    int hour;
    int minute;
    int second = 0;
    size_t len = strlen(name);

    if (strncmp(name, "UTC", 3) != 0 || (name[3] != '+' && name[3] != '-') ||
        (len != 9 && len != 12))
        return false;
    if (!read_two(name + 4, 24, &hour) || name[6] != ':' ||
        !read_two(name + 7, 60, &minute))
        return false;
    if (len == 12 && (name[9] != ':' || !read_two(name + 10, 60, &second)))
        return false;
    *offset_s = (hour * 60 + minute) * 60 + second;
    if (name[3] == '-')
        *offset_s = -*offset_s;
    return true;
}

static const void *load_named(const char *name)
{
    int offset_s;

    if (parse_fixed(name, &offset_s))
        return load_fixed(offset_s);
    return is_plain_name(name) ? zone_shim_load(name) : NULL;
}

bool zone_load(const char *name, struct zone *out, struct error *err)
{
    const void *impl = load_named(name);

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
