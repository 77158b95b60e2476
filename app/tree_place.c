#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/tree.h"

/* A key of a path is never longer: our own words, and a name or two. */
#define STEP_MAX 128

static const struct tree_node *entry_at(const struct tree_node *node,
                                        unsigned long number)
{
    if (node->kind != TREE_LIST || number == 0 || number > node->count)
        return NULL;
    node = node->first;
    while (--number > 0)
        node = node->next;
    return node;
}

/*
 * Takes one step, ".key" or "[n]", and moves `path` past it; NULL when it
 * leads nowhere.
 */
static const struct tree_node *step(const struct tree_node *node,
                                    const char **path)
{
    char key[STEP_MAX];
    size_t len;

    if (**path == '[') {
        char *end;
        unsigned long number = strtoul(*path + 1, &end, 10);

        *path = *end == ']' ? end + 1 : end;
        return entry_at(node, number);
    }
    *path += **path == '.' ? 1 : 0;
    len = strcspn(*path, ".[");
    (void)snprintf(key, sizeof(key), "%.*s", (int)len, *path);
    *path += len;
    return tree_child(node, key);
}

/* The last node that the path leads to; `whole`: it is the end of it. */
static const struct tree_node *walk(const struct tree *tree, const char *path,
                                    bool *whole)
{
    const struct tree_node *node = tree->root;

    while (*path != '\0') {
        const struct tree_node *next = step(node, &path);

        if (next == NULL) {
            *whole = false;
            return node;
        }
        node = next;
    }
    *whole = true;
    return node;
}

const struct tree_node *tree_find(const struct tree *tree, const char *path)
{
    bool whole;
    const struct tree_node *node = walk(tree, path, &whole);

    return whole ? node : NULL;
}

bool tree_fail_at(const struct tree *tree, const struct tree_node *node,
                  struct error *err, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return error_set(err, ERROR_USAGE, "%s:%d:%d: %s", tree->file_name,
                     node->line, node->column, text);
}

bool tree_fail(const struct tree *tree, const char *path, struct error *err,
               const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    bool whole;
    const struct tree_node *node = walk(tree, path, &whole);
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (*path == '\0')
        return tree_fail_at(tree, node, err, "%s", text);
    return tree_fail_at(tree, node, err, "%s: %s", path, text);
}
