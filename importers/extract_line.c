#include "importers/extract_line.h"

#include <string.h>

#include "base/str.h"
#include "importers/clean.h"
#include "importers/extract_words.h"

/* What stands before a colon, at most; longer is a sentence. */
#define LABEL_BYTES_MAX 60
/* "personne a prevenir": words of a label inside a text. */
#define WORDS_MAX       3
/* Of a label that is put together from known words. */
#define LABEL_WORDS_MAX 4

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

/* Words of a label that say nothing of their own. */
static const char label_fillers[] =
    "|the|of|de|du|del|des|der|la|le|no|nr|num|number|numero|nummer|n°|"
    "contact|contacto|contato|contatto|kontakt|your|votre|ihre|ihr|from|"
    "von|for|pour|fur|";

/* What the words of a label mean together: "Customer's mobile phone". */
struct meaning {
    bool has[LABEL_COUNT];
    size_t words;
};

static enum label meaning_of(const struct meaning *meaning)
{
    const bool *has = meaning->has;

    if (has[LABEL_UNKNOWN] || meaning->words == 0)
        return LABEL_UNKNOWN;
    if (has[LABEL_OTHER] ||
        (has[LABEL_PROVIDER] &&
         (has[LABEL_PHONE] || has[LABEL_MOBILE] || has[LABEL_MAIL])))
        return LABEL_OTHER;
    if (has[LABEL_MOBILE])
        return LABEL_MOBILE;
    if (has[LABEL_MAIL])
        return LABEL_MAIL;
    if (has[LABEL_PHONE])
        return LABEL_PHONE;
    if (has[LABEL_NAME])
        return has[LABEL_PROVIDER] ? LABEL_PROVIDER : LABEL_NAME;
    return LABEL_UNKNOWN;
}

/* Labels that may stand together in one. */
static enum label joinable(enum label label)
{
    return label == LABEL_SERVICE || label == LABEL_PRICE ||
                   label == LABEL_LOCATION || label == LABEL_LANGUAGE ||
                   label == LABEL_NOTES || label == LABEL_WHO
               ? LABEL_UNKNOWN
               : label;
}

/* The label that several known words make, when the whole is not known. */
static enum label label_of_words(const struct label_index *index,
                                 const char *text, struct arena *arena)
{
    struct meaning meaning = {0};

    while (*text != '\0' && meaning.words <= LABEL_WORDS_MAX) {
        size_t len = strcspn(text, " '");
        const char *word =
            arena_strndup(arena, text,
                          len > 0 && text[len - 1] == '.' ? len - 1 : len);

        if (len > 0 && !words_are_listed(word, strlen(word), label_fillers) &&
            strcmp(word, "s") != 0) {
            meaning.has[joinable(label_find(index, word))] = true;
            meaning.words++;
        }
        text += len + (text[len] != '\0');
    }
    return *text != '\0' ? LABEL_UNKNOWN : meaning_of(&meaning);
}

/* A label as the table has it: "* Tel. (required)" is "tel". */
static const char *bare_label(struct str text, struct arena *arena)
{
    char *word;
    size_t len;

    if (text.len > LABEL_BYTES_MAX)
        return "";
    word = clean_fold(text, arena);
    word += bullet(word);
    if (strchr(word, '(') != NULL && strchr(word, '(') > word)
        *strchr(word, '(') = '\0';
    len = strlen(word);
    while (len > 0 && strchr(" .*?:_]", word[len - 1]) != NULL)
        word[--len] = '\0';
    return word;
}

/* "Phone (mobile)". */
static bool is_bracketed_mobile(const struct label_index *index,
                                struct str text, struct arena *arena)
{
    const char *open = memchr(text.at, '(', text.len);
    const char *end = text.at + text.len;
    const char *close =
        open == NULL ? NULL : memchr(open, ')', (size_t)(end - open));
    struct str inside = {0};

    if (close != NULL)
        inside = (struct str){open + 1, (size_t)(close - open) - 1};
    return inside.len > 0 &&
           label_find(index, bare_label(inside, arena)) == LABEL_MOBILE;
}

static enum label label_of(const struct label_index *index, struct str text,
                           struct arena *arena)
{
    const char *word = bare_label(text, arena);
    enum label label = label_find(index, word);

    if (label == LABEL_PHONE && is_bracketed_mobile(index, text, arena))
        return LABEL_MOBILE;
    return label == LABEL_UNKNOWN && strchr(word, ' ') != NULL
               ? label_of_words(index, word, arena)
               : label;
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

/* Whose number it is when it is not the customer's own. */
static const char somebody_else[] =
    "|emergency|mother|mother's|mum|mum's|father|father's|dad|dad's|parent|"
    "parent's|parents|partner|partner's|husband|husband's|wife|wife's|son|"
    "spouse|daughter|sister|brother|friend|doctor|doctor's|gp|physician|"
    "dentist|lab|office|clinic|practice|company|school|hotel|reception|desk|"
    "insurance|notfall|mutter|vater|ehemann|ehefrau|hausarzt|praxis|labor|"
    "buro|firma|versicherung|krankenkasse|urgence|mere|pere|mari|epouse|"
    "medecin|cabinet|laboratoire|bureau|entreprise|assurance|mutuelle|madre|"
    "padre|medico|clinica|consultorio|empresa|oficina|moeder|vader|huisarts|"
    "praktijk|kantoor|ufficio|mae|pai|";

static bool is_somebody_elses(const char *start, const char *at,
                              struct arena *arena)
{
    const char *first = word_before(start, at);
    const char *end = at;
    const char *word;

    while (end > first && end[-1] == ' ')
        end--;
    word = clean_fold((struct str){first, (size_t)(end - first)}, arena);
    return words_are_listed(word, strlen(word), somebody_else);
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
        struct str text;
        enum label label;

        first = word_before(start, first);
        if (*first == ' ')
            break; /* something else stands before the words so far */
        text = (struct str){first, (size_t)(end - first)};
        label = label_find(index, bare_label(text, arena));
        if (label == LABEL_UNKNOWN)
            continue;
        found = label;
        *word = text;
    }
    if (found != LABEL_UNKNOWN && is_somebody_elses(start, word->at, arena))
        return LABEL_UNKNOWN;
    return found;
}
