#include <stdio.h>

#include "tests/scenarios/acts.h"

void expect_output(struct story *story)
{
    const char *wanted = words_take(story, "the text");

    words_end(story);
    if (strstr(str_or_empty(story->output), wanted) == NULL)
        story_fail(story, "expected: \"%s\"; found:\n%s", wanted,
                   str_or_empty(story->output));
}

static json_t *member(struct story *story, const char *part, const char *name)
{
    json_t *found = json_object_get(json_object_get(story->report, part), name);

    if (found == NULL)
        story_fail(story, "the report has no %s '%s'", part, name);
    return found;
}

void expect_rate(struct story *story)
{
    const json_t *rate = member(story, "rates", words_take(story, "a rate"));
    const char *wanted = words_take(story, "N/D");
    char found[64];

    words_end(story);
    (void)snprintf(found, sizeof(found), "%lld/%lld",
                   json_integer_value(json_object_get(rate, "numerator")),
                   json_integer_value(json_object_get(rate, "denominator")));
    if (strcmp(found, wanted) != 0)
        story_fail(story, "expected: %s; found: %s", wanted, found);
}

void expect_count(struct story *story)
{
    long long found = json_integer_value(
        member(story, "counts", words_take(story, "an outcome")));
    long long wanted = words_number(story);

    words_end(story);
    if (found != wanted)
        story_fail(story, "expected: %lld; found: %lld", wanted, found);
}
