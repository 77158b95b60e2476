#include "app/office.h"
#include "app/tree.h"

/* An entry of a section under the name that people know it by. */
struct named {
    const char *name;
    const struct tree_node *node;
};

struct entries {
    struct named *items;
    size_t count;
};

struct comparing {
    struct arena *arena;
    const char *section;
    struct office_change *items;
    size_t count;
    size_t room;
};

static void add(struct comparing *comparing, const char *name,
                enum office_change_kind kind)
{
    arena_reserve(comparing->arena, comparing->items, comparing->count,
                  comparing->room, struct office_change);
    comparing->items[comparing->count++] = (struct office_change){
        .section = comparing->section,
        .name = name,
        .kind = kind,
    };
}

static const char *value_of(const struct tree_node *entry, const char *key)
{
    const struct tree_node *node = tree_child(entry, key);

    return node == NULL ? "" : node->value;
}

/* What tells an entry from its neighbours. */
static const char *name_of(const struct comparing *comparing,
                           const struct tree_node *entry)
{
    const char *section = comparing->section;

    if (entry->kind == TREE_TEXT)
        return *entry->key != '\0' ? entry->key : entry->value;
    if (strcmp(section, "texts") == 0)
        return arena_printf(comparing->arena, "%s %s %s",
                            *value_of(entry, "rule") != '\0'
                                ? value_of(entry, "rule")
                                : value_of(entry, "kind"),
                            value_of(entry, "language"),
                            value_of(entry, "channel"));
    if (strcmp(section, "hours") == 0)
        return value_of(entry, "site");
    return value_of(entry, "name");
}

static struct entries entries_of(const struct comparing *comparing,
                                 const struct tree_node *section)
{
    struct entries entries = {0};

    if (section == NULL)
        return entries;
    entries.items =
        arena_new_array(comparing->arena, section->count, struct named);
    for (const struct tree_node *node = section->first; node != NULL;
         node = node->next)
        entries.items[entries.count++] =
            (struct named){name_of(comparing, node), node};
    return entries;
}

static const struct tree_node *find(const struct entries *entries,
                                    const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].name, name) == 0)
            return entries->items[i].node;
    }
    return NULL;
}

static void compare_entries(struct comparing *comparing,
                            const struct entries *from,
                            const struct entries *to)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct named *entry = &from->items[i];
        const struct tree_node *other = find(to, entry->name);

        if (other == NULL)
            add(comparing, entry->name, OFFICE_REMOVED);
        else if (!tree_equal(entry->node, other))
            add(comparing, entry->name, OFFICE_CHANGED);
    }
    for (size_t i = 0; i < to->count; i++) {
        if (find(from, to->items[i].name) == NULL)
            add(comparing, to->items[i].name, OFFICE_ADDED);
    }
}

/* What differs between entries, else the section as a whole. */
static void compare_section(struct comparing *comparing,
                            const struct tree_node *from,
                            const struct tree_node *to)
{
    struct entries before = entries_of(comparing, from);
    struct entries after = entries_of(comparing, to);
    size_t count = comparing->count;

    compare_entries(comparing, &before, &after);
    if (comparing->count > count)
        return;
    if (from == NULL)
        add(comparing, "", OFFICE_ADDED);
    else
        add(comparing, "", to == NULL ? OFFICE_REMOVED : OFFICE_CHANGED);
}

/* The node of a section; NULL when there is none, or none to understand. */
static const struct tree_node *section_node(
    const struct office_sections *sections, const char *name,
    struct arena *arena)
{
    const struct office_section *section = office_section(sections, name);
    struct office_sections alone = {.count = 1};
    struct tree tree;
    struct error unused;

    if (section == NULL)
        return NULL;
    alone.items[0] = *section;
    if (!tree_read(str_of(office_join(&alone, arena)), name, arena, &tree,
                   &unused))
        return NULL;
    return tree_child(tree.root, name);
}

static bool is_same(const struct office_section *from,
                    const struct office_section *to)
{
    if (from == NULL || to == NULL)
        return from == to;
    return strcmp(from->body, to->body) == 0;
}

struct office_changes office_changes(const struct office_sections *from,
                                     const struct office_sections *to,
                                     struct arena *arena)
{
    struct comparing comparing = {.arena = arena};

    for (size_t i = 0; i < OFFICE_SECTIONS_MAX; i++) {
        const char *name = office_section_name(i);

        if (is_same(office_section(from, name), office_section(to, name)))
            continue;
        comparing.section = name;
        compare_section(&comparing, section_node(from, name, arena),
                        section_node(to, name, arena));
    }
    return (struct office_changes){.items = comparing.items,
                                   .count = comparing.count};
}

const char *office_change_name(enum office_change_kind kind)
{
    switch (kind) {
    case OFFICE_ADDED:
        return "added";
    case OFFICE_REMOVED:
        return "removed";
    case OFFICE_CHANGED:
        return "changed";
    }
    return "";
}

char *office_change_text(const struct office_change *change,
                         struct arena *arena)
{
    const char *kind = office_change_name(change->kind);

    if (*change->name == '\0')
        return arena_printf(arena, "%s %s", change->section, kind);
    return arena_printf(arena, "%s: %s %s", change->section, change->name,
                        kind);
}
