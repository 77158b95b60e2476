#include "importers/clean.h"

#include "base/fold.h"
#include "base/locale.h"
#include "base/utf8.h"

/* Longer texts are cut before anybody sees their accents. */
#define COMPOSE_BYTES_MAX (256 * 1024)

/* Neither seen nor meant: dropped. Includes the ways to turn text around. */
static bool is_dropped(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0xAD ||
           point == 0x61C || point == 0x180E ||
           (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) ||
           (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF ||
           (point >= 0xFFF0 && point <= 0xFFFB) ||
           (point >= 0xE0000 && point <= 0xE0FFF);
}

static bool is_space(uint32_t point)
{
    return point == ' ' || point == '\t' || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

static bool is_break(uint32_t point)
{
    return point == '\n' || point == '\v' || point == '\f' || point == 0x2028 ||
           point == 0x2029;
}

/* What a run of white space is worth, while it is not yet written. */
struct pause {
    bool space;
    size_t breaks;
};

static void write_pause(struct pause *pause, struct buf *out)
{
    if (out->len > 0) {
        if (pause->breaks > 0)
            (void)buf_add(out, "\n\n", pause->breaks > 1 ? 2 : 1);
        else if (pause->space)
            (void)buf_add_char(out, ' ');
    }
    *pause = (struct pause){0};
}

/* False when the text has accents beside their letters. */
static bool regular(struct str text, bool keep_breaks, struct buf *out)
{
    struct pause pause = {0};
    bool composed = true;
    uint32_t point;

    while (utf8_next(&text, &point)) {
        if (point == '\r') {
            if (text.len > 0 && text.at[0] == '\n')
                continue;
            point = '\n';
        }
        if (is_break(point) && keep_breaks) {
            pause.breaks++;
        } else if (is_space(point) || is_break(point)) {
            pause.space = true;
        } else if (!is_dropped(point)) {
            write_pause(&pause, out);
            (void)utf8_put(point, out);
            composed &= !fold_is_accent(point);
        }
    }
    return composed;
}

/*
 * Most texts are plain already: whether nothing has to be done to a trimmed
 * one. Line breaks are plain where they are kept and stand alone.
 */
static bool is_plain(struct str text, bool keep_breaks)
{
    bool after_gap = true;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool is_gap = c == ' ' || (c == '\n' && keep_breaks);

        if ((c < 0x20 && !is_gap) || c > 0x7E || (is_gap && after_gap))
            return false;
        after_gap = is_gap;
    }
    return !after_gap;
}

static struct str trimmed(struct str text)
{
    while (text.len > 0 && text.at[0] == ' ')
        text = (struct str){text.at + 1, text.len - 1};
    while (text.len > 0 && text.at[text.len - 1] == ' ')
        text.len--;
    return text;
}

static char *cleaned(struct str text, bool keep_breaks, struct arena *arena)
{
    struct buf out;
    char *copy = NULL;
    bool composed;

    text = trimmed(text);
    if (text.len == 0)
        return NULL;
    if (is_plain(text, keep_breaks))
        return arena_strndup(arena, text.at, text.len);

    /* A stray byte may become three. */
    buf_init(&out, 3 * text.len);
    composed = regular(text, keep_breaks, &out);
    if (out.len > 0)
        copy = composed || out.len > COMPOSE_BYTES_MAX
                   ? arena_strndup(arena, out.at, out.len)
                   : locale_compose(out.at, arena);
    buf_finish(&out);
    return copy;
}

char *clean_line(struct str text, struct arena *arena)
{
    return cleaned(text, false, arena);
}

char *clean_text(struct str text, struct arena *arena)
{
    return cleaned(text, true, arena);
}

/* Folds a line of nothing but ASCII where it stands; false when it is more. */
static bool fold_ascii(char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        if ((unsigned char)*at >= 0x80)
            return false;
    }
    for (; *line != '\0'; line++) {
        if (*line >= 'A' && *line <= 'Z')
            *line = (char)(*line + 0x20);
    }
    return true;
}

char *clean_fold(struct str text, struct arena *arena)
{
    char *line = clean_line(text, arena);
    struct str rest = str_of(line);
    struct buf out;
    uint32_t point;

    if (line == NULL)
        return arena_strdup(arena, "");
    if (fold_ascii(line))
        return line;
    buf_init(&out, 2 * rest.len);
    while (utf8_next(&rest, &point)) {
        if (!fold_is_accent(point))
            (void)utf8_put(fold_point(point), &out);
    }
    line = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return line;
}

char *clean_cut(const char *text, size_t points_max, struct arena *arena)
{
    struct str rest = str_of(text);
    size_t count = 0;
    uint32_t point;

    if (rest.len <= points_max)
        return arena_strndup(arena, text, rest.len);
    while (count < points_max && utf8_next(&rest, &point))
        count++;
    return arena_strndup(arena, text, (size_t)(rest.at - text));
}
