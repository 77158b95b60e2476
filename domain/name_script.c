#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/name.h"

/*
 * Letters of Cyrillic and Greek that nobody can tell from Latin ones. A
 * keyboard left in the other script writes them; so does somebody who wants
 * two names that look the same.
 */

struct twin_letter {
    uint16_t other;
    char latin;
};

static const struct twin_letter cyrillic[] = {
    {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x405, 'S'}, {0x406, 'I'},
    {0x408, 'J'}, {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'},
    {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'},
    {0x430, 'a'}, {0x435, 'e'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'},
    {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'},
};

static const struct twin_letter greek[] = {
    {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'},
    {0x397, 'H'}, {0x399, 'I'}, {0x39A, 'K'}, {0x39C, 'M'},
    {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'},
    {0x3A5, 'Y'}, {0x3A7, 'X'}, {0x3BF, 'o'}, {0x3BD, 'v'},
};

struct letters {
    size_t latin;
    size_t cyrillic;
    size_t greek;
};

static bool is_latin(uint32_t point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
           (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7);
}

static bool is_cyrillic(uint32_t point)
{
    return point >= 0x400 && point <= 0x4FF;
}

static bool is_greek(uint32_t point)
{
    return point >= 0x370 && point <= 0x3FF;
}

static struct letters count_letters(struct str word)
{
    struct letters letters = {0};
    uint32_t point;

    while (utf8_next(&word, &point)) {
        letters.latin += is_latin(point);
        letters.cyrillic += is_cyrillic(point);
        letters.greek += is_greek(point);
    }
    return letters;
}

static uint32_t to_latin(const struct twin_letter *list, size_t count,
                         uint32_t point)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].other == point)
            return (uint32_t)list[i].latin;
    }
    return point;
}

static uint32_t from_latin(const struct twin_letter *list, size_t count,
                           uint32_t point)
{
    for (size_t i = 0; i < count; i++) {
        if (point < 0x80 && (uint32_t)list[i].latin == point)
            return list[i].other;
    }
    return point;
}

/* The letter as the word's own script has it; itself when it has not. */
static uint32_t as_most(const struct letters *word, uint32_t point)
{
    bool is_latin_word =
        word->latin >= word->cyrillic && word->latin >= word->greek;

    if (is_latin_word && is_cyrillic(point))
        return to_latin(cyrillic, ARRAY_LEN(cyrillic), point);
    if (is_latin_word)
        return to_latin(greek, ARRAY_LEN(greek), point);
    if (word->cyrillic >= word->greek)
        return from_latin(cyrillic, ARRAY_LEN(cyrillic), point);
    return from_latin(greek, ARRAY_LEN(greek), point);
}

static bool is_mixed(const struct letters *letters)
{
    return (letters->latin > 0) + (letters->cyrillic > 0) +
               (letters->greek > 0) >
           1;
}

static bool unmix_word(struct str word, struct buf *out)
{
    struct letters letters = count_letters(word);
    bool changed = false;
    uint32_t point;

    if (!is_mixed(&letters)) {
        (void)buf_add(out, word.at, word.len);
        return false;
    }
    while (utf8_next(&word, &point)) {
        uint32_t plain = as_most(&letters, point);

        changed |= plain != point;
        (void)utf8_put(plain, out);
    }
    return changed;
}

/* Cut between characters, so that it fits. */
static struct str fitting(const char *name)
{
    struct str text = {name, strnlen(name, NAME_KEY_MAX)};

    if (text.len < NAME_KEY_MAX)
        return text;
    text.len = NAME_KEY_MAX - 1;
    while (text.len > 0 && ((unsigned char)name[text.len] & 0xC0U) == 0x80)
        text.len--;
    return text;
}

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    }
    return true;
}

bool name_unmix(const char *name, char out[NAME_KEY_MAX])
{
    struct str rest = fitting(name);
    bool changed = false;
    struct buf text;

    memcpy(out, rest.at, rest.len);
    out[rest.len] = '\0';
    if (is_ascii(rest))
        return false;
    buf_init(&text, NAME_KEY_MAX - 1);
    while (rest.len > 0) {
        size_t len = 0;

        while (len < rest.len && strchr(" -.,'", rest.at[len]) == NULL)
            len++;
        changed |= unmix_word((struct str){rest.at, len}, &text);
        if (len < rest.len)
            (void)buf_add_char(&text, rest.at[len++]);
        rest = (struct str){rest.at + len, rest.len - len};
    }
    if (changed && !text.full)
        memcpy(out, buf_text(&text), text.len + 1);
    changed = changed && !text.full;
    buf_finish(&text);
    return changed;
}
