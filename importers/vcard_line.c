#include "importers/vcard_line.h"

#include <strings.h>

#include "base/charset.h"
#include "importers/clean.h"
#include "importers/vcard.h"

void vcard_lines_init(struct vcard_lines *lines, struct str document)
{
    *lines = (struct vcard_lines){.rest = document, .number = 1};
    buf_init(&lines->bytes, VCARD_LINE_MAX);
}

void vcard_lines_finish(struct vcard_lines *lines)
{
    buf_finish(&lines->bytes);
}

static struct str after(struct str text, size_t len)
{
    return (struct str){text.at + len, text.len - len};
}

/* Takes a physical line; its end (LF, CR LF, CR) is not part of it. */
static bool next_physical(struct vcard_lines *lines, struct str *out)
{
    struct str rest = lines->rest;
    size_t len = 0;
    size_t end;

    if (rest.len == 0)
        return false;
    while (len < rest.len && rest.at[len] != '\n' && rest.at[len] != '\r')
        len++;
    *out = (struct str){rest.at, len};
    end = len < rest.len && rest.at[len] == '\r' && len + 1 < rest.len &&
                  rest.at[len + 1] == '\n'
              ? 2
              : 1;
    lines->rest = after(rest, len < rest.len ? len + end : len);
    lines->number++;
    return true;
}

static bool continues(const struct vcard_lines *lines)
{
    return lines->rest.len > 0 &&
           (lines->rest.at[0] == ' ' || lines->rest.at[0] == '\t');
}

/* What does not fit is a picture, and not looked at. */
static void add(struct vcard_lines *lines, struct str piece)
{
    size_t room = VCARD_LINE_MAX - lines->bytes.len;

    (void)buf_add(&lines->bytes, piece.at, piece.len < room ? piece.len : room);
}

static struct str colon_of(struct str line)
{
    bool quoted = false;

    for (size_t i = 0; i < line.len; i++) {
        quoted ^= line.at[i] == '"';
        if (!quoted && line.at[i] == ':')
            return after(line, i);
    }
    return (struct str){0};
}

static bool contains(struct str text, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= text.len; i++) {
        if (strncasecmp(text.at + i, word, len) == 0)
            return true;
    }
    return false;
}

static bool is_quoted_printable(struct str line)
{
    struct str colon = colon_of(line);

    return colon.len > 0 &&
           contains((struct str){line.at, line.len - colon.len},
                    "QUOTED-PRINTABLE");
}

static bool ends_softly(const struct buf *bytes)
{
    return bytes->len > 0 && bytes->at[bytes->len - 1] == '=';
}

static void unfold(struct vcard_lines *lines)
{
    struct str piece;

    for (;;) {
        bool soft = ends_softly(&lines->bytes) &&
                    is_quoted_printable(buf_str(&lines->bytes));

        if ((!soft && !continues(lines)) || !next_physical(lines, &piece))
            return;
        if (soft)
            buf_cut(&lines->bytes, lines->bytes.len - 1);
        add(lines, soft ? piece : after(piece, 1));
    }
}

