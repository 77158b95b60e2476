#include "base/charset.h"

#include <strings.h>

#include "base/utf8.h"

/* NULs are counted in so many bytes: a header row is enough. */
#define SNIFF_BYTES 4096

/* Letters of European languages take no more than this in UTF-8. */
#define POINT_BYTES 3

/* Macintosh: what its spreadsheets call CSV without further words. */
static const uint16_t mac_roman[128] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0,
    0x00E2, 0x00E4, 0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB,
    0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6,
    0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3,
    0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8,
    0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5,
    0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6,
    0x00F8, 0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB,
    0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013,
    0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178,
    0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02, 0x2021, 0x00B7, 0x201A,
    0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE,
    0x00CF, 0x00CC, 0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9,
    0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD,
    0x02DB, 0x02C7,
};

static unsigned char byte_at(struct str text, size_t index)
{
    return (unsigned char)text.at[index];
}

static bool starts_with(struct str text, struct str with)
{
    return text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

/* Latin text in UTF-16 has a NUL beside nearly every letter. */
static bool is_wide(struct str text, size_t nul_at)
{
    size_t end = text.len < SNIFF_BYTES ? text.len : SNIFF_BYTES;
    size_t nuls = 0;
    size_t others = 0;

    for (size_t i = 0; i + 1 < end; i += 2) {
        nuls += text.at[i + nul_at] == '\0';
        others += text.at[i + 1 - nul_at] == '\0';
    }
    return end >= 4 && others == 0 && 10 * nuls > 4 * end;
}

/* Sequences of several bytes that are well-formed, and bytes that are none. */
static void count_utf8(struct str text, size_t *sequences, size_t *strays)
{
    uint32_t point;

    *sequences = 0;
    *strays = 0;
    while (text.len > 0) {
        struct str before = text;

        if (byte_at(text, 0) < 0x80) {
            text = (struct str){text.at + 1, text.len - 1};
            continue;
        }
        (void)utf8_next(&text, &point);
        if (before.len - text.len > 1)
            (*sequences)++;
        else
            (*strays)++;
    }
}

static bool is_small_letter(struct str text, size_t index)
{
    return index < text.len && text.at[index] >= 'a' && text.at[index] <= 'z';
}

static bool is_beside_letter(struct str text, size_t index)
{
    return is_small_letter(text, index + 1) ||
           (index > 0 && is_small_letter(text, index - 1));
}

/* Typographic signs of Windows-1252 that stand between letters. */
static bool is_quote(unsigned char byte)
{
    return byte == 0x85 || (byte >= 0x91 && byte <= 0x97);
}

static bool is_latin_9_letter(unsigned char byte)
{
    return byte == 0xA6 || byte == 0xA8 || byte == 0xB4 || byte == 0xB8 ||
           (byte >= 0xBC && byte <= 0xBE);
}

/* A byte a letter: which of the three makes letters stand beside letters. */
static enum charset guess_single(struct str text)
{
    size_t low = 0;     /* 0x80..0x9F: nothing in ISO 8859 */
    size_t mac = 0;     /* of these, letters only on a Macintosh */
    size_t western = 0; /* letters in both other sets */
    size_t latin_9 = 0; /* signs that only ISO 8859-15 has there */

    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = byte_at(text, i);

        if (byte < 0x80)
            continue;
        low += byte < 0xA0;
        latin_9 += byte == 0xA4;
        if (!is_beside_letter(text, i))
            continue;
        mac += byte < 0xA0 && !is_quote(byte);
        western += byte >= 0xC0;
        latin_9 += is_latin_9_letter(byte);
    }
    if (mac > western)
        return CHARSET_MAC_ROMAN;
    return low == 0 && latin_9 > 0 ? CHARSET_ISO_8859_15 : CHARSET_WINDOWS_1252;
}

enum charset charset_guess(struct str document)
{
    size_t sequences;
    size_t strays;

