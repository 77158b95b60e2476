#include "app/tree.h"

#include <yaml.h>

/* A node whose entries are still being read. */
struct level {
    struct tree_node *node;
    struct tree_node *last; /* entry; NULL: none yet */
    bool has_key;           /* of a map: the next event is its value */
    const char *key;
    yaml_mark_t key_mark;
};

struct reading {
    yaml_parser_t parser;
    const char *file_name;
    struct arena *arena;
    struct error *err;
    struct tree_node *root; /* NULL: no document yet */
    size_t depth;
    struct level levels[TREE_DEPTH_MAX];
};

static bool fail_at_mark(const struct reading *reading, yaml_mark_t mark,
                         const char *what)
{
    return error_set(reading->err, ERROR_USAGE, "%s:%zu:%zu: %s",
                     reading->file_name, mark.line + 1, mark.column + 1, what);
}

static bool fail_parser(const struct reading *reading)
{
    const yaml_parser_t *parser = &reading->parser;

    if (parser->error == YAML_READER_ERROR)
        return error_set(reading->err, ERROR_USAGE, "%s: byte %zu: %s",
                         reading->file_name, parser->problem_offset,
                         parser->problem);
    return fail_at_mark(reading, parser->problem_mark,
                        parser->problem == NULL ? "not YAML" : parser->problem);
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];

        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
            return true;
    }
    return false;
}

static bool read_key(struct reading *reading, struct level *level,
                     const yaml_event_t *event)
{
    const char *key;

    if (event->type != YAML_SCALAR_EVENT)
        return fail_at_mark(reading, event->start_mark,
                            "a key must be a single word");
    key = arena_strndup(reading->arena, (const char *)event->data.scalar.value,
                        event->data.scalar.length);
    if (has_control((struct str){key, event->data.scalar.length}))
        return fail_at_mark(reading, event->start_mark,
                            "control characters are not allowed");
    if (level->node->count == TREE_KEYS_MAX)
        return fail_at_mark(reading, event->start_mark, "too many keys");
    if (tree_child(level->node, key) != NULL)
        return error_set(reading->err, ERROR_USAGE,
                         "%s:%zu:%zu: key '%.60s' is given twice",
                         reading->file_name, event->start_mark.line + 1,
                         event->start_mark.column + 1, key);
    level->has_key = true;
    level->key = key;
    level->key_mark = event->start_mark;
    return true;
}

/* Hangs a new node into the tree; NULL when the event is not welcome. */
static struct tree_node *add_node(struct reading *reading,
                                  const yaml_event_t *event,
                                  enum tree_kind kind)
{
    struct tree_node *node = arena_new(reading->arena, struct tree_node);
    struct level *level;

    *node = (struct tree_node){
        .kind = kind,
        .value = "",
        .key = "",
        .line = (int)event->start_mark.line + 1,
        .column = (int)event->start_mark.column + 1,
    };
    if (reading->depth == 0) {
        reading->root = node;
        return node;
    }
    level = &reading->levels[reading->depth - 1];
    if (level->has_key) {
        node->key = level->key;
        node->key_line = (int)level->key_mark.line + 1;
        node->key_column = (int)level->key_mark.column + 1;
        level->has_key = false;
    }
    if (level->last == NULL)
        level->node->first = node;
    else
        level->last->next = node;
    level->last = node;
    level->node->count++;
    return node;
}

static bool add_scalar(struct reading *reading, const yaml_event_t *event)
{
    struct str value = {(const char *)event->data.scalar.value,
                        event->data.scalar.length};

    if (has_control(value))
        return fail_at_mark(reading, event->start_mark,
                            "control characters are not allowed");
    add_node(reading, event, TREE_TEXT)->value =
        arena_strndup(reading->arena, value.at, value.len);
    return true;
}

static bool open_level(struct reading *reading, const yaml_event_t *event,
                       enum tree_kind kind)
{
    struct tree_node *node = add_node(reading, event, kind);

    if (reading->depth == TREE_DEPTH_MAX)
        return fail_at_mark(reading, event->start_mark, "nested too deep");
    reading->levels[reading->depth++] = (struct level){.node = node};
    return true;
}

