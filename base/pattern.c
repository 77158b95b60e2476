#include "base/pattern.h"

#include <assert.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PATTERN_BYTES_MAX     2000 /* longer ones are not written by hand */
#define PATTERN_HEAP_KIB_MAX  1024
#define PATTERN_DEPTH_MAX     2000
#define PATTERN_EXHAUSTED_MAX 10 /* then it is not tried again */

/*
 * Steps of one search: PCRE2 counts them from each place in the text anew.
 * The least and the most from a place, and those in all that the first is
 * made from. (a+)+$ stops within milliseconds, any other within a second.
 */
#define EFFORT_PLACE_MIN      10000
#define EFFORT_PLACE_MAX      100000
#define EFFORT_ALL            40000000

/* What changes from one search to the next. */
struct searching {
    pcre2_match_context *limits;
    pcre2_match_data *data;
    size_t exhausted;
};

struct pattern {
    pcre2_code *code;
    struct searching *searching;
    PCRE2_SPTR names; /* entries: number in two bytes, name, NUL */
    uint32_t name_count;
    uint32_t name_bytes;
};

static bool compile(const char *source, pcre2_code **out, struct error *err)
{
    const uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    PCRE2_UCHAR why[120];
    PCRE2_SIZE offset;
    int problem;

    if (strlen(source) > PATTERN_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "pattern longer than %d bytes",
                         PATTERN_BYTES_MAX);
    *out = pcre2_compile((PCRE2_SPTR)source, strlen(source), options, &problem,
                         &offset, NULL);
    if (*out != NULL)
        return true;
    (void)pcre2_get_error_message(problem, why, sizeof(why));
    return error_set(err, ERROR_USAGE, "pattern '%.80s': %s at %zu", source,
                     (const char *)why, (size_t)offset);
}

static struct searching *searching_of(const pcre2_code *code)
{
    struct searching *searching = calloc(1, sizeof(*searching));

    if (searching == NULL)
        abort();
    searching->data = pcre2_match_data_create_from_pattern(code, NULL);
    searching->limits = pcre2_match_context_create(NULL);
    if (searching->data == NULL || searching->limits == NULL)
        abort();
    (void)pcre2_set_heap_limit(searching->limits, PATTERN_HEAP_KIB_MAX);
    (void)pcre2_set_depth_limit(searching->limits, PATTERN_DEPTH_MAX);
    return searching;
}

bool pattern_create(const char *source, struct pattern **out, struct error *err)
{
    struct pattern *pattern;
    pcre2_code *code = NULL;

    if (!compile(source, &code, err))
        return false;
    pattern = calloc(1, sizeof(*pattern));
    if (pattern == NULL)
        abort();
    /* Where no code may be made at run time, it is interpreted. */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pattern->code = code;
    pattern->searching = searching_of(code);
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &pattern->name_count);
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE,
                             &pattern->name_bytes);
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &pattern->names);
    *out = pattern;
    return true;
}

void pattern_destroy(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_data_free(pattern->searching->data);
    pcre2_match_context_free(pattern->searching->limits);
    free(pattern->searching);
    pcre2_code_free(pattern->code);
    free(pattern);
}

static uint32_t effort_for(size_t len)
{
    size_t effort = EFFORT_ALL / (len + 1);

    if (effort < EFFORT_PLACE_MIN)
        return EFFORT_PLACE_MIN;
    return effort > EFFORT_PLACE_MAX ? EFFORT_PLACE_MAX : (uint32_t)effort;
}

/* Whether it was found; what was captured is in `searching`. */
static bool match(const struct pattern *pattern, struct str text)
{
    struct searching *searching = pattern->searching;
    PCRE2_SPTR at = (PCRE2_SPTR)(text.at == NULL ? "" : text.at);
    int found;

    if (searching->exhausted >= PATTERN_EXHAUSTED_MAX)
        return false;
    (void)pcre2_set_match_limit(searching->limits, effort_for(text.len));
    found = pcre2_match(pattern->code, at, text.len, 0, 0, searching->data,
                        searching->limits);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = pcre2_match(pattern->code, at, text.len, 0, PCRE2_NO_JIT,
                            searching->data, searching->limits);
    searching->exhausted += found == PCRE2_ERROR_MATCHLIMIT ||
                            found == PCRE2_ERROR_DEPTHLIMIT ||
                            found == PCRE2_ERROR_HEAPLIMIT;
    return found > 0;
}

bool pattern_occurs(const struct pattern *pattern, struct str text)
{
    return match(pattern, text);
}

size_t pattern_exhausted(const struct pattern *pattern)
{
    return pattern->searching->exhausted;
}

size_t pattern_group_count(const struct pattern *pattern)
{
    return pattern->name_count;
}

static PCRE2_SPTR entry_of(const struct pattern *pattern, size_t index)
{
    assert(index < pattern->name_count);
    return pattern->names + index * pattern->name_bytes;
}

const char *pattern_group(const struct pattern *pattern, size_t index)
{
    return (const char *)entry_of(pattern, index) + 2;
}

/* What a group captured at the last match, or NULL. */
static char *captured(const struct pattern *pattern, size_t index,
                      struct str text, struct arena *arena)
{
    const PCRE2_SIZE *ends =
        pcre2_get_ovector_pointer(pattern->searching->data);
    PCRE2_SPTR entry = entry_of(pattern, index);
    size_t number = (size_t)entry[0] << 8 | entry[1];
    PCRE2_SIZE first = ends[2 * number];
    PCRE2_SIZE end = ends[2 * number + 1];

    /* \K may have moved the start behind the end. */
    if (first == PCRE2_UNSET || end < first)
        return NULL;
    return arena_strndup(arena, text.at + first, end - first);
}

bool pattern_captures(const struct pattern *pattern, struct str text,
                      struct arena *arena, const char **out)
{
    if (!match(pattern, text))
        return false;
    for (size_t i = 0; i < pattern->name_count; i++)
        out[i] = captured(pattern, i, text, arena);
    return true;
}

char *pattern_capture(const struct pattern *pattern, struct str text,
                      const char *group, struct arena *arena)
{
    for (size_t i = 0; i < pattern->name_count; i++) {
        if (strcmp(pattern_group(pattern, i), group) == 0)
            return match(pattern, text) ? captured(pattern, i, text, arena)
                                        : NULL;
    }
    return NULL;
}
