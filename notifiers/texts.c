#include "notifiers/texts.h"

#include <string.h>
#include <strings.h>

#include "base/embedded.h"

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

/* "[sms]" */
static bool is_heading(struct str line)
{
    return line.len > 2 && line.at[0] == '[' && line.at[line.len - 1] == ']';
}

static bool is_heading_of(struct str line, const char *key)
{
    return is_heading(line) &&
           str_equal((struct str){line.at + 1, line.len - 2}, str_of(key));
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
    struct str section = {0};
    struct str rest = file;
    struct str line;
    bool is_inside = false;

    while (texts_line(&rest, &line)) {
        if (is_inside && is_heading(line))
            break;
        if (is_inside)
            section.len = (size_t)(line.at + line.len - section.at);
        if (!is_inside && is_heading_of(line, key)) {
            is_inside = true;
            section.at = rest.at;
        }
    }
    return without_blank_ends(section);
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
