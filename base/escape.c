#include "base/escape.h"

#include "base/utf8.h"

void escape_none(struct str text, struct buf *out)
{
    (void)buf_add(out, text.at, text.len);
}

static const char *json_short(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

void escape_json(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *as = json_short(text.at[i]);

        if (as != NULL)
            (void)buf_add_text(out, as);
        else if ((unsigned char)text.at[i] < 0x20)
            (void)buf_printf(out, "\\u%04x", (unsigned)text.at[i]);
        else
            (void)buf_add_char(out, text.at[i]);
    }
}

void escape_percent(struct str text, struct buf *out)
{
    static const char unreserved[] = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-._~";

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c != '\0' && strchr(unreserved, c) != NULL)
            (void)buf_add_char(out, c);
        else
            (void)buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static const char *html_entity(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void escape_html(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *as = html_entity(text.at[i]);

        if (as != NULL)
            (void)buf_add_text(out, as);
        else
            (void)buf_add_char(out, text.at[i]);
    }
}

/* C0, DEL and C1; marks and embeddings of direction; breaks of Unicode's. */
static bool acts(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') ||
           (point >= 0x7F && point <= 0x9F) || point == 0x61C ||
           point == 0x200E || point == 0x200F ||
           (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

void escape_screen(struct str text, struct buf *out)
{
    uint32_t point;

    while (utf8_next(&text, &point))
        (void)utf8_put(acts(point) ? UINT32_C(0xFFFD) : point, out);
}