static void split(struct str text, struct vcard_line *out)
{
    struct str colon = colon_of(text);
    struct str head;
    size_t len = 0;

    out->name = out->group = out->params = out->value = (struct str){0};
    if (colon.len == 0)
        return;
    head = (struct str){text.at, text.len - colon.len};
    out->value = after(colon, 1);
    while (len < head.len && head.at[len] != ';')
        len++;
    out->params = after(head, len);
    out->name = (struct str){head.at, len};
    for (size_t i = 0; i < len; i++) {
        if (head.at[i] == '.') {
            out->group = (struct str){head.at, i};
            out->name = (struct str){head.at + i + 1, len - i - 1};
        }
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "=C3=A9", in the charset that the line names. */
static struct str decoded(const struct vcard_line *line, struct arena *arena)
{
    struct str value = line->value;
    char *bytes = arena_alloc(arena, value.len + 1);
    enum charset charset;
    struct str name;
    size_t len = 0;

    for (size_t i = 0; i < value.len; i++) {
        int high = i + 2 < value.len ? hex_digit(value.at[i + 1]) : -1;
        int low = high < 0 ? -1 : hex_digit(value.at[i + 2]);

        if (value.at[i] != '=' || high < 0 || low < 0) {
            bytes[len++] = value.at[i];
            continue;
        }
        bytes[len++] = (char)(high * 16 + low);
        i += 2;
    }
    value = (struct str){bytes, len};
    if (!vcard_param(line, "CHARSET", &name) ||
        !charset_named(arena_strndup(arena, name.at, name.len), &charset))
        charset = charset_guess(value);
    return charset_decode(value, charset, arena);
}

bool vcard_lines_next(struct vcard_lines *lines, struct arena *arena,
                      struct vcard_line *out)
{
    struct str piece;

    out->number = lines->number;
    if (!next_physical(lines, &piece))
        return false;
    buf_clear(&lines->bytes);
    add(lines, piece);
    unfold(lines);
    split(buf_str(&lines->bytes), out);
    if (is_quoted_printable(buf_str(&lines->bytes)))
        out->value = decoded(out, arena);
    return true;
}

static bool is_word(struct str text, const char *word)
{
    return text.len == strlen(word) &&
           strncasecmp(text.at, word, text.len) == 0;
}

bool vcard_is_name(const struct vcard_line *line, const char *word)
{
    return is_word(line->name, word);
}

/* Takes the next parameter off ";A=b;C"; its name is empty when bare. */
static bool next_param(struct str *rest, struct str *name, struct str *value)
{
    bool quoted = false;
    size_t len = 1;
    size_t equals = 0;

    if (rest->len == 0)
        return false;
    for (; len < rest->len; len++) {
        quoted ^= rest->at[len] == '"';
        if (!quoted && rest->at[len] == ';')
            break;
        if (equals == 0 && rest->at[len] == '=')
            equals = len;
    }
    *name =
        equals == 0 ? (struct str){0} : (struct str){rest->at + 1, equals - 1};
    *value = equals == 0
                 ? (struct str){rest->at + 1, len - 1}
                 : (struct str){rest->at + equals + 1, len - equals - 1};
    *rest = after(*rest, len);
    return true;
}

static struct str unquoted(struct str text)
{
    if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
        return (struct str){text.at + 1, text.len - 2};
    return text;
}

bool vcard_param(const struct vcard_line *line, const char *name,
                 struct str *out)
{
    struct str rest = line->params;
    struct str key;

    while (next_param(&rest, &key, out)) {
        *out = unquoted(*out);
        if (is_word(key, name))
            return true;
    }
    return false;
}

static bool lists(struct str values, const char *word)
{
    size_t start = 0;

    for (size_t i = 0; i <= values.len; i++) {
        if (i < values.len && values.at[i] != ',')
            continue;
        if (is_word((struct str){values.at + start, i - start}, word))
            return true;
        start = i + 1;
    }
    return false;
}

bool vcard_has_word(const struct vcard_line *line, const char *word)
{
    struct str rest = line->params;
    struct str key;
    struct str value;

    while (next_param(&rest, &key, &value)) {
        if ((key.len == 0 || is_word(key, "TYPE")) &&
            lists(unquoted(value), word))
            return true;
    }
    return false;
}

/* "\\n", "\\,", "\\;", "\\:", "\\\\"; any other stays. */
static char unescaped(char c)
{
    return c == 'n' || c == 'N' ? ' ' : c;
}

char *vcard_part(struct str *rest, struct arena *arena)
{
    char *text = arena_alloc(arena, rest->len + 1);
    size_t len = 0;
    size_t i = 0;

    for (; i < rest->len && rest->at[i] != ';'; i++) {
        if (rest->at[i] == '\\' && i + 1 < rest->len)
            text[len++] = unescaped(rest->at[++i]);
        else
            text[len++] = rest->at[i];
    }
    *rest = after(*rest, i < rest->len ? i + 1 : i);
    return clean_line((struct str){text, len}, arena);
}

/* Semicolons are text here. */
char *vcard_text(const struct vcard_line *line, struct arena *arena)
{
    struct str rest = line->value;
    const char *text = vcard_part(&rest, arena);

    while (rest.len > 0) {
        const char *more = vcard_part(&rest, arena);

        text = arena_printf(arena, "%s; %s", str_or_empty(text),
                            str_or_empty(more));
    }
    return clean_line(str_of(text), arena);
}
