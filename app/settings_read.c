#include "app/settings_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/duration.h"
#include "base/locale.h"
#include "base/pattern.h"
#include "domain/money.h"

char *setting_path(char out[SETTING_PATH_MAX], const char *list, size_t index,
                   const char *rest)
{
    (void)snprintf(out, SETTING_PATH_MAX, "%s[%zu]%s", list, index + 1, rest);
    return out;
}

/* The tree that has the first key of the path; the file, when neither has. */
static const struct tree *tree_of(const struct settings *settings,
                                  const char *path)
{
    char section[SETTING_PATH_MAX];

    (void)snprintf(section, sizeof(section), "%.*s", (int)strcspn(path, ".["),
                   path);
    if (settings->known != NULL &&
        tree_child(settings->file->root, section) == NULL &&
        tree_child(settings->known->root, section) != NULL)
        return settings->known;
    return settings->file;
}

bool setting_fail(const struct settings *settings, const char *path,
                  const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return tree_fail(tree_of(settings, path), path, settings->err, "%s", text);
}

const struct tree_node *setting_node(const struct settings *settings,
                                     const char *path)
{
    return tree_find(tree_of(settings, path), path);
}

bool setting_line_or_null(const struct settings *settings, const char *path,
                          const char *text, const char **out)
{
    *out = NULL;
    if (text == NULL)
        return true;
    if (text[strspn(text, " \t\n")] == '\0')
        return setting_fail(settings, path, "must not be empty");
    if (strchr(text, '\n') != NULL)
        return setting_fail(settings, path, "must be one line");
    if (strlen(text) > SETTING_LINE_MAX)
        return setting_fail(settings, path, "longer than %d bytes",
                            SETTING_LINE_MAX);
    *out = text;
    return true;
}

bool setting_line(const struct settings *settings, const char *path,
                  const char *text, const char **out)
{
    if (text == NULL)
        return setting_fail(settings, path, "is missing");
    return setting_line_or_null(settings, path, text, out);
}

bool setting_source(const struct settings *settings, const char *path,
                    const char *text, const char **out)
{
    if (str_is_empty(text))
        return setting_fail(settings, path, "is missing");
    if (strlen(text) > SETTING_SOURCE_MAX)
        return setting_fail(settings, path, "longer than %d bytes",
                            SETTING_SOURCE_MAX);
    if (strpbrk(text, "\n\t") != NULL)
        return setting_fail(settings, path, "must be one line");
    *out = text;
    return true;
}

bool setting_span(const struct settings *settings, const char *path,
                  const char *text, const int64_t limits[2], struct span *out)
{
    struct error why;

    if (!duration_parse(text, out, &why))
        return setting_fail(settings, path, "'%.60s' is %s", text, why.text);
    if (out->s < limits[0] || out->s > limits[1])
        return setting_fail(settings, path, "'%.60s' is too %s", text,
                            out->s < limits[0] ? "short" : "long");
    return true;
}

bool setting_money(const struct settings *settings, const char *path,
                   const char *text, const char *currency, int64_t *out)
{
    struct error why;

    *out = 0;
    if (text == NULL)
        return true;
    if (!money_parse(text, currency, out, &why) || *out < 0)
        return setting_fail(settings, path,
                            "'%.60s' is not an amount such as \"90.00\"", text);
    return true;
}

bool setting_bool(const struct settings *settings, const char *path,
                  const char *text, bool *out)
{
    if (text == NULL)
        return true;
    *out = strcmp(text, "true") == 0 || strcmp(text, "yes") == 0;
    if (*out || strcmp(text, "false") == 0 || strcmp(text, "no") == 0)
        return true;
    return setting_fail(settings, path, "'%.60s' is neither yes nor no", text);
}

bool setting_number(const struct settings *settings, const char *path,
                    const char *text, const int64_t limits[2], int64_t *out)
{
    size_t len = strlen(text);

    /* Eighteen digits fit into 64 bits. */
    *out = len > 0 && len <= 18 && strspn(text, "0123456789") == len
               ? strtoll(text, NULL, 10)
               : -1;
    if (*out >= limits[0] && *out <= limits[1])
        return true;
    return setting_fail(settings, path,
                        "'%.60s' is not a number from %lld to %lld", text,
                        (long long)limits[0], (long long)limits[1]);
}

/* "128M", written as large units as there are. */
static const char *size_text(int64_t bytes, char out[24])
{
    static const char units[] = "KMG";
    size_t unit = 0;

    bytes >>= 10;
    while (bytes % 1024 == 0 && bytes > 0 && units[unit + 1] != '\0') {
        bytes >>= 10;
        unit++;
    }
    (void)snprintf(out, 24, "%lld%c", (long long)bytes, units[unit]);
    return out;
}

/* −1: it is none. */
static int64_t size_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    int shift;

    if (digits == 0 || digits > 9 || strlen(text) != digits + 1)
        return -1;
    switch (text[digits]) {
    case 'K':
        shift = 10;
        break;
    case 'M':
        shift = 20;
        break;
    case 'G':
        shift = 30;
        break;
    default:
        return -1;
    }
    return strtoll(text, NULL, 10) << shift;
}

bool setting_size(const struct settings *settings, const char *path,
                  const char *text, const int64_t limits[2], size_t *out)
{
    int64_t bytes = size_of(text);
    char least[24];
    char most[24];

    *out = bytes < 0 ? 0 : (size_t)bytes;
    if (bytes >= limits[0] && bytes <= limits[1])
        return true;
    return setting_fail(settings, path, "'%.60s' is not a size from %s to %s",
                        text, size_text(limits[0], least),
                        size_text(limits[1], most));
}

bool setting_minute(const struct settings *settings, const char *path,
                    const char *text, int *out)
{
    struct error why;

    if (!civil_parse_minute(text, out, &why) || *out >= 24 * 60)
        return setting_fail(settings, path,
                            "'%.60s' is not a time of day such as \"18:00\"",
                            text);
    return true;
}

bool setting_zone(const struct settings *settings, const char *path,
                  const char *text, struct zone *out)
{
    struct error why;

    if (!zone_load(text, out, &why))
        return setting_fail(settings, path,
                            "'%.60s' is no time zone; they are called like "
                            "Europe/Paris",
                            text);
    return true;
}

bool setting_language(const struct settings *settings, const char *path,
                      const char *text, const char **out)
{
    if (!locale_is_known(text))
        return setting_fail(settings, path,
                            "'%.60s' is no language; they are called like fr "
                            "or pt-BR",
                            text);
    *out = text;
    return true;
}

bool setting_pattern(const struct settings *settings, const char *path,
                     const char *text, const char **out)
{
    struct pattern *pattern;
    struct error why;

    if (!setting_line_or_null(settings, path, text, out) || *out == NULL)
        return *out == NULL && text == NULL;
    if (!pattern_create(text, &pattern, &why))
        return setting_fail(settings, path, "'%.60s': %s", text, why.text);
    pattern_destroy(pattern);
    return true;
}
