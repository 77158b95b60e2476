#include "domain/name.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/str.h"
#include "base/utf8.h"

/* Kana, Chinese characters, Hangul: all that follows is of such scripts. */
#define UNSPACED_FIRST 0x3040

struct words {
    char text[NAME_KEY_MAX]; /* each word with a NUL behind it */
    const char *word[NAME_WORDS_MAX];
    size_t count;
};

/* Titles that say nothing of who it is, between '|'. */
static const char plain_titles[] =
    "|dr|prof|dott|dottssa|dra|ing|mag|dipl|me|maitre|docteur|doctor|doktor|";
/* Those that tell a wife from a husband. */
static const char telling_titles[] =
    "|mr|mrs|ms|miss|mx|mister|m|mme|mlle|monsieur|madame|mademoiselle|herr|"
    "hr|frau|fr|sr|sra|srta|senor|senora|sig|sigra|signor|signora|dhr|mevr|"
    "mw|mevrouw|don|dona|dna|";
/* What tells a son from his father. */
static const char generations[] =
    "|jr|junior|jun|sr|senior|sen|ii|iii|iv|fils|pere|filho|neto|hijo|zoon|";

static bool is_listed(const char *list, const char *word)
{
    size_t len = strlen(word);
    const char *at = list;

    while ((at = strstr(at, word)) != NULL) {
        if (at[-1] == '|' && at[len] == '|')
            return true;
        at += len;
    }
    return false;
}

/* Letters and digits of any script; punctuation of ASCII parts words. */
static bool is_letter(uint32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') ||
           (point >= 0xAA && point != 0xB7 && point != 0xD7 && point != 0xF7 &&
            !(point >= 0x2000 && point <= 0x206F) && point != 0x3000 &&
            point != 0x30FB && point != 0xFEFF && point != 0xFFFD);
}

static void end_word(struct words *words, struct buf *out, size_t *begin)
{
    if (out->len == *begin || words->count == NAME_WORDS_MAX)
        return;
    (void)buf_add_char(out, '\0');
    *begin = out->len;
    words->count++;
}

/* The folded words of a name, in its own order. */
static void split(const char *name, struct words *out)
{
    struct str rest = str_of(name);
    struct buf text;
    size_t begin = 0;
    uint32_t point;

    out->count = 0;
    buf_init(&text, sizeof(out->text) - 1);
    while (utf8_next(&rest, &point)) {
        point = fold_point(point);
        if (is_letter(point))
            (void)utf8_put(point, &text);
        else if (point != '\'' && !fold_is_accent(point))
            end_word(out, &text, &begin);
    }
    end_word(out, &text, &begin);
    memcpy(out->text, buf_text(&text), text.len);
    out->text[text.len] = '\0';
    buf_finish(&text);
    for (size_t i = 0, at = 0; i < out->count; i++) {
        out->word[i] = out->text + at;
        at += strlen(out->word[i]) + 1;
    }
}

static void drop_first(struct words *words)
{
    words->count--;
    memmove(words->word, words->word + 1,
            words->count * sizeof(words->word[0]));
}

