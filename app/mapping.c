#include "app/mapping.h"

#include <stdio.h>

#include <cyaml/cyaml.h>

#include "app/settings_read.h"
#include "app/tree.h"
#include "app/yaml_load.h"

/* A header or a cell's value. */
#define CELL_MAX 300

/* `columns` and `values` have keys of their own: they come from the tree. */
struct raw_mapping {
    char **date_only;
    unsigned date_only_count;
    char *date_order;
    char *zone;
};

#define FLAGS (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

static const cyaml_schema_value_t text_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t mapping_fields[] = {
    CYAML_FIELD_IGNORE("columns", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_IGNORE("values", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_SEQUENCE("date_only", FLAGS, struct raw_mapping, date_only,
                         &text_value, 0, MAPPING_ENTRIES_MAX),
    CYAML_FIELD_STRING_PTR("date_order", FLAGS, struct raw_mapping, date_order,
                           0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("zone", FLAGS, struct raw_mapping, zone, 0,
                           CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t mapping_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_mapping, mapping_fields),
};

struct mapping_reader {
    struct settings settings;
    const struct raw_mapping *raw;
    struct csv_map *out;
};

/* The map at `key`; NULL when there is none, false when it is no map. */
static bool find_map(const struct mapping_reader *reader, const char *key,
                     const struct tree_node **out)
{
    *out = setting_node(&reader->settings, key);
    if (*out != NULL && (*out)->kind != TREE_MAP)
        return setting_fail(&reader->settings, key,
                            "must have keys: {start: Date}");
    return true;
}

/* A text whose key and value are of a sane length. */
static bool check_entry(const struct mapping_reader *reader, const char *path,
                        const struct tree_node *node)
{
    const struct settings *settings = &reader->settings;

    if (node->kind != TREE_TEXT)
        return tree_fail_at(settings->file, node, settings->err,
                            "%s: '%.60s' must be a single value", path,
                            node->key);
    if (strlen(node->key) > CELL_MAX || strlen(node->value) > CELL_MAX)
        return tree_fail_at(settings->file, node, settings->err,
                            "%s: longer than %d bytes", path, CELL_MAX);
    return true;
}

static bool read_columns(const struct mapping_reader *reader)
{
    struct csv_map *out = reader->out;
    struct csv_map_column *items;
    const struct tree_node *columns;

    if (!find_map(reader, "columns", &columns))
        return false;
    if (columns == NULL)
        return true;
    items = arena_new_array(reader->settings.arena, columns->count,
                            struct csv_map_column);
    for (const struct tree_node *node = columns->first; node != NULL;
         node = node->next) {
        if (!check_entry(reader, "columns", node))
            return false;
        items[out->column_count++] =
            (struct csv_map_column){.field = node->key, .header = node->value};
    }
    out->columns = items;
    return true;
}

/* How many values the fields have together. */
static size_t count_values(const struct tree_node *values)
{
    size_t count = 0;

    for (const struct tree_node *field = values->first; field != NULL;
         field = field->next)
        count += field->count;
    return count;
}

static bool read_field(const struct mapping_reader *reader,
                       const struct tree_node *field,
                       struct csv_map_value *items)
{
    const struct settings *settings = &reader->settings;

    if (field->kind != TREE_MAP)
        return tree_fail_at(
            settings->file, field, settings->err,
            "values: '%.60s' must have keys: {\"Yes\": no-show}", field->key);
    for (const struct tree_node *node = field->first; node != NULL;
         node = node->next) {
        if (!check_entry(reader, "values", node))
            return false;
        items[reader->out->value_count++] = (struct csv_map_value){
            .field = field->key, .from = node->key, .to = node->value};
    }
    return true;
}

static bool read_values(const struct mapping_reader *reader)
{
    struct csv_map_value *items;
    const struct tree_node *values;
    size_t count;

    if (!find_map(reader, "values", &values))
        return false;
    if (values == NULL)
        return true;
    count = count_values(values);
    if (count > MAPPING_ENTRIES_MAX)
        return setting_fail(&reader->settings, "values", "more than %d of them",
                            MAPPING_ENTRIES_MAX);
    items =
        arena_new_array(reader->settings.arena, count, struct csv_map_value);
    for (const struct tree_node *field = values->first; field != NULL;
         field = field->next) {
        if (!read_field(reader, field, items))
            return false;
    }
    reader->out->values = items;
    return true;
}

static bool read_date_order(const struct mapping_reader *reader)
{
    static const struct {
        const char *name;
        enum csv_date_order order;
    } words[] = {
        {"ymd", CSV_DATE_YMD},
        {"dmy", CSV_DATE_DMY},
        {"mdy", CSV_DATE_MDY},
    };
    const char *text = reader->raw->date_order;

    if (text == NULL)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcmp(text, words[i].name) != 0)
            continue;
        reader->out->date_order = words[i].order;
        return true;
    }
    return setting_fail(&reader->settings, "date_order",
                        "'%.60s' is none of ymd, dmy, mdy", text);
}

static bool read_rest(const struct mapping_reader *reader)
{
    const struct raw_mapping *raw = reader->raw;
    const char **date_only =
        arena_new_array(reader->settings.arena, raw->date_only_count,
                        const char *);
    struct zone zone;

    for (size_t i = 0; i < raw->date_only_count; i++)
        date_only[i] = raw->date_only[i];
    reader->out->date_only = date_only;
    reader->out->date_only_count = raw->date_only_count;
    reader->out->zone = raw->zone;
    return raw->zone == NULL ||
           setting_zone(&reader->settings, "zone", raw->zone, &zone);
}

bool mapping_read(struct str yaml, const char *file_name, struct arena *arena,
                  struct csv_map *out, struct error *err)
{
    struct tree tree;
    struct mapping_reader reader = {
        .settings = {.file = &tree, .arena = arena, .err = err},
        .out = out,
    };
    void *raw;

    *out = (struct csv_map){0};
    if (yaml.len > MAPPING_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "%s: %zu bytes, at most %d",
                         file_name, yaml.len, MAPPING_BYTES_MAX);
    if (!tree_read(yaml, file_name, arena, &tree, err) ||
        !yaml_load(yaml, &tree, &mapping_value, arena, &raw, err))
        return false;
    reader.raw = raw;
    return read_columns(&reader) && read_values(&reader) &&
           read_date_order(&reader) && read_rest(&reader);
}
