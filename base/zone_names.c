#include "base/zone_names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#define WINDOWS_NAME_MAX 64

/* Whether ICU's zone `id` is what `wanted` names. */
typedef bool zone_test(const char *id, const char *wanted);

static bool is_name(const char *id, const char *wanted)
{
    return strcasecmp(id, wanted) == 0;
}

/* Underlines in `id` stand for spaces. */
static bool is_city(const char *id, const char *wanted)
{
    const char *city = strrchr(id, '/');

    if (city == NULL || strncmp(id, "Etc/", 4) == 0)
        return false;
    for (city++; *city != '\0' && *wanted != '\0'; city++, wanted++) {
        char c = *city == '_' ? ' ' : *city;

        if (strncasecmp(&c, wanted, 1) != 0)
            return false;
    }
    return *city == *wanted;
}

static bool find(zone_test *test, const char *wanted, char out[ZONE_NAME_MAX])
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *ids = ucal_openTimeZones(&status);
    const char *id;
    bool found = false;

    if (U_FAILURE(status))
        return false;
    while (!found && (id = uenum_next(ids, NULL, &status)) != NULL) {
        if (strlen(id) < ZONE_NAME_MAX && test(id, wanted)) {
            (void)snprintf(out, ZONE_NAME_MAX, "%s", id);
            found = true;
        }
    }
    uenum_close(ids);
    return found;
}

bool zone_find_name(const char *name, char out[ZONE_NAME_MAX])
{
    return find(is_name, name, out);
}

bool zone_find_city(const char *city, char out[ZONE_NAME_MAX])
{
    return *city != '\0' && find(is_city, city, out);
}

bool zone_find_windows(const char *name, char out[ZONE_NAME_MAX])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar windows[WINDOWS_NAME_MAX];
    UChar id[ZONE_NAME_MAX];
    int32_t len;

    u_strFromUTF8(windows, WINDOWS_NAME_MAX, &len, name, -1, &status);
    if (U_FAILURE(status))
        return false;
    len = ucal_getTimeZoneIDForWindowsID(windows, len, NULL, id, ZONE_NAME_MAX,
                                         &status);
    if (U_FAILURE(status) || len <= 0 || len >= ZONE_NAME_MAX)
        return false;
    u_strToUTF8(out, ZONE_NAME_MAX, NULL, id, len, &status);
    return U_SUCCESS(status);
}