/* Anchor and tag of an event; NULL where there is none. */
static void marks_of(const yaml_event_t *event, const yaml_char_t **anchor,
                     const yaml_char_t **tag)
{
    *anchor = NULL;
    *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        *anchor = event->data.scalar.anchor;
        *tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        *anchor = event->data.sequence_start.anchor;
        *tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        *anchor = event->data.mapping_start.anchor;
        *tag = event->data.mapping_start.tag;
    }
}

static bool is_welcome(const struct reading *reading, const yaml_event_t *event)
{
    const yaml_char_t *anchor, *tag;

    marks_of(event, &anchor, &tag);
    if (anchor != NULL || event->type == YAML_ALIAS_EVENT)
        return fail_at_mark(reading, event->start_mark,
                            "anchors and aliases are not allowed");
    if (tag != NULL)
        return fail_at_mark(reading, event->start_mark, "tags are not allowed");
    if (event->type == YAML_DOCUMENT_START_EVENT && reading->root != NULL)
        return fail_at_mark(reading, event->start_mark,
                            "a second document is not allowed");
    return true;
}

static bool is_end(const yaml_event_t *event)
{
    return event->type == YAML_SEQUENCE_END_EVENT ||
           event->type == YAML_MAPPING_END_EVENT;
}

static bool take_event(struct reading *reading, const yaml_event_t *event)
{
    struct level *level =
        reading->depth == 0 ? NULL : &reading->levels[reading->depth - 1];

    if (!is_welcome(reading, event))
        return false;
    if (is_end(event)) {
        reading->depth--;
        return true;
    }
    if (level != NULL && level->node->kind == TREE_MAP && !level->has_key)
        return read_key(reading, level, event);
    if (event->type == YAML_SCALAR_EVENT)
        return add_scalar(reading, event);
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return open_level(reading, event, TREE_LIST);
    if (event->type == YAML_MAPPING_START_EVENT)
        return open_level(reading, event, TREE_MAP);
    return true;
}

static bool read_events(struct reading *reading)
{
    bool done = false;

    while (!done) {
        yaml_event_t event;
        bool ok;

        if (yaml_parser_parse(&reading->parser, &event) == 0)
            return fail_parser(reading);
        done = event.type == YAML_STREAM_END_EVENT;
        ok = take_event(reading, &event);
        yaml_event_delete(&event);
        if (!ok)
            return false;
    }
    return true;
}

/* An empty scalar is what an empty document, or one of comments, holds. */
static bool take_root(const struct reading *reading, struct tree *out)
{
    static const struct tree_node empty = {
        .kind = TREE_MAP, .value = "", .key = "", .line = 1, .column = 1};
    const struct tree_node *root = reading->root;

    if (root == NULL || (root->kind == TREE_TEXT && *root->value == '\0'))
        root = &empty;
    if (root->kind != TREE_MAP)
        return error_set(reading->err, ERROR_USAGE,
                         "%s:%d:%d: not a settings file: it must consist of "
                         "keys and values",
                         reading->file_name, root->line, root->column);
    *out = (struct tree){.file_name = reading->file_name, .root = root};
    return true;
}

bool tree_read(struct str yaml, const char *file_name, struct arena *arena,
               struct tree *out, struct error *err)
{
    struct reading reading = {.file_name = file_name,
                              .arena = arena,
                              .err = err};
    bool ok;

    if (yaml_parser_initialize(&reading.parser) == 0)
        return error_set(err, ERROR_MACHINE, "libyaml: no memory");
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading.parser,
                                 (const unsigned char *)yaml.at, yaml.len);
    ok = read_events(&reading) && take_root(&reading, out);
    yaml_parser_delete(&reading.parser);
    return ok;
}

const struct tree_node *tree_child(const struct tree_node *map, const char *key)
{
    if (map == NULL || map->kind != TREE_MAP)
        return NULL;
    for (const struct tree_node *node = map->first; node != NULL;
         node = node->next) {
        if (strcmp(node->key, key) == 0)
            return node;
    }
    return NULL;
}

bool tree_equal(const struct tree_node *left, const struct tree_node *right)
{
    const struct tree_node *other = right->first;

    if (left->kind != right->kind || left->count != right->count ||
        strcmp(left->value, right->value) != 0 ||
        strcmp(left->key, right->key) != 0)
        return false;
    for (const struct tree_node *node = left->first; node != NULL;
         node = node->next) {
        if (!tree_equal(node, other))
            return false;
        other = other->next;
    }
    return true;
}
