#include "app/office.h"
#include "app/tree.h"

/* What canonical YAML makes of OFFICE_BYTES_MAX at worst, with indents. */
#define SECTION_BYTES_MAX (16 * OFFICE_BYTES_MAX)

static const char *const section_names[OFFICE_SECTIONS_MAX] = {
    "office",    "sites", "hours", "closed",  "holidays", "window", "services",
    "providers", "feeds", "rules", "notices", "limits",   "texts",
};

static bool is_map_section(const char *name)
{
    return strcmp(name, "office") == 0 || strcmp(name, "notices") == 0 ||
           strcmp(name, "limits") == 0;
}

static size_t order_of(const char *name)
{
    size_t i = 0;

    while (i < OFFICE_SECTIONS_MAX && strcmp(section_names[i], name) != 0)
        i++;
    return i;
}

const char *office_section_name(size_t index)
{
    assert(index < OFFICE_SECTIONS_MAX);
    return section_names[index];
}

const struct office_section *office_section(
    const struct office_sections *sections, const char *name)
{
    for (size_t i = 0; i < sections->count; i++) {
        if (strcmp(sections->items[i].name, name) == 0)
            return &sections->items[i];
    }
    return NULL;
}

bool office_section_set(struct office_sections *sections, const char *name,
                        const char *body, struct error *err)
{
    size_t order = order_of(name);
    size_t at = 0;

    if (order == OFFICE_SECTIONS_MAX)
        return error_set(err, ERROR_USAGE,
                         "'%.60s' is no section of an office file", name);
    while (at < sections->count && order_of(sections->items[at].name) < order)
        at++;
    if (at == sections->count || strcmp(sections->items[at].name, name) != 0) {
        memmove(&sections->items[at + 1], &sections->items[at],
                (sections->count - at) * sizeof(sections->items[0]));
        sections->count++;
    }
    sections->items[at] = (struct office_section){
        .name = section_names[order],
        .body = body,
    };
    return true;
}

static bool split_section(const struct tree *tree, const struct tree_node *node,
                          struct arena *arena, struct office_sections *out,
                          struct error *err)
{
    struct buf body;
    bool ok;

    buf_init(&body, SECTION_BYTES_MAX);
    tree_write(node, &body);
    ok = !body.full ||
         tree_fail(tree, node->key, err, "is too large to be written down");
    ok = ok && office_section_set(out, node->key,
                                  arena_strdup(arena, buf_text(&body)), err);
    buf_finish(&body);
    return ok;
}

bool office_split(const struct office_file *file, struct arena *arena,
                  struct office_sections *out, struct error *err)
{
    struct tree tree;

    *out = (struct office_sections){0};
    if (!tree_read(file->yaml, file->name, arena, &tree, err))
        return false;
    for (const struct tree_node *node = tree.root->first; node != NULL;
         node = node->next) {
        if (order_of(node->key) == OFFICE_SECTIONS_MAX)
            return error_set(err, ERROR_USAGE, "%s:%d:%d: unknown key '%.60s'",
                             file->name, node->key_line, node->key_column,
                             node->key);
        if (!split_section(&tree, node, arena, out, err))
            return false;
    }
    return true;
}

/* A map's lines stand under its key, two spaces in; a list's below it. */
static void join_section(const struct office_section *section, struct buf *out)
{
    const char *body = section->body;
    bool is_list = body[0] == '-';
    bool is_map = is_map_section(section->name) && body[0] != '{';

    (void)buf_printf(out, "%s:%s", section->name,
                     is_list || is_map ? "\n" : " ");
    while (*body != '\0') {
        size_t len = strcspn(body, "\n");

        if (is_map && len > 0)
            (void)buf_add_text(out, "  ");
        (void)buf_add(out, body, len);
        (void)buf_add_char(out, '\n');
        body += len + (body[len] == '\n' ? 1 : 0);
    }
}

char *office_join(const struct office_sections *sections, struct arena *arena)
{
    struct buf joined;
    char *text;

    buf_init(&joined, OFFICE_SECTIONS_MAX * (size_t)SECTION_BYTES_MAX);
    for (size_t i = 0; i < sections->count; i++)
        join_section(&sections->items[i], &joined);
    text = arena_strdup(arena, buf_text(&joined));
    buf_finish(&joined);
    return text;
}
