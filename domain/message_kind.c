#include "domain/message_kind.h"

#include <string.h>

static const char *const names[MESSAGE_KIND_COUNT] = {
    [MESSAGE_REMINDER] = "reminder",
    [MESSAGE_MOVED] = "moved",
    [MESSAGE_CANCELLED] = "cancelled",
    [MESSAGE_MISSED] = "missed",
};

const char *message_kind_name(enum message_kind kind)
{
    assert(kind < MESSAGE_KIND_COUNT);
    return names[kind];
}

bool message_kind_find(const char *name, enum message_kind *out)
{
    for (int i = 0; i < MESSAGE_KIND_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum message_kind)i;
            return true;
        }
    }
    return false;
}
