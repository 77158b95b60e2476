#include "importers/extract_plain.h"

#include <stdlib.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "importers/clean.h"

/* What a tag means for the text around it. */
enum tag {
    TAG_NONE,
    TAG_INLINE,
    TAG_LINE,  /* ends a line, an empty one, too */
    TAG_BREAK, /* what is in it stands on lines of its own */
    TAG_HIDDEN,
};

static const struct {
    const char *name;
    enum tag tag;
} tags[] = {
    {"a", TAG_INLINE},         {"abbr", TAG_INLINE},  {"b", TAG_INLINE},
    {"body", TAG_INLINE},      {"center", TAG_BREAK}, {"code", TAG_INLINE},
    {"em", TAG_INLINE},        {"font", TAG_INLINE},  {"html", TAG_INLINE},
    {"html-blob", TAG_INLINE}, {"i", TAG_INLINE},     {"img", TAG_INLINE},
    {"s", TAG_INLINE},         {"small", TAG_INLINE}, {"span", TAG_INLINE},
    {"strong", TAG_INLINE},    {"sub", TAG_INLINE},   {"sup", TAG_INLINE},
    {"u", TAG_INLINE},         {"meta", TAG_INLINE},  {"br", TAG_LINE},
    {"dd", TAG_BREAK},         {"div", TAG_BREAK},    {"dl", TAG_BREAK},
    {"dt", TAG_BREAK},         {"h1", TAG_BREAK},     {"h2", TAG_BREAK},
    {"h3", TAG_BREAK},         {"h4", TAG_BREAK},     {"h5", TAG_BREAK},
    {"h6", TAG_BREAK},         {"hr", TAG_BREAK},     {"li", TAG_BREAK},
    {"ol", TAG_BREAK},         {"p", TAG_LINE},       {"pre", TAG_BREAK},
    {"table", TAG_BREAK},      {"tbody", TAG_BREAK},  {"td", TAG_BREAK},
    {"th", TAG_BREAK},         {"thead", TAG_BREAK},  {"tr", TAG_BREAK},
    {"ul", TAG_BREAK},         {"head", TAG_HIDDEN},  {"script", TAG_HIDDEN},
    {"style", TAG_HIDDEN},     {"title", TAG_HIDDEN},
};

static const struct {
    const char *name;
    uint32_t point;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},     {"nbsp", ' '},     {"ndash", 0x2013}, {"mdash", 0x2014},
    {"hellip", 0x2026}, {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"euro", 0x20AC},
    {"pound", 0xA3},    {"deg", 0xB0},     {"aacute", 0xE1},  {"agrave", 0xE0},
    {"acirc", 0xE2},    {"auml", 0xE4},    {"atilde", 0xE3},  {"ccedil", 0xE7},
    {"eacute", 0xE9},   {"egrave", 0xE8},  {"ecirc", 0xEA},   {"euml", 0xEB},
    {"iacute", 0xED},   {"icirc", 0xEE},   {"iuml", 0xEF},    {"ntilde", 0xF1},
    {"oacute", 0xF3},   {"ocirc", 0xF4},   {"ouml", 0xF6},    {"otilde", 0xF5},
    {"uacute", 0xFA},   {"ugrave", 0xF9},  {"ucirc", 0xFB},   {"uuml", 0xFC},
    {"szlig", 0xDF},    {"Auml", 0xC4},    {"Eacute", 0xC9},  {"Ouml", 0xD6},
    {"Uuml", 0xDC},
};

/* What begins a tag, an entity, an escape. */
#define SPECIAL         "<&\\"

#define TAG_BYTES_MAX   4096 /* with its attributes; links can be long */
#define TAG_NAME_MAX    16
#define ENTITY_NAME_MAX 10

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-';
}

/* What stands at `at`, a '<': a tag we know, or just a sign. */
static enum tag tag_at(const char *at, size_t *name_index)
{
    char name[TAG_NAME_MAX];
    size_t len = 0;

    at++;
    at += *at == '/';
    while (len + 1 < TAG_NAME_MAX && is_name(at[len])) {
        name[len] = at[len];
        len++;
    }
    name[len] = '\0';
    if (at[len] == '\0' || strchr(" />\t\n", at[len]) == NULL)
        return TAG_NONE;
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (strcasecmp(tags[i].name, name) == 0) {
            *name_index = i;
            return tags[i].tag;
        }
    }
    return TAG_NONE;
}

