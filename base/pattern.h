/*
 * pattern.h - regular expressions that people write, by PCRE2
 *
 * UTF-8, without regard to case, with limits on length and effort so that no
 * pattern can stall an import.
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct pattern;

/* ERROR_USAGE says what is wrong and where. The caller destroys it. */
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

#endif
