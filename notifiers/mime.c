#include "notifiers/mime.h"

#include <ctype.h>
#include <strings.h>

#include "base/buf.h"
#include "base/crypto_sign.h"

/* RFC 2046 5.1.1 has 70. */
#define BOUNDARY_MAX 200

bool mime_line(struct str *rest, struct str *line)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->at, '\n', rest->len);
    line->at = rest->at;
    line->len = end == NULL ? rest->len : (size_t)(end - rest->at);
    rest->at += line->len + (end == NULL ? 0 : 1);
    rest->len -= line->len + (end == NULL ? 0 : 1);
    if (line->len > 0 && line->at[line->len - 1] == '\r')
        line->len--;
    return true;
}

void mime_read(struct str bytes, struct mime *out)
{
    struct str rest = bytes;
    struct str line;

    while (mime_line(&rest, &line)) {
        if (line.len == 0)
            break;
    }
    *out = (struct mime){
        .head = {.at = bytes.at, .len = bytes.len - rest.len},
        .body = rest,
    };
}

static bool is_folded(struct str line)
{
    return line.len > 0 && (*line.at == ' ' || *line.at == '\t');
}

static struct str trimmed(struct str text)
{
    while (text.len > 0 && isspace((unsigned char)*text.at)) {
        text.at++;
        text.len--;
    }
    while (text.len > 0 && isspace((unsigned char)text.at[text.len - 1]))
        text.len--;
    return text;
}

/* Whether the line is "name:"; `value` is what follows the colon. */
static bool is_header(struct str line, const char *name, struct str *value)
{
    size_t len = strlen(name);
    size_t at = len;

    if (line.len <= len || strncasecmp(line.at, name, len) != 0)
        return false;
    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t'))
        at++;
    if (at == line.len || line.at[at] != ':')
        return false;
    value->at = line.at + at + 1;
    value->len = line.len - at - 1;
    return true;
}

static void add_cut(struct buf *out, struct str text)
{
    size_t room = out->max - out->len;

    (void)buf_add(out, text.at, text.len < room ? text.len : room);
}

static char *taken(struct buf *text, struct arena *arena)
{
    struct str all = trimmed(buf_str(text));
    char *copy = arena_strndup(arena, all.len == 0 ? "" : all.at, all.len);

    buf_finish(text);
    return copy;
}

/* The value that begins on a line and goes on in folded ones. */
static char *unfolded(struct str value, struct str rest, struct arena *arena)
{
    struct str line;
    struct buf out;

    buf_init(&out, MIME_VALUE_MAX);
    add_cut(&out, trimmed(value));
    while (mime_line(&rest, &line) && is_folded(line)) {
        add_cut(&out, STR(" "));
        add_cut(&out, trimmed(line));
    }
    return taken(&out, arena);
}

char *mime_header(struct str head, const char *name, size_t index,
                  struct arena *arena)
{
    struct str rest = head;
    struct str line;
    struct str value;

    while (mime_line(&rest, &line)) {
        if (!is_header(line, name, &value))
            continue;
        if (index == 0)
            return unfolded(value, rest, arena);
        index--;
    }
    return NULL;
}

