#include "base/pattern.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PATTERN_BYTES_MAX    2000   /* longer ones are not written by hand */
#define PATTERN_EFFORT_MAX   100000 /* stops (a+)+$ within milliseconds */
#define PATTERN_HEAP_KIB_MAX 1024

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
};

bool pattern_create(const char *source, struct pattern **out, struct error *err)
{
    const uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    struct pattern *pattern;
    pcre2_code *code;
    PCRE2_UCHAR why[120];
    PCRE2_SIZE offset;
    int problem;

    if (strlen(source) > PATTERN_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "pattern longer than %d bytes",
                         PATTERN_BYTES_MAX);
    code = pcre2_compile((PCRE2_SPTR)source, strlen(source), options, &problem,
                         &offset, NULL);
    if (code == NULL) {
        (void)pcre2_get_error_message(problem, why, sizeof(why));
        return error_set(err, ERROR_USAGE, "pattern '%.80s': %s at %zu", source,
                         (const char *)why, (size_t)offset);
    }
    pattern = calloc(1, sizeof(*pattern));
    if (pattern == NULL)
        abort();
    pattern->code = code;
    pattern->limits = pcre2_match_context_create(NULL);
    (void)pcre2_set_match_limit(pattern->limits, PATTERN_EFFORT_MAX);
    (void)pcre2_set_heap_limit(pattern->limits, PATTERN_HEAP_KIB_MAX);
    *out = pattern;
    return true;
}

void pattern_destroy(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    free(pattern);
}

/* The match, or NULL; the caller frees it. */
static pcre2_match_data *match(const struct pattern *pattern, struct str text)
{
    pcre2_match_data *data =
        pcre2_match_data_create_from_pattern(pattern->code, NULL);
    PCRE2_SPTR at = (PCRE2_SPTR)(text.at == NULL ? "" : text.at);

    if (pcre2_match(pattern->code, at, text.len, 0, 0, data, pattern->limits) >
        0)
        return data;
    pcre2_match_data_free(data);
    return NULL;
}

bool pattern_occurs(const struct pattern *pattern, struct str text)
{
    pcre2_match_data *data = match(pattern, text);

    pcre2_match_data_free(data);
    return data != NULL;
}

char *pattern_capture(const struct pattern *pattern, struct str text,
                      const char *group, struct arena *arena)
{
    pcre2_match_data *data = match(pattern, text);
    PCRE2_UCHAR *found = NULL;
    PCRE2_SIZE len;
    char *copy = NULL;

    if (data == NULL)
        return NULL;
    if (pcre2_substring_get_byname(data, (PCRE2_SPTR)group, &found, &len) ==
        0) {
        copy = arena_strndup(arena, (const char *)found, len);
        pcre2_substring_free(found);
    }
    pcre2_match_data_free(data);
    return copy;
}