    if (starts_with(document, STR("\xEF\xBB\xBF")))
        return CHARSET_UTF_8;
    if (starts_with(document, STR("\xFF\xFE")) || is_wide(document, 1))
        return CHARSET_UTF_16LE;
    if (starts_with(document, STR("\xFE\xFF")) || is_wide(document, 0))
        return CHARSET_UTF_16BE;
    count_utf8(document, &sequences, &strays);
    return strays == 0 || sequences > strays ? CHARSET_UTF_8
                                             : guess_single(document);
}

bool charset_named(const char *name, enum charset *out)
{
    static const struct {
        const char *name;
        enum charset charset;
    } names[] = {
        {"utf-8", CHARSET_UTF_8},
        {"utf8", CHARSET_UTF_8},
        {"us-ascii", CHARSET_UTF_8},
        {"ascii", CHARSET_UTF_8},
        {"iso-8859-1", CHARSET_WINDOWS_1252},
        {"latin1", CHARSET_WINDOWS_1252},
        {"windows-1252", CHARSET_WINDOWS_1252},
        {"cp1252", CHARSET_WINDOWS_1252},
        {"iso-8859-15", CHARSET_ISO_8859_15},
        {"macintosh", CHARSET_MAC_ROMAN},
        {"utf-16le", CHARSET_UTF_16LE},
        {"utf-16be", CHARSET_UTF_16BE},
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcasecmp(names[i].name, name) == 0) {
            *out = names[i].charset;
            return true;
        }
    }
    return false;
}

static uint32_t latin_9_point(unsigned char byte)
{
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x160;
    case 0xA8:
        return 0x161;
    case 0xB4:
        return 0x17D;
    case 0xB8:
        return 0x17E;
    case 0xBC:
        return 0x152;
    case 0xBD:
        return 0x153;
    case 0xBE:
        return 0x178;
    default:
        return byte;
    }
}

static uint32_t single_point(unsigned char byte, enum charset charset)
{
    struct str one = {(const char *)&byte, 1};
    uint32_t point = byte;

    if (byte < 0x80)
        return byte;
    if (charset == CHARSET_MAC_ROMAN)
        return mac_roman[byte - 0x80];
    if (charset == CHARSET_ISO_8859_15)
        return latin_9_point(byte);
    (void)utf8_next(&one, &point); /* a stray byte is Windows-1252 */
    return point;
}

static void decode_single(struct str text, enum charset charset,
                          struct buf *out)
{
    for (size_t i = 0; i < text.len; i++)
        (void)utf8_put(single_point(byte_at(text, i), charset), out);
}

static uint32_t unit_at(struct str text, size_t index, bool little)
{
    unsigned char first = byte_at(text, index);
    unsigned char second = byte_at(text, index + 1);

    return little ? first | (uint32_t)second << 8
                  : second | (uint32_t)first << 8;
}

static void decode_wide(struct str text, bool little, struct buf *out)
{
    size_t i = 0;

    if (text.len >= 2 && unit_at(text, 0, little) == 0xFEFF)
        i = 2;
    for (; i + 1 < text.len; i += 2) {
        uint32_t point = unit_at(text, i, little);
        uint32_t low = i + 3 < text.len ? unit_at(text, i + 2, little) : 0;

        if (point >= 0xD800 && point < 0xDC00 && low >= 0xDC00 &&
            low < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        (void)utf8_put(point, out);
    }
}

struct str charset_decode(struct str document, enum charset charset,
                          struct arena *arena)
{
    struct str copy;
    struct buf out;

    if (charset == CHARSET_UTF_8) {
        if (starts_with(document, STR("\xEF\xBB\xBF")))
            return (struct str){document.at + 3, document.len - 3};
        return document;
    }
    buf_init(&out, POINT_BYTES * document.len + 1);
    if (charset == CHARSET_UTF_16LE || charset == CHARSET_UTF_16BE)
        decode_wide(document, charset == CHARSET_UTF_16LE, &out);
    else
        decode_single(document, charset, &out);
    copy = (struct str){arena_strndup(arena, out.at, out.len), out.len};
    buf_finish(&out);
    return copy;
}
