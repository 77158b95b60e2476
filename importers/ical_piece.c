#include "importers/ical_piece.h"

#include "base/utf8.h"

int64_t ical_piece_fail(struct ical_piece *piece, const char *what)
{
    if (piece->wrong == NULL)
        piece->wrong = what;
    piece->rest.len = 0;
    return 0;
}

const char *ical_piece_bytes(struct ical_piece *piece, size_t len)
{
    const char *bytes = piece->rest.at;

    if (piece->rest.len < len) {
        (void)ical_piece_fail(piece, "it ends too early");
        return NULL;
    }
    piece->rest.at += len;
    piece->rest.len -= len;
    return bytes;
}

static uint64_t take_bits(struct ical_piece *piece)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < piece->rest.len; i++) {
        unsigned char byte = (unsigned char)piece->rest.at[i];

        if (i > 9 || (i == 9 && byte > 1) || (i > 0 && byte == 0))
            return (uint64_t)ical_piece_fail(piece, "a number is out of range");
        bits |= (uint64_t)(byte & 0x7FU) << (7 * i);
        if ((byte & 0x80U) == 0) {
            (void)ical_piece_bytes(piece, i + 1);
            return bits;
        }
    }
    return (uint64_t)ical_piece_fail(piece, "it ends too early");
}

size_t ical_piece_number(struct ical_piece *piece, size_t max)
{
    uint64_t number = take_bits(piece);

    if (number > max)
        return (size_t)ical_piece_fail(piece, "a number is out of range");
    return (size_t)number;
}

int64_t ical_piece_signed(struct ical_piece *piece, int64_t min, int64_t max)
{
    uint64_t bits = take_bits(piece);
    int64_t number = (int64_t)(bits >> 1);

    if (bits % 2 == 1)
        number = -number - 1;
    if (number < min || number > max)
        return ical_piece_fail(piece, "a number is out of range");
    return number;
}

bool ical_piece_bool(struct ical_piece *piece)
{
    return ical_piece_number(piece, 1) == 1;
}

size_t ical_piece_count(struct ical_piece *piece, size_t max, size_t item_bytes)
{
    size_t count = ical_piece_number(piece, max);

    if (count > piece->rest.len / item_bytes)
        return (size_t)ical_piece_fail(piece,
                                       "a list is longer than the record");
    return count;
}

/* No control characters but line breaks and tabs. */
static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            return false;
    }
    return utf8_is_valid(text);
}

struct str ical_piece_str(struct ical_piece *piece, size_t max)
{
    size_t size = ical_piece_number(piece, max + 1);
    struct str text = {NULL, size - 1};

    if (size == 0)
        return (struct str){0};
    text.at = ical_piece_bytes(piece, text.len);
    if (text.at == NULL || !is_plain(text)) {
        (void)ical_piece_fail(piece, "a text is cut or no plain text");
        return (struct str){0};
    }
    text.at = arena_strndup(piece->arena, text.at, text.len);
    return text;
}

const char *ical_piece_text(struct ical_piece *piece, size_t max)
{
    return ical_piece_str(piece, max).at;
}

const char *ical_piece_name(struct ical_piece *piece, size_t max)
{
    const char *text = ical_piece_text(piece, max);

    if (str_is_empty(text))
        (void)ical_piece_fail(piece, "a name is missing");
    return str_or_empty(text);
}
