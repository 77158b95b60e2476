#include "app/yaml_load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cyaml/cyaml.h>

/*
 * libcyaml says what went wrong in several lines: the message, then the way
 * there, the innermost step first. They are gathered here and told as one.
 */
#define STEPS_MAX  TREE_DEPTH_MAX
#define STEP_MAX   160
#define REPORT_MAX 512

struct complaint {
    char message[STEP_MAX];
    char steps[STEPS_MAX][STEP_MAX]; /* ".rules", "[2]" */
    size_t step_count;
    int line; /* of what was read before it */
    int column;
};

static const char too_many[] = "Excessive entries (";

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The number after `label`; 0 when there is none. */
static int number_after(const char *line, const char *label)
{
    const char *at = strstr(line, label);

    return at == NULL ? 0 : (int)strtol(at + strlen(label), NULL, 10);
}

/* "in mapping field 'rules' (line: 2, column: 3)" and the like. */
static void take_step(struct complaint *complaint, const char *line)
{
    const char *name = strchr(line, '\'');
    const char *end = name == NULL ? NULL : strchr(name + 1, '\'');

    if (complaint->line == 0) {
        complaint->line = number_after(line, "(line: ");
        complaint->column = number_after(line, ", column: ");
    }
    if (end == NULL || complaint->step_count == STEPS_MAX)
        return;
    (void)snprintf(complaint->steps[complaint->step_count++], STEP_MAX,
                   starts(line, "in sequence") ? "[%.*s]" : ".%.*s",
                   (int)(end - name - 1), name + 1);
}

/* libcyaml's log callback; it is handed a format like vprintf's. */
static void take_line(cyaml_log_t level, void *context, const char *format,
                      va_list args) PRINTF(3, 0);

static void take_line(cyaml_log_t level, void *context, const char *format,
                      va_list args)
{
    struct complaint *complaint = context;
    char line[REPORT_MAX];
    const char *text = line;

    (void)vsnprintf(line, sizeof(line), format, args);
    line[strcspn(line, "\n")] = '\0';
    if (level != CYAML_LOG_ERROR || starts(line, "Load: Backtrace"))
        return;
    if (starts(line, "Load: ")) {
        (void)snprintf(complaint->message, STEP_MAX, "%.150s",
                       line + strlen("Load: "));
        return;
    }
    text += strspn(text, " ");
    if (starts(text, "in "))
        take_step(complaint, text);
}

/*
 * libcyaml's memory in an arena: nothing is freed, and growing takes double,
 * since libcyaml grows a list by one entry at a time.
 */
struct block {
    _Alignas(max_align_t) size_t room;
};

static void *take_memory(void *context, void *old, size_t size)
{
    struct arena *arena = context;
    struct block *block = old == NULL ? NULL : (struct block *)old - 1;
    size_t room = block == NULL ? size : 2 * size;
    struct block *bigger;

    if (size == 0)
        return NULL;
    if (block != NULL && size <= block->room)
        return old;
    bigger = arena_alloc(arena, sizeof(*bigger) + room);
    bigger->room = room;
    if (block != NULL)
        memcpy(bigger + 1, old, block->room);
    return bigger + 1;
}

/* A list that is too long is at fault itself, not its last entry. */
static void path_of(const struct complaint *complaint, struct buf *path)
{
    size_t innermost = starts(complaint->message, too_many) ? 1 : 0;

    for (size_t i = complaint->step_count; i-- > innermost;) {
        const char *step = complaint->steps[i];

        if (path->len == 0 && *step == '.')
            step++;
        (void)buf_add_text(path, step);
    }
}

/* The first key of that name after a place, in the order of the document. */
static const struct tree_node *key_after(const struct tree_node *node,
                                         const char *key, int line, int column)
{
    for (const struct tree_node *entry = node->first; entry != NULL;
         entry = entry->next) {
        const struct tree_node *inside;

        if (strcmp(entry->key, key) == 0 &&
            (entry->key_line > line ||
             (entry->key_line == line && entry->key_column >= column)))
            return entry;
        inside = key_after(entry, key, line, column);
        if (inside != NULL)
            return inside;
    }
    return NULL;
}

static bool fail_unknown(const struct tree *tree, const char *key,
                         const struct complaint *complaint, const char *path,
                         struct error *err)
{
    const struct tree_node *node =
        key_after(tree->root, key, complaint->line, complaint->column);

    if (node == NULL)
        return tree_fail(tree, path, err, "unknown key '%.60s'", key);
    return error_set(err, ERROR_USAGE, "%s:%d:%d: %s%sunknown key '%.60s'",
                     tree->file_name, node->key_line, node->key_column, path,
                     *path == '\0' ? "" : ": ", key);
}

/* What libcyaml says, in the words of somebody who edits a file. */
static bool explain(const struct tree *tree, const struct complaint *complaint,
                    const char *path, struct error *err)
{
    static const char unknown[] = "Unexpected key: ";
    static const struct {
        const char *theirs;
        const char *ours;
    } words[] = {
        {"Expecting STRING", "must be a single value"},
        {"Expecting SEQUENCE", "must be a list: [a, b]"},
        {"Expecting MAPPING", "must have keys: {a: b}"},
    };

    const char *most = complaint->message + strlen(too_many);

    if (starts(complaint->message, unknown))
        return fail_unknown(tree, complaint->message + strlen(unknown),
                            complaint, path, err);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (starts(complaint->message, words[i].theirs))
            return tree_fail(tree, path, err, "%s", words[i].ours);
    }
    if (starts(complaint->message, too_many))
        return tree_fail(tree, path, err, "has more than %.*s entries",
                         (int)strspn(most, "0123456789"), most);
    return tree_fail(tree, path, err, "%s", complaint->message);
}

bool yaml_load(struct str yaml, const struct tree *tree,
               const struct cyaml_schema_value *schema, struct arena *arena,
               void **out, struct error *err)
{
    struct complaint complaint = {.message = ""};
    cyaml_config_t config = {
        .log_fn = take_line,
        .log_ctx = &complaint,
        .mem_fn = take_memory,
        .mem_ctx = arena,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    struct buf path;
    void *data = NULL;
    cyaml_err_t status;

    if (tree->root->count == 0) {
        *out = arena_alloc(arena, schema->data_size);
        return true;
    }
    status = cyaml_load_data((const uint8_t *)yaml.at, yaml.len, &config,
                             schema, &data, NULL);
    if (status == CYAML_OK) {
        *out = data != NULL ? data : arena_alloc(arena, schema->data_size);
        return true;
    }
    if (*complaint.message == '\0')
        (void)snprintf(complaint.message, STEP_MAX, "%s",
                       cyaml_strerror(status));
    buf_init(&path, STEPS_MAX * STEP_MAX);
    path_of(&complaint, &path);
    (void)explain(tree, &complaint, buf_text(&path), err);
    buf_finish(&path);
    return false;
}
