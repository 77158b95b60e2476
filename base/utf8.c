#include "base/utf8.h"

#define REPLACEMENT UINT32_C(0xFFFD)

/* What 0x80..0x9F mean in Windows-1252; the five holes are C1 controls. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* The length that a first byte promises, and its bits; 0 for no first byte. */
static size_t promised(unsigned char first, uint32_t *bits)
{
    if (first < 0x80) {
        *bits = first;
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        *bits = first & 0x1FU;
        return 2;
    }
    if ((first & 0xF0U) == 0xE0) {
        *bits = first & 0x0FU;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        *bits = first & 0x07U;
        return 4;
    }
    return 0;
}

/* The length of the valid sequence at the start; 0 when there is none. */
static size_t decode(struct str text, uint32_t *point)
{
    const unsigned char *at = (const unsigned char *)text.at;
    uint32_t value;
    size_t len = promised(at[0], &value);

    if (len == 0 || len > text.len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xC0U) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3FU);
    }
    if ((len == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) ||
        (len == 4 && (value < 0x10000 || value > 0x10FFFF)))
        return 0;
    *point = value;
    return len;
}

/* How many bytes at the start are ASCII, in steps of eight. */
static size_t ascii_len(struct str text)
{
    size_t len = 0;
    uint64_t word;

    for (; len + sizeof(word) <= text.len; len += sizeof(word)) {
        memcpy(&word, text.at + len, sizeof(word));
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return len;
}

bool utf8_is_valid(struct str text)
{
    uint32_t point;

    while (text.len > 0) {
        size_t len = ascii_len(text);

        if (len == 0)
            len = decode(text, &point);
        if (len == 0)
            return false;
        text = (struct str){text.at + len, text.len - len};
    }
    return true;
}

bool utf8_next(struct str *rest, uint32_t *point)
{
    size_t len;

    if (rest->len == 0)
        return false;
    len = decode(*rest, point);
    if (len == 0) {
        unsigned char byte = (unsigned char)rest->at[0];

        *point = byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
        len = 1;
    }
    *rest = (struct str){rest->at + len, rest->len - len};
    return true;
}

bool utf8_put(uint32_t point, struct buf *out)
{
    char bytes[4];
    size_t len = 1;

    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        point = REPLACEMENT;
    if (point < 0x80) {
        bytes[0] = (char)point;
    } else if (point < 0x800) {
        len = 2;
        bytes[0] = (char)(0xC0U | point >> 6);
    } else if (point < 0x10000) {
        len = 3;
        bytes[0] = (char)(0xE0U | point >> 12);
    } else {
        len = 4;
        bytes[0] = (char)(0xF0U | point >> 18);
    }
    for (size_t i = len - 1; i > 0; i--) {
        bytes[i] = (char)(0x80U | (point & 0x3FU));
        point >>= 6;
    }
    return buf_add(out, bytes, len);
}

size_t utf8_count(struct str text)
{
    uint32_t point;
    size_t count = 0;

    while (utf8_next(&text, &point))
        count++;
    return count;
}