static void drop_titles(struct words *words)
{
    while (words->count > 1 && is_listed(plain_titles, words->word[0]))
        drop_first(words);
    while (words->count > 2 && (is_listed(telling_titles, words->word[0]) ||
                                is_listed(plain_titles, words->word[0])))
        drop_first(words);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

char *name_key(const char *name, char out[NAME_KEY_MAX])
{
    char plain[NAME_KEY_MAX];
    struct words words;
    size_t len = 0;

    out[0] = '\0';
    if (str_is_empty(name))
        return out;
    (void)name_unmix(name, plain);
    split(plain, &words);
    drop_titles(&words);
    if (words.count > 1)
        qsort(words.word, words.count, sizeof(words.word[0]), by_text);
    for (size_t i = 0; i < words.count; i++) {
        size_t size = strlen(words.word[i]);

        if (i > 0)
            out[len++] = ' ';
        memcpy(out + len, words.word[i], size);
        len += size;
    }
    out[len] = '\0';
    return out;
}

/* The words of a key. */
static void part(const char *key, struct words *out)
{
    size_t len = strnlen(key, sizeof(out->text) - 1);
    char *at = out->text;

    memcpy(out->text, key, len);
    out->text[len] = '\0';
    out->count = 0;
    while (*at != '\0' && out->count < NAME_WORDS_MAX) {
        out->word[out->count++] = at;
        at += strcspn(at, " ");
        if (*at == ' ')
            *at++ = '\0';
    }
}

size_t name_word_count(const char *key)
{
    struct words words;

    part(key, &words);
    return words.count;
}

bool name_is_full(const char *key)
{
    struct str rest = str_of(key);
    uint32_t first;

    if (name_word_count(key) > 1)
        return true;
    return utf8_next(&rest, &first) && first >= UNSPACED_FIRST &&
           utf8_next(&rest, &first);
}

static bool has_generation(const struct words *words)
{
    for (size_t i = 0; words->count > 1 && i < words->count; i++) {
        if (is_listed(generations, words->word[i]))
            return true;
    }
    return false;
}

/* One letter wrong, missing or changed over with its neighbour; not the last,
 * which often tells a woman's name from a man's. */
static bool is_slip(const char *left, const char *right)
{
    size_t l = strlen(left);
    size_t r = strlen(right);
    size_t same = 0;

    if (l > r)
        return is_slip(right, left);
    if (l < NAME_TYPO_LETTERS || r - l > 1 || left[l - 1] != right[r - 1])
        return false;
    while (same < l && left[same] == right[same])
        same++;
    if (l < r)
        return strcmp(left + same, right + same + 1) == 0;
    if (strcmp(left + same + 1, right + same + 1) == 0)
        return true;
    return same + 2 < l && left[same] == right[same + 1] &&
           left[same + 1] == right[same] &&
           strcmp(left + same + 2, right + same + 2) == 0;
}

/* One letter of any script. */
static bool is_initial(const char *word)
{
    return utf8_count(str_of(word)) == 1;
}

/* "M." stands for Marie, but not for Madame. */
static bool is_initial_of(const char *left, const char *right)
{
    if (!is_initial(left))
        return is_initial(right) && is_initial_of(right, left);
    return strncmp(left, right, strlen(left)) == 0 &&
           !is_listed(telling_titles, right);
}

typedef bool likeness(const char *left, const char *right);

static bool is_equal(const char *left, const char *right)
{
    return strcmp(left, right) == 0;
}

/* Pairs words that are alike and not yet paired, `most` at most. */
static size_t pair_words(struct words *left, struct words *right,
                         likeness *alike, size_t most)
{
    size_t count = 0;

    for (size_t i = 0; i < left->count && count < most; i++) {
        for (size_t k = 0; left->word[i] != NULL && k < right->count; k++) {
            if (right->word[k] == NULL || !alike(left->word[i], right->word[k]))
                continue;
            left->word[i] = NULL;
            right->word[k] = NULL;
            count++;
        }
    }
    return count;
}

/* Equal words of more than a letter: an initial is no evidence of itself. */
static size_t count_whole(const struct words *left, const struct words *right)
{
    size_t count = 0;

    for (size_t i = 0; i < left->count; i++) {
        for (size_t k = 0; k < right->count; k++)
            count += strcmp(left->word[i], right->word[k]) == 0 &&
                     !is_initial(left->word[i]);
    }
    return count;
}

enum name_likeness name_compare(const char *left, const char *right)
{
    struct words l;
    struct words r;
    size_t whole;
    size_t paired;
    size_t slips;

    if (*left == '\0' || *right == '\0')
        return NAME_OTHER;
    if (strcmp(left, right) == 0)
        return NAME_EQUAL;
    part(left, &l);
    part(right, &r);
    if (has_generation(&l) != has_generation(&r))
        return NAME_OTHER;
    whole = count_whole(&l, &r);
    paired = pair_words(&l, &r, is_equal, NAME_WORDS_MAX);
    slips = pair_words(&l, &r, is_slip, 1);
    paired += slips + pair_words(&l, &r, is_initial_of, NAME_WORDS_MAX);
    return whole + slips > 0 &&
                   paired == (l.count < r.count ? l.count : r.count)
               ? NAME_VARIANT
               : NAME_OTHER;
}
