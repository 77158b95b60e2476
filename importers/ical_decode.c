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

static void convert_utf16(struct str text, bool is_big, struct buf *out)
{
    size_t bytes;

    /* At most three bytes for each unit. */
    buf_init(out, text.len / 2 * 3 + 3);
    for (size_t i = 0; i + 1 < text.len; i += bytes)
        (void)utf8_put(point_at(text, i, is_big, &bytes), out);
}

void ical_decode_start(struct ical_decoder *decoder, struct str document)
{
    *decoder = (struct ical_decoder){.rest = document, .line = 1};
    buf_init(&decoder->scratch, IMPORT_LINE_BYTES_MAX);
    buf_init(&decoder->converted, 0);
    if (document.len < 2)
        return;
    if (byte_at(document, 0) == 0xFF && byte_at(document, 1) == 0xFE)
        convert_utf16(str_from(document, 2), false, &decoder->converted);
    else if (byte_at(document, 0) == 0xFE && byte_at(document, 1) == 0xFF)
        convert_utf16(str_from(document, 2), true, &decoder->converted);
    else if (byte_at(document, 0) == 'B' && byte_at(document, 1) == 0)
        convert_utf16(document, false, &decoder->converted);
    else if (byte_at(document, 0) == 0 && byte_at(document, 1) == 'B')
        convert_utf16(document, true, &decoder->converted);
    else if (document.len >= 3 && memcmp(document.at, "\xEF\xBB\xBF", 3) == 0)
        decoder->rest = str_from(document, 3);
    if (decoder->converted.len > 0)
        decoder->rest = buf_str(&decoder->converted);
}

void ical_decode_finish(struct ical_decoder *decoder)
{
    buf_finish(&decoder->scratch);
    buf_finish(&decoder->converted);
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7F;
}

/* Appends a piece of a line without its control characters. */
static void add_clean(struct str piece, struct buf *out)
{
    size_t start = 0;

    for (size_t i = 0; i <= piece.len; i++) {
        if (i < piece.len && !is_control(piece.at[i]))
            continue;
        (void)buf_add(out, piece.at + start, i - start);
        start = i + 1;
    }
}

/* Takes one line of the document off; CR, LF and CRLF end it. */
static bool next_physical(struct ical_decoder *decoder, struct str *line)
{
    struct str rest = decoder->rest;
    size_t len = 0;
    size_t end;

    if (rest.len == 0)
        return false;
    while (len < rest.len && rest.at[len] != '\n' && rest.at[len] != '\r')
        len++;
    end = len < rest.len ? len + 1 : len;
    if (len + 1 < rest.len && rest.at[len] == '\r' && rest.at[len + 1] == '\n')
        end++;
    *line = (struct str){rest.at, len};
    decoder->rest = str_from(rest, end);
    decoder->line++;
    return true;
}

/* Skips empty lines; whether what follows continues the line before. */
static bool is_continued(struct ical_decoder *decoder)
{
    struct str line;

    while (decoder->rest.len > 0 &&
           (decoder->rest.at[0] == '\n' || decoder->rest.at[0] == '\r'))
        (void)next_physical(decoder, &line);
    return decoder->rest.len > 0 &&
           (decoder->rest.at[0] == ' ' || decoder->rest.at[0] == '\t');
}

/* Reads the stray bytes of the line that starts at `start`. */
static void mend(struct ical_decoder *decoder, struct buf *out, size_t start)
{
    struct str line = {out->at + start, out->len - start};
    uint32_t point;

    if (utf8_is_valid(line))
        return;
    decoder->foreign_lines++;
    buf_clear(&decoder->scratch);
    (void)buf_add(&decoder->scratch, line.at, line.len);
    buf_cut(out, start);
    line = buf_str(&decoder->scratch);
    while (utf8_next(&line, &point))
        (void)utf8_put(point, out);
}

bool ical_decode_line(struct ical_decoder *decoder, struct buf *out,
                      size_t *line)
{
    size_t start = out->len;
    struct str piece;

    for (;;) {
        bool is_long = false;

        (void)is_continued(decoder); /* what is left of a dropped line too */
        *line = decoder->line;
        if (!next_physical(decoder, &piece))
            return false;
        add_clean(piece, out);
        while (is_continued(decoder)) {
            (void)next_physical(decoder, &piece);
            is_long = is_long || out->len - start > IMPORT_LINE_BYTES_MAX;
            if (!is_long)
                add_clean(str_from(piece, 1), out);
        }
        if (out->len - start <= IMPORT_LINE_BYTES_MAX && !is_long) {
            mend(decoder, out, start);
            if (out->len > start)
                return true;
            continue;
        }
        decoder->long_lines++;
        buf_cut(out, start);
    }
}