/* Behind the '>' that ends the tag at `at`; behind '<' when there is none. */
static const char *behind_tag(const char *at)
{
    size_t len = 1;

    while (len < TAG_BYTES_MAX && at[len] != '\0' && at[len] != '>')
        len++;
    return at[len] == '>' ? at + len + 1 : at + 1;
}

/* Behind the end of a hidden element: all of it goes. */
static const char *behind_element(const char *at, const char *name)
{
    size_t len = strlen(name);

    if (at[1] == '/')
        return behind_tag(at);
    for (at = strchr(at + 1, '<'); at != NULL; at = strchr(at + 1, '<')) {
        if (at[1] == '/' && strncasecmp(at + 2, name, len) == 0)
            return behind_tag(at);
    }
    return "";
}

static bool entity_point(const char *name, uint32_t *point)
{
    char *rest;

    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';

        *point = (uint32_t)strtoul(name + (hex ? 2 : 1), &rest, hex ? 16 : 10);
        return *rest == '\0' && rest > name + 1 && *point != 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
        if (strcmp(entities[i].name, name) == 0) {
            *point = entities[i].point;
            return true;
        }
    }
    return false;
}

/* Decodes the entity at `at`, an '&'; its bytes, 0 when it is none. */
static size_t entity_at(const char *at, uint32_t *point)
{
    char name[ENTITY_NAME_MAX + 1];
    size_t len = strcspn(at + 1, "; &<\n");

    if (len == 0 || len > ENTITY_NAME_MAX || at[1 + len] != ';')
        return 0;
    memcpy(name, at + 1, len);
    name[len] = '\0';
    return entity_point(name, point) ? len + 2 : 0;
}

/* Escaped twice somewhere: "\n", "\,", "\;" as letters. */
static size_t escape_at(const char *at, char *meant)
{
    if (at[0] != '\\' || at[1] == '\0' || strchr("nN,;", at[1]) == NULL)
        return 0;
    *meant = at[1] == 'n' || at[1] == 'N' ? '\n' : at[1];
    return 2;
}

static bool ends_in_break(const struct buf *out)
{
    size_t len = out->len;

    while (len > 0 && strchr(" \t\r", out->at[len - 1]) != NULL)
        len--;
    return len == 0 || out->at[len - 1] == '\n';
}

/* Behind the tag at `at`; NULL when it is just a sign. */
static const char *take_tag(const char *at, struct buf *out)
{
    size_t name = 0;

    switch (tag_at(at, &name)) {
    case TAG_NONE:
        return NULL;
    case TAG_INLINE:
        return behind_tag(at);
    case TAG_LINE:
        (void)buf_add_char(out, '\n');
        return behind_tag(at);
    case TAG_BREAK:
        if (!ends_in_break(out))
            (void)buf_add_char(out, '\n');
        return behind_tag(at);
    case TAG_HIDDEN:
        return behind_element(at, tags[name].name);
    }
    return NULL;
}

static const char *take_entity(const char *at, struct buf *out)
{
    uint32_t point;
    size_t len = entity_at(at, &point);

    if (len == 0)
        return NULL;
    (void)utf8_put(point, out);
    return at + len;
}

static const char *take_escape(const char *at, struct buf *out)
{
    char meant;
    size_t len = escape_at(at, &meant);

    if (len == 0)
        return NULL;
    (void)buf_add_char(out, meant);
    return at + len;
}

static void strip(const char *at, struct buf *out)
{
    bool escaped_twice = strstr(at, "\\n") != NULL;

    while (*at != '\0') {
        const char *behind = NULL;
        size_t plain = strcspn(at, SPECIAL);

        if (plain > 0) {
            (void)buf_add(out, at, plain);
            at += plain;
            continue;
        }

        if (*at == '<')
            behind = take_tag(at, out);
        else if (*at == '&')
            behind = take_entity(at, out);
        else if (*at == '\\' && escaped_twice)
            behind = take_escape(at, out);
        if (behind == NULL) {
            (void)buf_add_char(out, *at);
            behind = at + 1;
        }
        at = behind;
    }
}

char *extract_plain(const char *text, struct arena *arena)
{
    struct buf out;
    char *plain;

    if (str_is_empty(text))
        return arena_strdup(arena, "");
    if (strpbrk(text, SPECIAL) == NULL) {
        plain = clean_text(str_of(text), arena);
        return plain == NULL ? arena_strdup(arena, "") : plain;
    }
    /* Nothing becomes longer than it was written. */
    buf_init(&out, strlen(text));
    strip(text, &out);
    plain = clean_text(buf_str(&out), arena);
    buf_finish(&out);
    return plain == NULL ? arena_strdup(arena, "") : plain;
}
