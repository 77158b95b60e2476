#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    va_list args;

    assert(kind != ERROR_NONE);
    err->kind = kind;
    va_start(args, format);
    (void)vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    return false;
}

bool error_wrap(struct error *err, const char *format, ...)
{
    char context[ERROR_TEXT_MAX];
    char joined[2 * ERROR_TEXT_MAX + 3];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(context, sizeof(context), format, args);
    va_end(args);
    (void)snprintf(joined, sizeof(joined), "%s: %s", context, err->text);
    (void)snprintf(err->text, sizeof(err->text), "%.*s", ERROR_TEXT_MAX - 1,
                   joined);
    return false;
}

const char *error_kind_name(enum error_kind kind)
{
    switch (kind) {
    case ERROR_NONE:
        return "none";
    case ERROR_INPUT:
        return "input";
    case ERROR_USAGE:
        return "usage";
    case ERROR_MISSING:
        return "missing";
    case ERROR_CONFLICT:
        return "conflict";
    case ERROR_TEMPORARY:
        return "temporary";
    case ERROR_REFUSED:
        return "refused";
    case ERROR_MACHINE:
        return "machine";
    }
    return "unknown";
}
