/*
 * tree.h - a YAML document as nodes that know their place
 *
 * libyaml reads it, within limits, and refuses what a settings file has no
 * use for: anchors and aliases (a few bytes that stand for a billion), tags,
 * several documents, keys given twice, control characters. All text stays
 * text: `NO` is a country. Everything belongs to the arena.
 */
#ifndef APP_TREE_H
#define APP_TREE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#define TREE_DEPTH_MAX 12   /* ours need five */
#define TREE_KEYS_MAX  1000 /* of one map: looked through one by one */

enum tree_kind {
    TREE_TEXT,
    TREE_LIST,
    TREE_MAP,
};

struct tree_node {
    enum tree_kind kind;
    const char *value; /* of a text; "" of the others */
    int line;          /* where the value begins, from 1 */
    int column;
    const char *key; /* in a map; "" elsewhere */
    int key_line;
    int key_column;
    const struct tree_node *first; /* entries, in their order */
    const struct tree_node *next;
    size_t count; /* of entries */
};

struct tree {
    const char *file_name; /* for messages */
    const struct tree_node *root;
};

/* Reads a document; an empty one is an empty map. ERROR_USAGE says where. */
MUST_USE bool tree_read(struct str yaml, const char *file_name,
                        struct arena *arena, struct tree *out,
                        struct error *err);

/* The entry of that key; NULL when there is none or `map` is no map. */
const struct tree_node *tree_child(const struct tree_node *map,
                                   const char *key);

/* The node at a path such as "rules[2].before" (from 1); NULL if none. */
const struct tree_node *tree_find(const struct tree *tree, const char *path);

/*
 * ERROR_USAGE "file:line:column: path: text". Where there is nothing at
 * `path`, the place is that of the nearest thing around it. Always false.
 */
bool tree_fail(const struct tree *tree, const char *path, struct error *err,
               const char *format, ...) PRINTF(4, 5);

/* The same for a node, without a path in the text. */
bool tree_fail_at(const struct tree *tree, const struct tree_node *node,
                  struct error *err, const char *format, ...) PRINTF(4, 5);

/*
 * Appends the node as canonical YAML, one value after another in lines that
 * end in a newline: equal trees give equal bytes, and reading them gives an
 * equal tree. Letters of all languages stay as they are.
 */
void tree_write(const struct tree_node *node, struct buf *out);

/* Whether two nodes say the same, places apart. */
bool tree_equal(const struct tree_node *left, const struct tree_node *right);

#endif
