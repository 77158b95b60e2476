/*
 * pattern.h - regular expressions that people write, by PCRE2
 *
 * UTF-8, without regard to case, with limits on length and effort so that no
 * pattern can stall an import, whatever the text: a search that takes too
 * long finds nothing, and a pattern that did so often is not tried again. A
 * compiled pattern keeps what a search needs: use it in one thread at a time.
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct pattern;

/*
 * ERROR_USAGE says what is wrong and where: "… at 7", counted in bytes from
 * 0. The caller destroys it.
 */
MUST_USE bool pattern_create(const char *source, struct pattern **out,
                             struct error *err);
void pattern_destroy(struct pattern *pattern);

/* Whether it occurs anywhere; invalid UTF-8 and exhausted effort: no. */
bool pattern_occurs(const struct pattern *pattern, struct str text);

/*
 * The text captured by the group called `group` at the first match, copied
 * into `arena`; NULL when there is no match or no such group.
 */
char *pattern_capture(const struct pattern *pattern, struct str text,
                      const char *group, struct arena *arena);

/* Its named groups, in alphabetical order. */
size_t pattern_group_count(const struct pattern *pattern);
const char *pattern_group(const struct pattern *pattern,
                          size_t index) NEVER_NULL;

/*
 * The first match at once: out[i] is what pattern_group(i) captured, copied
 * into `arena`, NULL when that group took no part. `out` has room for all
 * groups. False when there is no match.
 */
bool pattern_captures(const struct pattern *pattern, struct str text,
                      struct arena *arena, const char **out);

/* How many searches took too long and were given up. */
size_t pattern_exhausted(const struct pattern *pattern);

#endif
