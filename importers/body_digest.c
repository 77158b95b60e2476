#include "importers/body_digest.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

/* What is left of a body: pieces between the lines that do not count. */
struct pieces {
    struct arena arena;
    struct str *items;
    size_t count;
    size_t room;
};

static bool begins(const char *at, size_t left, const char *name)
{
    size_t len = strlen(name);

    return left > len && strncasecmp(at, name, len) == 0 &&
           (at[len] == ':' || at[len] == ';');
}

static bool says_nothing(const char *at, size_t left)
{
    switch (*at | 0x20) {
    case 'd':
        return begins(at, left, "DTSTAMP");
    case 'c':
        return begins(at, left, "CREATED");
    case 'l':
        return begins(at, left, "LAST-MODIFIED");
    case 'p':
        return begins(at, left, "PRODID");
    default:
        return false;
    }
}

static void add(struct pieces *pieces, const char *from, const char *to)
{
    if (from == to)
        return;
    arena_reserve(&pieces->arena, pieces->items, pieces->count, pieces->room,
                  struct str);
    pieces->items[pieces->count++] =
        (struct str){.at = from, .len = (size_t)(to - from)};
}

static void split(struct str body, struct pieces *pieces)
{
    const char *end = body.at + body.len;
    const char *from = body.at; /* of the piece */
    bool skipping = false;

    for (const char *line = body.at; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        const char *next = stop == NULL ? end : stop + 1;
        bool goes_on = *line == ' ' || *line == '\t';
        bool skip =
            goes_on ? skipping : says_nothing(line, (size_t)(end - line));

        if (skip) {
            add(pieces, from, line);
            from = next;
        }
        skipping = skip;
        line = next;
    }
    add(pieces, from, end);
}

char *body_digest(struct str body, char out[DIGEST_TEXT_MAX])
{
    struct pieces pieces = {0};

    if (body.len != 0)
        split(body, &pieces);
    digest_text(pieces.items, pieces.count, out);
    arena_free(&pieces.arena);
    return out;
}
