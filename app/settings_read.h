/*
 * settings_read.h - the values that settings files are made of
 *
 * Each reads one text of the file at `path` ("rules[2].before") and says
 * what is wrong with it, at its place, with the value. A NULL text is one
 * that the file does not have.
 */
#ifndef APP_SETTINGS_READ_H
#define APP_SETTINGS_READ_H

#include "app/tree.h"
#include "base/arena.h"
#include "base/instant.h"
#include "base/zone.h"
#include "domain/office.h"

/* A name, a subject, an address; texts and bodies have their own limits. */
#define SETTING_LINE_MAX   300
#define SETTING_SOURCE_MAX 2000

/* "services[12].avoidable_cost" and the longest of its kind. */
#define SETTING_PATH_MAX   200

struct settings {
    const struct tree *file;  /* what a person is changing */
    const struct tree *known; /* sections that the file lacks; or NULL */
    struct arena *arena;
    struct error *err;
};

/* "rules[2].before" from "rules", 1 (from 0) and ".before". Returns `out`. */
char *setting_path(char out[SETTING_PATH_MAX], const char *list, size_t index,
                   const char *rest) NEVER_NULL;

/* tree_fail() in the tree that has the section of `path`. */
bool setting_fail(const struct settings *settings, const char *path,
                  const char *format, ...) PRINTF(3, 4);

/* The node of `path`, in the file or in what is known; or NULL. */
const struct tree_node *setting_node(const struct settings *settings,
                                     const char *path);

/* One line, not blank; required. */
MUST_USE bool setting_line(const struct settings *settings, const char *path,
                           const char *text, const char **out);

/* The same, or NULL when the file does not say. */
MUST_USE bool setting_line_or_null(const struct settings *settings,
                                   const char *path, const char *text,
                                   const char **out);

/* A URL or the path of a file; URLs may be long, and are never repeated. */
MUST_USE bool setting_source(const struct settings *settings, const char *path,
                             const char *text, const char **out);

/* A span of at least `least` and at most `most` seconds. */
MUST_USE bool setting_span(const struct settings *settings, const char *path,
                           const char *text, const int64_t limits[2],
                           struct span *out);

/* Minor units; 0 when the file does not say. */
MUST_USE bool setting_money(const struct settings *settings, const char *path,
                            const char *text, const char *currency,
                            int64_t *out);

/* "true", "yes", "false", "no"; `*out` stays when the file does not say. */
MUST_USE bool setting_bool(const struct settings *settings, const char *path,
                           const char *text, bool *out);

/* A whole number from `least` to `most`. */
MUST_USE bool setting_number(const struct settings *settings, const char *path,
                             const char *text, const int64_t limits[2],
                             int64_t *out);

/* "64K", "128M" or "2G": bytes, in units of 1024. */
MUST_USE bool setting_size(const struct settings *settings, const char *path,
                           const char *text, const int64_t limits[2],
                           size_t *out);

/* "18:00" as minutes of the day. */
MUST_USE bool setting_minute(const struct settings *settings, const char *path,
                             const char *text, int *out);

MUST_USE bool setting_zone(const struct settings *settings, const char *path,
                           const char *text, struct zone *out);

/* A language that we can write dates in. */
MUST_USE bool setting_language(const struct settings *settings,
                               const char *path, const char *text,
                               const char **out);

/* A pattern, or NULL. */
MUST_USE bool setting_pattern(const struct settings *settings, const char *path,
                              const char *text, const char **out);

#endif
