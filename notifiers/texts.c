#include "notifiers/texts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/embedded.h"

/* "cancelled.mail.subject"; ours are no longer. */
#define KEY_BYTES_MAX 60

bool texts_line(struct str *rest, struct str *line)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->at, '\n', rest->len);
    line->at = rest->at;
    line->len = end == NULL ? rest->len : (size_t)(end - rest->at);
    rest->at += line->len + (end != NULL);
    rest->len -= line->len + (end != NULL);
    return true;
}

/* What follows the line "[key]"; NULL where there is none. Every message asks
 * for several: by memmem(), not line by line. */
static const char *after_heading(struct str file, const char *key)
{
    char heading[KEY_BYTES_MAX + sizeof("\n[]\n")];
    int len = snprintf(heading, sizeof(heading), "\n[%s]\n", key);
    const char *at;

    if (len < 0 || (size_t)len >= sizeof(heading))
        return NULL;
    /* The first line has no line before it. */
    if (file.len >= (size_t)len - 1 &&
        memcmp(file.at, heading + 1, (size_t)len - 1) == 0)
        return file.at + len - 1;
    at = memmem(file.at, file.len, heading, (size_t)len);
    return at == NULL ? NULL : at + len;
}

/* Where the next line "[…]" begins, else the end. */
static const char *next_heading(const char *at, const char *end)
{
    while (at < end && *at != '[') {
        at = memmem(at, (size_t)(end - at), "\n[", 2);
        if (at == NULL)
            return end;
        at++;
    }
    return at;
}

static struct str without_blank_ends(struct str text)
{
    while (text.len > 0 && *text.at == '\n') {
        text.at++;
        text.len--;
    }
    while (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--;
    return text;
}

struct str texts_section(struct str file, const char *key)
{
    const char *start = file.len == 0 ? NULL : after_heading(file, key);
    const char *end;

    if (start == NULL)
        return (struct str){0};
    end = next_heading(start, file.at + file.len);
    return without_blank_ends(
        (struct str){.at = start, .len = (size_t)(end - start)});
}

/* "fr.txt": the letters before the dot. */
static struct str language_of(const struct embedded *file)
{
    return (struct str){.at = file->name, .len = strcspn(file->name, ".")};
}

char *texts_find(const char *language, const char *key, struct arena *arena)
{
    for (size_t i = 0; i < notifier_texts_count; i++) {
        const struct embedded *file = &notifier_texts[i];
        struct str name = language_of(file);
        struct str section;

        if (strlen(language) != name.len ||
            strncasecmp(language, name.at, name.len) != 0)
            continue;
        section = texts_section((struct str){file->data, file->len}, key);
        if (section.len > 0)
            return arena_strndup(arena, section.at, section.len);
    }
    return NULL;
}

const char *texts_language_at(size_t index, struct arena *arena)
{
    struct str name;

    if (index >= notifier_texts_count)
        return NULL;
    name = language_of(&notifier_texts[index]);
    return arena_strndup(arena, name.at, name.len);
}
