#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/harness/oracle_time.h"

#define ZONES_FOLDER "/usr/share/zoneinfo/"

/* Ten changes or the year 1970, whichever comes first. */
#define CHANGES_MAX  10

static bool is_zone(const char *path)
{
    const char *name = path + strlen(ZONES_FOLDER);
    char magic[4] = "";
    FILE *file;

    /* posix/, right/ and posixrules hold the same again. */
    if (name[0] < 'A' || name[0] > 'Z' || strlen(name) >= ZONE_NAME_MAX)
        return false;
    file = fopen(path, "rb");
    if (file == NULL)
        return false;
    if (fread(magic, 1, sizeof(magic), file) != sizeof(magic))
        magic[0] = '\0';
    (void)fclose(file);
    return memcmp(magic, "TZif", sizeof(magic)) == 0;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

void oracle_zones_read(struct oracle_zones *out)
{
    glob_t found = {0};

    out->count = 0;
    if (glob(ZONES_FOLDER "*", 0, NULL, &found) != 0 ||
        glob(ZONES_FOLDER "*/*", GLOB_APPEND, NULL, &found) != 0 ||
        glob(ZONES_FOLDER "*/*/*", GLOB_APPEND, NULL, &found) != 0)
        abort();
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (is_zone(found.gl_pathv[i]) && out->count < ORACLE_ZONES_MAX)
            (void)snprintf(out->names[out->count++], ZONE_NAME_MAX, "%s",
                           found.gl_pathv[i] + strlen(ZONES_FOLDER));
    globfree(&found);
    qsort(out->names, out->count, sizeof(out->names[0]), by_name);
}

static void wear(const char *zone)
{
    if (setenv("TZ", zone, 1) != 0)
        abort();
    tzset();
}

/* Returns what TZ was, for unwear(). */
static char *wear_for_now(const char *zone)
{
    const char *old = getenv("TZ");
    char *kept = old == NULL ? NULL : strdup(old);

    wear(zone);
    return kept;
}

static void unwear(char *kept)
{
    if (kept == NULL)
        (void)unsetenv("TZ");
    else
        wear(kept);
    tzset();
    free(kept);
}

static int64_t offset_at(int64_t at_s)
{
    time_t at = (time_t)at_s;
    struct tm shown;

    if (localtime_r(&at, &shown) == NULL)
        abort();
    return shown.tm_gmtoff;
}

/* The first second with another offset than `early_s` has. */
static int64_t change_between(int64_t early_s, int64_t late_s)
{
    int64_t offset_s = offset_at(early_s);

    while (late_s - early_s > 1) {
        int64_t middle_s = early_s + (late_s - early_s) / 2;

        if (offset_at(middle_s) == offset_s)
            early_s = middle_s;
        else
            late_s = middle_s;
    }
    return late_s;
}

void oracle_clock_read(const char *zone, int64_t from_s, int64_t until_s,
                       struct oracle_clock *out)
{
    char *kept = wear_for_now(zone);
    struct error err;

    if (!zone_load(zone, &out->zone, &err))
        abort();
    out->stretch[0] = (struct oracle_stretch){from_s, offset_at(from_s)};
    out->count = 1;
    for (int64_t at_s = from_s; at_s < until_s; at_s += DAY_S) {
        int64_t change_s;

        if (offset_at(at_s) == offset_at(at_s + DAY_S))
            continue;
        change_s = change_between(at_s, at_s + DAY_S);
        if (out->count == ORACLE_STRETCHES_MAX)
            abort();
        out->stretch[out->count++] =
            (struct oracle_stretch){change_s, offset_at(change_s)};
    }
    unwear(kept);
}

size_t oracle_changes(const char *zone, int64_t until_s, int64_t out[10])
{
    char *kept = wear_for_now(zone);
    size_t count = 0;

    for (int64_t at_s = until_s; at_s > 0 && count < CHANGES_MAX; at_s -= DAY_S)
        if (offset_at(at_s) != offset_at(at_s - DAY_S))
            out[count++] = change_between(at_s - DAY_S, at_s);
    unwear(kept);
    return count;
}
