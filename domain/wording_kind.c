#include "domain/wording_kind.h"

#include <string.h>

static const char *const names[WORDING_KIND_COUNT] = {
    [WORDING_REMINDER] = "reminder",
    [WORDING_MOVED] = "moved",
    [WORDING_CANCELLED] = "cancelled",
    [WORDING_MISSED] = "missed",
};

const char *wording_kind_name(enum wording_kind kind)
{
    assert(kind < WORDING_KIND_COUNT);
    return names[kind];
}

bool wording_kind_find(const char *name, enum wording_kind *out)
{
    for (int i = 0; i < WORDING_KIND_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum wording_kind)i;
            return true;
        }
    }
    return false;
}
