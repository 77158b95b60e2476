#include "notifiers/wording_names.h"

#include <string.h>

#include "base/buf.h"

#define NAME_BYTES_MAX 512

static const char *name_at(const struct wording_request *request, size_t index)
{
    return str_or_empty(request->visits[index].customer->name);
}

bool wording_names_differ(const struct wording_request *request)
{
    for (size_t i = 1; i < request->visit_count; i++) {
        if (strcmp(name_at(request, i), name_at(request, 0)) != 0)
            return true;
    }
    return false;
}

/* Takes the next word off; commas as in "Martin, Anna" are none. */
static bool next_word(const char **rest, struct str *out)
{
    const char *at = *rest + strspn(*rest, " ,");
    size_t len = strcspn(at, " ,");

    *rest = at + len;
    *out = (struct str){.at = at, .len = len};
    return len > 0;
}

static bool has_word(const char *name, struct str word)
{
    struct str other;

    while (next_word(&name, &other)) {
        if (str_equal(other, word))
            return true;
    }
    return false;
}

static bool is_shared(const struct wording_request *request, struct str word)
{
    for (size_t i = 0; i < request->visit_count; i++) {
        if (!has_word(name_at(request, i), word))
            return false;
    }
    return true;
}

/* At most `words` of those that are not shared. */
static char *own_words(const struct wording_request *request, size_t index,
                       size_t words, struct arena *arena)
{
    const char *rest = name_at(request, index);
    struct str word;
    struct buf out;
    char *text;

    buf_init(&out, NAME_BYTES_MAX);
    while (words > 0 && next_word(&rest, &word)) {
        if (is_shared(request, word))
            continue;
        if (out.len > 0)
            (void)buf_add_char(&out, ' ');
        (void)buf_add(&out, word.at, word.len);
        words--;
    }
    text = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

/* Whether nobody else is called that. */
static bool tells_apart(const struct wording_request *request, size_t index,
                        const char *text, struct arena *arena)
{
    const char *name = name_at(request, index);

    for (size_t i = 0; i < request->visit_count; i++) {
        if (strcmp(name_at(request, i), name) != 0 &&
            strcmp(own_words(request, i, 1, arena), text) == 0)
            return false;
    }
    return *text != '\0';
}

const char *wording_names_short(const struct wording_request *request,
                                size_t index, struct arena *arena)
{
    const char *name = name_at(request, index);
    const char *text = own_words(request, index, 1, arena);

    if (!tells_apart(request, index, text, arena))
        text = own_words(request, index, SIZE_MAX, arena);
    return *text == '\0' ? name : text;
}
