#include "importers/extract_line.h"

#include <string.h>

#include "base/str.h"
#include "importers/clean.h"

/* What stands before a colon, at most; longer is a sentence. */
#define LABEL_BYTES_MAX 60
/* "personne a prevenir": words of a label inside a text. */
#define WORDS_MAX       3

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the colon at `at`, plain or wide; 0 when there is none. */
static size_t colon_at(const char *at)
{
    if (*at == ':')
        return 1;
    return strncmp(at, "：", strlen("：")) == 0 ? strlen("：") : 0;
}

/* A time of day, a URL: their colons end no label. */
static bool is_colon_inside(const char *line, const char *at)
{
    if (strncmp(at, "://", 3) == 0)
        return true;
    return at > line && is_digit(at[-1]) && is_digit(at[1]);
}

/* Bytes of the signs that lists and emphasis put before a word. */
static size_t bullet(const char *text)
{
    size_t len = 0;
    size_t before;

    do {
        before = len;
        len += strspn(text + len, " *-.>#_[(");
        if (strncmp(text + len, "•", strlen("•")) == 0)
            len += strlen("•");
        if (strncmp(text + len, "·", strlen("·")) == 0)
            len += strlen("·");
    } while (len > before);
    return len;
}

/* "* Tel. (required)" is "tel". */
static enum label label_of(const struct label_index *index, struct str text,
                           struct arena *arena)
{
    char *word;
    size_t len;

    if (text.len > LABEL_BYTES_MAX)
        return LABEL_UNKNOWN;
    word = clean_fold(text, arena);
    word += bullet(word);
    if (strchr(word, '(') != NULL && strchr(word, '(') > word)
        *strchr(word, '(') = '\0';
    len = strlen(word);
    while (len > 0 && strchr(" .*?:_]", word[len - 1]) != NULL)
        word[--len] = '\0';
    return label_find(index, word);
}

/*
 * Where the word before `at` begins; `at` when there is none. What is longer
 * than a label is no word of one: it is cut, so that it costs no more.
 */
static const char *word_before(const char *start, const char *at)
{
    const char *end;

    while (at > start && at[-1] == ' ')
        at--;
    end = at;
    while (at > start && end - at <= LABEL_BYTES_MAX &&
           strchr(" ,;|/(\n", at[-1]) == NULL)
        at--;
    return at;
}

/* Whether a label that begins at `at` stands apart from what is before it. */
static bool stands_apart(const char *line, const char *at)
{
    while (at > line && at[-1] == ' ')
        at--;
    return at == line || strchr(",;|/", at[-1]) != NULL;
}

/* How to reach somebody: such a label also stands behind a mere space. */
static bool is_contact(enum label label)
{
    return label == LABEL_PHONE || label == LABEL_MOBILE || label == LABEL_MAIL;
}

/*
 * Where the label begins that ends in the colon at `colon`, behind another
 * value; NULL when that colon is prose.
 */
static const char *label_start(const struct label_index *index,
                               const char *line, const char *colon,
                               struct arena *arena)
{
    const char *found = NULL;
    const char *at = colon;

    for (int words = 0; words < WORDS_MAX && at > line; words++) {
        enum label label;

        at = word_before(line, at);
        label = label_of(index, (struct str){at, (size_t)(colon - at)}, arena);
        if (label != LABEL_UNKNOWN &&
            (stands_apart(line, at) || is_contact(label) ||
             (unsigned char)*at >= 0xE3))
            found = at;
        else if (found == NULL && stands_apart(line, at))
            return NULL;
    }
    return found;
}

/* Where the next label begins in `text`, a value; its end when none does. */
static const char *next_label(const struct label_index *index, const char *text,
                              struct arena *arena)
{
    for (const char *at = text; *at != '\0'; at++) {
        const char *start;

        if (colon_at(at) == 0 || is_colon_inside(text, at))
            continue;
        start = label_start(index, text, at, arena);
        if (start != NULL && start > text)
            return start;
    }
    return text + strlen(text);
}

/* The text without the signs that divided it from the next. */
static char *value_of(const char *at, const char *end, struct arena *arena)
{
    while (end > at && strchr(" ,;|/", end[-1]) != NULL)
        end--;
    while (at < end && (*at == ' ' || *at == '*'))
        at++;
    while (end > at && (end[-1] == '*' || end[-1] == ' '))
        end--;
    return clean_line((struct str){at, (size_t)(end - at)}, arena);
}

bool line_next_part(const struct label_index *index, const char **line,
                    struct arena *arena, struct line_part *out)
{
    const char *text = *line;
    const char *colon = text;
    const char *end;

    if (*text == '\0')
        return false;
    while (*colon != '\0' &&
           (colon_at(colon) == 0 || is_colon_inside(text, colon)))
        colon++;
    *out = (struct line_part){.before = ""};
    if (*colon == '\0' || colon == text || colon - text > LABEL_BYTES_MAX) {
        out->label = label_of(index, str_of(text), arena);
        out->text = clean_line(str_of(text), arena);
        *line = text + strlen(text);
        return true;
    }
    out->has_label = true;
    out->label =
        label_of(index, (struct str){text, (size_t)(colon - text)}, arena);
    out->before = value_of(text, colon, arena);
    colon += colon_at(colon);
    end = out->label == LABEL_UNKNOWN ? colon + strlen(colon)
                                      : next_label(index, colon, arena);
    out->text = value_of(colon, end, arena);
    *line = end;
    return true;
}

enum label line_word_before(const struct label_index *index, const char *start,
                            const char *at, struct arena *arena,
                            struct str *word)
{
    enum label found = LABEL_UNKNOWN;
    const char *end = at;
    const char *first;

    while (end > start && strchr(" :.=(*-#", end[-1]) != NULL)
        end--;
    first = end;
    for (int words = 0; words < WORDS_MAX && first > start; words++) {
        enum label label;

        first = word_before(start, first);
        if (*first == ' ')
            break; /* something else stands before the words so far */
        label =
            label_of(index, (struct str){first, (size_t)(end - first)}, arena);
        if (label == LABEL_UNKNOWN)
            continue;
        found = label;
        *word = (struct str){first, (size_t)(end - first)};
    }
    return found;
}