char *mime_type(const struct mime *mime, struct arena *arena)
{
    char *value = mime_header(mime->head, "Content-Type", 0, arena);
    size_t len;

    if (value == NULL)
        return arena_strdup(arena, "text/plain");
    len = strcspn(value, "; \t(");
    value[len] = '\0';
    for (char *at = value; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return value;
}

/* After `name=`: a token, or what stands between quotes. */
static char *parameter_value(const char *at, struct arena *arena)
{
    struct buf out;

    if (*at != '"')
        return arena_strndup(arena, at, strcspn(at, "; \t\r\n"));
    buf_init(&out, MIME_VALUE_MAX);
    for (at++; *at != '\0' && *at != '"'; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        (void)buf_add_char(&out, *at);
    }
    return taken(&out, arena);
}

char *mime_parameter(const struct mime *mime, const char *name,
                     struct arena *arena)
{
    const char *at = mime_header(mime->head, "Content-Type", 0, arena);
    size_t len = strlen(name);
    bool is_quoted = false;

    for (; at != NULL && *at != '\0'; at++) {
        const char *next = at + 1;

        if (*at == '"')
            is_quoted = !is_quoted;
        if (*at != ';' || is_quoted)
            continue;
        next += strspn(next, " \t");
        if (strncasecmp(next, name, len) != 0)
            continue;
        next += len;
        next += strspn(next, " \t");
        if (*next == '=')
            return parameter_value(next + 1 + strspn(next + 1, " \t"), arena);
    }
    return NULL;
}

enum mark { MARK_NONE, MARK_BEGINS, MARK_ENDS };

/* "--boundary", "--boundary--", spaces behind either. */
static enum mark mark_of(struct str line, const char *boundary)
{
    size_t len = strlen(boundary);

    if (line.len < len + 2 || memcmp(line.at, "--", 2) != 0 ||
        memcmp(line.at + 2, boundary, len) != 0)
        return MARK_NONE;
    line.at += len + 2;
    line.len -= len + 2;
    if (line.len >= 2 && memcmp(line.at, "--", 2) == 0)
        return MARK_ENDS;
    return trimmed(line).len == 0 ? MARK_BEGINS : MARK_NONE;
}

/* Goes on behind the next boundary's line; `before` ends where that begins. */
static enum mark skip(struct str *rest, const char *boundary,
                      struct str *before)
{
    enum mark mark = MARK_NONE;
    struct str line;

    before->at = rest->at;
    before->len = rest->len;
    while (mark == MARK_NONE && mime_line(rest, &line)) {
        mark = mark_of(line, boundary);
        if (mark != MARK_NONE)
            before->len = (size_t)(line.at - before->at);
    }
    return mark;
}

bool mime_next(struct str *rest, const char *boundary, struct mime *out)
{
    struct str part;
    struct str after;

    if (*boundary == '\0' || strlen(boundary) > BOUNDARY_MAX)
        return false;
    if (rest->len == 0 || skip(rest, boundary, &part) != MARK_BEGINS)
        return false;
    after = *rest;
    (void)skip(&after, boundary, &part);
    *rest = (struct str){.at = part.at + part.len, .len = rest->len - part.len};
    mime_read(part, out);
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 2045 6.7; what is no escape stays as it is. */
static void unquote(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        size_t left = text.len - i;

        if (c == '=' && left > 2 && text.at[i + 1] == '\r' &&
            text.at[i + 2] == '\n') {
            i += 2;
        } else if (c == '=' && left > 1 && text.at[i + 1] == '\n') {
            i += 1;
        } else if (c == '=' && left > 2 && hex_digit(text.at[i + 1]) >= 0 &&
                   hex_digit(text.at[i + 2]) >= 0) {
            (void)buf_add_char(out, (char)(hex_digit(text.at[i + 1]) * 16 +
                                           hex_digit(text.at[i + 2])));
            i += 2;
        } else {
            (void)buf_add_char(out, c);
        }
    }
}

/* What is left of base64 without line ends; bytes cut off lose their last. */
static void unbase(struct str text, size_t bytes_max, struct arena *arena,
                   struct buf *out)
{
    struct buf letters;
    struct str bytes;

    buf_init(&letters, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (isalnum((unsigned char)text.at[i]) || text.at[i] == '+' ||
            text.at[i] == '/')
            (void)buf_add_char(&letters, text.at[i]);
    }
    if (letters.len % 4 == 1)
        buf_cut(&letters, letters.len - 1);
    if (letters.len > 0 &&
        crypto_from_base64(buf_str(&letters), bytes_max, arena, &bytes))
        add_cut(out, bytes);
    buf_finish(&letters);
}

struct str mime_decoded(const struct mime *mime, size_t bytes_max,
                        struct arena *arena)
{
    const char *how =
        mime_header(mime->head, "Content-Transfer-Encoding", 0, arena);
    struct str body = mime->body;
    struct buf out;

    if (body.len == 0)
        return (struct str){0};
    buf_init(&out, bytes_max);
    if (how != NULL && strncasecmp(how, "quoted-printable", 16) == 0)
        unquote(body, &out);
    else if (how != NULL && strncasecmp(how, "base64", 6) == 0)
        unbase(body, 2 * bytes_max, arena, &out);
    else
        add_cut(&out, body);
    body.len = out.len;
    body.at = arena_strndup(arena, buf_text(&out), out.len);
    buf_finish(&out);
    return body;
}
