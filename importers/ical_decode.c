#include "importers/ical_decode.h"

#include "base/utf8.h"
#include "importers/limits.h"

static unsigned char byte_at(struct str text, size_t index)
{
    return (unsigned char)text.at[index];
}

static struct str str_from(struct str text, size_t offset)
{
    return (struct str){text.at + offset, text.len - offset};
}

static uint32_t unit_at(struct str text, size_t index, bool is_big)
{
    uint32_t first = byte_at(text, index);
    uint32_t second = byte_at(text, index + 1);

    return is_big ? first << 8 | second : second << 8 | first;
}

/* The code point at `index`, and how many bytes it takes. */
static uint32_t point_at(struct str text, size_t index, bool is_big,
                         size_t *bytes)
{
    uint32_t point = unit_at(text, index, is_big);
    uint32_t low;

    *bytes = 2;
    if (point < 0xD800 || point >= 0xDC00 || index + 3 >= text.len)
        return point;
    low = unit_at(text, index + 2, is_big);
    if (low < 0xDC00 || low >= 0xE000)
        return point;
    *bytes = 4;
    return 0x10000 + ((point & 0x3FF) << 10) + (low & 0x3FF);
}

static struct str convert_utf16(struct str text, bool is_big,
                                struct arena *arena)
{
    struct buf out;
    struct str copy;
    size_t bytes;

    /* At most three bytes for each unit. */
    buf_init(&out, text.len / 2 * 3 + 3);
    for (size_t i = 0; i + 1 < text.len; i += bytes)
        (void)utf8_put(point_at(text, i, is_big, &bytes), &out);
    copy = (struct str){arena_strndup(arena, out.at, out.len), out.len};
    buf_finish(&out);
    return copy;
}

struct str ical_decode_document(struct str document, struct arena *arena)
{
    if (document.len < 2)
        return document;
    if (byte_at(document, 0) == 0xFF && byte_at(document, 1) == 0xFE)
        return convert_utf16(str_from(document, 2), false, arena);
    if (byte_at(document, 0) == 0xFE && byte_at(document, 1) == 0xFF)
        return convert_utf16(str_from(document, 2), true, arena);
    if (byte_at(document, 0) == 'B' && byte_at(document, 1) == 0)
        return convert_utf16(document, false, arena);
    if (byte_at(document, 0) == 0 && byte_at(document, 1) == 'B')
        return convert_utf16(document, true, arena);
    if (document.len >= 3 && memcmp(document.at, "\xEF\xBB\xBF", 3) == 0)
        return str_from(document, 3);
    return document;
}

void ical_decode_start(struct ical_decoder *decoder, struct str text)
{
    *decoder = (struct ical_decoder){.all = text, .line = 1};
    /* Stray bytes become three at most. */
    buf_init(&decoder->joined, text.len);
    buf_init(&decoder->mended, 3 * (size_t)IMPORT_LINE_BYTES_MAX);
}

void ical_decode_finish(struct ical_decoder *decoder)
{
    buf_finish(&decoder->joined);
    buf_finish(&decoder->mended);
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7F;
}

/* Every byte of a word with that value. */
#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/*
 * Whether all bytes are printable ASCII, eight at a time: most lines are, and
 * then nothing needs to be copied or mended.
 */
static bool is_simple(struct str text)
{
    uint64_t odd = 0;
    size_t i = 0;

    for (; i + 8 <= text.len; i += 8) {
        uint64_t word;

        memcpy(&word, text.at + i, sizeof(word));
        /* The high bit of a byte: not ASCII; below a space; 0x7F. */
        odd |= word | ((word - EACH_BYTE(0x20)) & ~word) |
               (((word ^ EACH_BYTE(0x7F)) - EACH_BYTE(1)) &
                ~(word ^ EACH_BYTE(0x7F)));
    }
    if ((odd & EACH_BYTE(0x80)) != 0)
        return false;
    for (; i < text.len; i++) {
        if (text.at[i] < 0x20 || text.at[i] == 0x7F)
            return false;
    }
    return true;
}

/* Appends a piece of a line without its control characters. */
static void add_clean(struct str piece, struct buf *out)
{
    size_t start = 0;

    if (is_simple(piece)) {
        (void)buf_add(out, piece.at, piece.len);
        return;
    }
    for (size_t i = 0; i <= piece.len; i++) {
        if (i < piece.len && !is_control(piece.at[i]))
            continue;
        (void)buf_add(out, piece.at + start, i - start);
        start = i + 1;
    }
}

static size_t find(struct str text, size_t from, size_t until, char c)
{
    const char *at =
        from < until ? memchr(text.at + from, c, until - from) : NULL;

    return at == NULL ? until : (size_t)(at - text.at);
}

/*
 * Takes one line of the document off; CR, LF and CRLF end it. Where the next
 * LF is stays known, so that a document of CRs is not searched again for each.
 */
static bool next_physical(struct ical_decoder *decoder, struct str *line)
{
    struct str all = decoder->all;
    size_t start = decoder->at;
    size_t end;

    if (start >= all.len)
        return false;
    if (decoder->line_end < start || start == 0)
        decoder->line_end = find(all, start, all.len, '\n');
    end = find(all, start, decoder->line_end, '\r');
    *line = (struct str){all.at + start, end - start};
    decoder->at = end < all.len ? end + 1 : end;
    if (end + 1 < all.len && all.at[end] == '\r' && all.at[end + 1] == '\n')
        decoder->at++;
    decoder->line++;
    return true;
}

/* Skips empty lines; whether what follows continues the line before. */
static bool is_continued(struct ical_decoder *decoder)
{
    struct str line;

    while (decoder->at < decoder->all.len) {
        char c = decoder->all.at[decoder->at];

        if (c != '\n' && c != '\r')
            return c == ' ' || c == '\t';
        (void)next_physical(decoder, &line);
    }
    return false;
}

/* The line with its stray bytes read as what they most likely are. */
static struct str mend(struct ical_decoder *decoder, struct str line)
{
    uint32_t point;

    decoder->foreign_lines++;
    buf_clear(&decoder->mended);
    while (utf8_next(&line, &point))
        (void)utf8_put(point, &decoder->mended);
    return buf_str(&decoder->mended);
}

/*
 * Joins what follows to the first piece of a line; false when it is too long
 * and therefore left out.
 */
static bool join(struct ical_decoder *decoder, struct str piece)
{
    struct buf *out = &decoder->joined;
    bool is_long = false;

    buf_clear(out);
    add_clean(piece, out);
    while (is_continued(decoder)) {
        (void)next_physical(decoder, &piece);
        is_long = is_long || out->len > IMPORT_LINE_BYTES_MAX;
        if (!is_long)
            add_clean(str_from(piece, 1), out);
    }
    is_long = is_long || out->len > IMPORT_LINE_BYTES_MAX;
    decoder->long_lines += is_long;
    return !is_long;
}

bool ical_decode_line(struct ical_decoder *decoder, struct ical_decoded *out)
{
    struct str piece;

    for (;;) {
        bool is_whole;

        (void)is_continued(decoder); /* what is left of a dropped line too */
        out->offset = decoder->at;
        out->line = decoder->line;
        if (!next_physical(decoder, &piece))
            return false;
        is_whole = !is_continued(decoder) &&
                   piece.len <= IMPORT_LINE_BYTES_MAX && is_simple(piece);
        if (!is_whole) {
            if (!join(decoder, piece))
                continue;
            piece = buf_str(&decoder->joined);
            if (!utf8_is_valid(piece))
                piece = mend(decoder, piece);
        }
        out->text = piece;
        if (piece.len > 0)
            return true;
    }
}
