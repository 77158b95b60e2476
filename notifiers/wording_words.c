#include "notifiers/wording_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "notifiers/texts.h"

#define PATTERN_BYTES_MAX 1024

/* From here on scripts write words without anything between them. */
#define CJK_FIRST         0x2e80

static bool is_cjk(struct str text)
{
    uint32_t point = 0;

    return utf8_next(&text, &point) && point >= CJK_FIRST;
}

/* An end that '*' leaves open may go on: "implant*" is in "Implantation". */
static bool take_star(struct str *word, bool at_end)
{
    size_t index = at_end ? word->len - 1 : 0;

    if (word->len < 2 || word->at[index] != '*')
        return false;
    if (!at_end)
        word->at++;
    word->len--;
    return true;
}

/* `word` as a pattern that means just itself, in any number. */
static void put_literal(struct str word, struct buf *out)
{
    bool is_open_before = take_star(&word, false) || is_cjk(word);
    bool is_open_after = take_star(&word, true) || is_cjk(word);

    if (!is_open_before)
        (void)buf_add_text(out, "(?<![\\p{L}\\p{N}])");
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];

        if (c < 0x80 && !isalnum(c))
            (void)buf_add_char(out, '\\');
        (void)buf_add_char(out, (char)c);
    }
    if (!is_open_after)
        (void)buf_add_text(out, "s?(?![\\p{L}\\p{N}])");
}

static bool has_word(struct str words, struct str word)
{
    struct pattern *pattern;
    struct error ignored;
    struct buf source;
    bool found;

    if (word.len == 0)
        return false;
    buf_init(&source, PATTERN_BYTES_MAX);
    put_literal(word, &source);
    /* A name that makes no pattern is no word anybody writes. */
    found =
        !source.full && pattern_create(buf_text(&source), &pattern, &ignored);
    buf_finish(&source);
    if (!found)
        return false;
    found = pattern_occurs(pattern, words);
    pattern_destroy(pattern);
    return found;
}

/* Whether a service's name is a word for any visit: it tells nothing. */
static bool is_neutral(const char *name, struct arena *arena)
{
    const char *language;
    struct str line;

    for (size_t i = 0; (language = texts_language_at(i, arena)) != NULL; i++) {
        struct str rest = str_of(texts_find(language, "neutral", arena));

        while (texts_line(&rest, &line)) {
            if (line.len == strlen(name) &&
                strncasecmp(line.at, name, line.len) == 0)
                return true;
        }
    }
    return false;
}

static const char *service_in(const struct office *office, struct str text,
                              struct arena *arena)
{
    for (size_t i = 0; i < office->service_count; i++) {
        const char *name = office->services[i].name;

        if (has_word(text, str_of(name)) && !is_neutral(name, arena))
            return name;
    }
    return NULL;
}

/* All languages: a French text of an English office is no less telling. */
const char *wording_words_tell(const struct office *office, struct str text,
                               struct arena *arena)
{
    const char *service = service_in(office, text, arena);
    const char *language;
    struct str word;

    for (size_t i = 0;
         service == NULL && (language = texts_language_at(i, arena)) != NULL;
         i++) {
        struct str rest = str_of(texts_find(language, "treatments", arena));

        while (texts_line(&rest, &word)) {
            if (has_word(text, word))
                return arena_strndup(arena, word.at, word.len);
        }
    }
    return service;
}
