#include "tests/scenarios/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/duration.h"
#include "tests/scenarios/story.h"

bool words_split(const char *line, struct words *out)
{
    char *to = out->text;
    const char *limit = out->text + sizeof(out->text) - 1;

    *out = (struct words){0};
    for (;;) {
        char quote;

        while (isspace((unsigned char)*line))
            line++;
        if (*line == '\0' ||
            (*line == '#' && (line[1] == ' ' || line[1] == '\0')))
            return true;
        if (out->count == WORDS_MAX)
            return false;
        out->at[out->count++] = to;
        quote = *line == '"' || *line == '\'' ? *line++ : '\0';
        while (
            *line != '\0' && to < limit &&
            (quote != '\0' ? *line != quote : !isspace((unsigned char)*line)))
            *to++ = *line++;
        if (to == limit || (quote != '\0' && *line != quote))
            return false;
        line += quote != '\0';
        *to++ = '\0';
    }
}

char *words_take(struct story *story, const char *what)
{
    struct words *words = &story->words;

    if (words->next == words->count)
        story_fail(story, "%s is missing", what);
    return words->at[words->next++];
}

bool words_take_if(struct story *story, const char *word)
{
    struct words *words = &story->words;

    if (words->next == words->count ||
        strcmp(words->at[words->next], word) != 0)
        return false;
    words->next++;
    return true;
}

void words_end(struct story *story)
{
    if (story->words.next < story->words.count)
        story_fail(story, "'%s' is one word too many",
                   story->words.at[story->words.next]);
}

enum channel words_channel(struct story *story)
{
    const char *word = words_take(story, "sms or mail");
    enum channel channel;

    if (!channel_find(word, &channel))
        story_fail(story, "'%s' is neither sms nor mail", word);
    return channel;
}

struct instant words_instant(struct story *story)
{
    const char *date = words_take(story, "a date");
    const char *time = words_take(story, "a time");
    struct civil_time wall;
    char text[64];
    struct error err;

    (void)snprintf(text, sizeof(text), "%s %s", date, time);
    if (!civil_parse_time(text, &wall, &err))
        story_broke(story, "the time", &err);
    return zone_instant(&story->zone, wall, NULL);
}

struct span words_span(struct story *story)
{
    struct span span;
    struct error err;

    if (!duration_parse(words_take(story, "a span like 1h"), &span, &err))
        story_broke(story, "the span", &err);
    return span;
}

int64_t words_number(struct story *story)
{
    const char *word = words_take(story, "a number");
    char *end;
    long long number = strtoll(word, &end, 10);

    if (end == word || *end != '\0' || number < 0)
        story_fail(story, "'%s' is not a number", word);
    return number;
}

char *wall_text(const struct story *story, struct instant at,
                char out[WALL_TEXT_MAX])
{
    struct civil_time wall = zone_civil(&story->zone, at);

    (void)snprintf(out, WALL_TEXT_MAX, "%04d-%02d-%02d %02d:%02d",
                   wall.date.year % 10000, wall.date.month % 100,
                   wall.date.day % 100, wall.hour % 100, wall.minute % 100);
    return out;
}
