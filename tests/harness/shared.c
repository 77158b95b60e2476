#include "tests/harness/shared.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/test.h"

#define PATHS_KEPT 8

static char paths[PATHS_KEPT][PATH_MAX];
static size_t paths_used;

const char *shared_path(const char *name)
{
    const char *folder = getenv("KEPT_SHARED");
    const char *required = getenv("KEPT_REQUIRE_SHARED");
    char *path = paths[paths_used++ % PATHS_KEPT];

    if (folder == NULL || folder[0] == '\0')
        folder = TEST_SHARED_DIR;
    if (access(folder, R_OK) != 0) {
        if (required != NULL && strcmp(required, "1") == 0)
            FAIL("the shared folder is absent, but required");
        SKIP("the shared folder is absent");
    }

    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    if (access(path, R_OK) != 0) {
        fprintf(stderr, "%s: ", path);
        FAIL("not in the shared folder");
    }
    return path;
}
