/*
 * yaml_load.h - a YAML document into C structs, by libcyaml's schema
 *
 * The tree (tree.h) has read the document first: within limits, and so that
 * every message can name the very place. Schemas make all keys optional and
 * all values text; what is required and what texts mean is checked by whoever
 * loads, with tree_fail().
 */
#ifndef APP_YAML_LOAD_H
#define APP_YAML_LOAD_H

#include "app/tree.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct cyaml_schema_value;

/*
 * Loads into a struct in the arena; an empty document gives a zeroed one.
 * ERROR_USAGE for an unknown key, a list in the place of a text and the like.
 * `tree` is of the same `yaml`.
 */
MUST_USE bool yaml_load(struct str yaml, const struct tree *tree,
                        const struct cyaml_schema_value *schema,
                        struct arena *arena, void **out, struct error *err);

#endif
