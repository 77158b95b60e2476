#include "app/mapping.h"

#include <stdlib.h>

#include <cyaml/cyaml.h>

#include "app/settings_read.h"
#include "app/tree.h"
#include "app/yaml_load.h"
#include "base/embedded.h"

/* A header or a cell's value. */
#define CELL_MAX  300

/* Headers that a map asks for to recognise an export by. */
#define MARKS_MAX 20

/* What has keys or kinds of its own comes from the tree. */
struct raw_mapping {
    char *title;
    char *like;
    char **recognise;
    unsigned recognise_count;
    char *turn_names;
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
    CYAML_FIELD_STRING_PTR("title", FLAGS, struct raw_mapping, title, 0,
                           CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("like", FLAGS, struct raw_mapping, like, 0,
                           CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE("recognise", FLAGS, struct raw_mapping, recognise,
                         &text_value, 0, MARKS_MAX),
    CYAML_FIELD_STRING_PTR("turn_names", FLAGS, struct raw_mapping, turn_names,
                           0, CYAML_UNLIMITED),
    CYAML_FIELD_IGNORE("flags", CYAML_FLAG_OPTIONAL),
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

/* One header, or a list of them of which the first counts that a row has. */
static bool add_column(const struct mapping_reader *reader,
                       const struct tree_node *node,
                       struct csv_map_column *items)
{
    struct csv_map *out = reader->out;
    const struct settings *settings = &reader->settings;

    if (node->kind == TREE_LIST) {
        for (const struct tree_node *item = node->first; item != NULL;
             item = item->next) {
            if (item->kind != TREE_TEXT || strlen(item->value) > CELL_MAX)
                return tree_fail_at(settings->file, item, settings->err,
                                    "columns: '%.60s' must list headers: "
                                    "[Mobile, Phone]",
                                    node->key);
            items[out->column_count++] =
                (struct csv_map_column){.field = node->key,
                                        .header = item->value};
        }
        return true;
    }
    if (!check_entry(reader, "columns", node))
        return false;
    items[out->column_count++] =
        (struct csv_map_column){.field = node->key, .header = node->value};
    return true;
}

/* How many entries the entries have together; a text is one. */
static size_t count_entries(const struct tree_node *map)
{
    size_t count = 0;

    for (const struct tree_node *node = map->first; node != NULL;
         node = node->next)
        count += node->kind == TREE_TEXT ? 1 : node->count;
    return count;
}

static bool read_columns(const struct mapping_reader *reader)
{
    struct csv_map *out = reader->out;
    struct csv_map_column *items;
    const struct tree_node *columns;
    size_t count;

    if (!find_map(reader, "columns", &columns))
        return false;
    if (columns == NULL)
        return true;
    count = count_entries(columns);
    if (count > MAPPING_ENTRIES_MAX)
        return setting_fail(&reader->settings, "columns",
                            "more than %d of them", MAPPING_ENTRIES_MAX);
    items =
        arena_new_array(reader->settings.arena, count, struct csv_map_column);
    for (const struct tree_node *node = columns->first; node != NULL;
         node = node->next) {
        if (!add_column(reader, node, items))
            return false;
    }
    out->columns = items;
    return true;
}

static bool read_flags(const struct mapping_reader *reader)
{
    struct csv_map *out = reader->out;
    struct csv_map_flag *items;
    const struct tree_node *flags;

    if (!find_map(reader, "flags", &flags))
        return false;
    if (flags == NULL)
        return true;
    items = arena_new_array(reader->settings.arena, flags->count,
                            struct csv_map_flag);
    for (const struct tree_node *node = flags->first; node != NULL;
         node = node->next) {
        if (!check_entry(reader, "flags", node))
            return false;
        items[out->flag_count++] =
            (struct csv_map_flag){.header = node->key, .status = node->value};
    }
    out->flags = items;
    return true;
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
    count = count_entries(values);
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
        {"auto", CSV_DATE_GUESS},
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
                        "'%.60s' is none of ymd, dmy, mdy, auto", text);
}

static const char *const *copy_list(struct arena *arena, char **texts,
                                    size_t count)
{
    const char **copy = arena_new_array(arena, count, const char *);

    for (size_t i = 0; i < count; i++)
        copy[i] = texts[i];
    return copy;
}

static bool read_rest(const struct mapping_reader *reader)
{
    const struct raw_mapping *raw = reader->raw;
    struct csv_map *out = reader->out;
    struct arena *arena = reader->settings.arena;
    struct zone zone;

    out->title = raw->title;
    out->marks = copy_list(arena, raw->recognise, raw->recognise_count);
    out->mark_count = raw->recognise_count;
    out->date_only = copy_list(arena, raw->date_only, raw->date_only_count);
    out->date_only_count = raw->date_only_count;
    out->zone = raw->zone;
    return (raw->zone == NULL ||
            setting_zone(&reader->settings, "zone", raw->zone, &zone)) &&
           setting_bool(&reader->settings, "turn_names", raw->turn_names,
                        &out->turn_names);
}

static bool places(const struct csv_map *map, const char *field)
{
    for (size_t i = 0; i < map->column_count; i++) {
        if (strcmp(map->columns[i].field, field) == 0)
            return true;
    }
    return false;
}

/* The base's columns of fields that the map does not place itself. */
static void add_base_columns(struct csv_map *map, const struct csv_map *base,
                             struct arena *arena)
{
    struct csv_map_column *items =
        arena_new_array(arena, map->column_count + base->column_count,
                        struct csv_map_column);
    size_t count = map->column_count;

    if (count > 0)
        memcpy(items, map->columns, count * sizeof(*items));
    for (size_t i = 0; i < base->column_count; i++) {
        if (!places(map, base->columns[i].field))
            items[count++] = base->columns[i];
    }
    map->columns = items;
    map->column_count = count;
}

/* The base's values after the map's own, which therefore win. */
static void add_base_values(struct csv_map *map, const struct csv_map *base,
                            struct arena *arena)
{
    struct csv_map_value *items =
        arena_new_array(arena, map->value_count + base->value_count,
                        struct csv_map_value);

    if (map->value_count > 0)
        memcpy(items, map->values, map->value_count * sizeof(*items));
    if (base->value_count > 0)
        memcpy(items + map->value_count, base->values,
               base->value_count * sizeof(*items));
    map->values = items;
    map->value_count += base->value_count;
}

static bool read_base(const struct mapping_reader *reader)
{
    const struct raw_mapping *raw = reader->raw;
    struct csv_map *map = reader->out;
    struct csv_map base;

    if (raw->like == NULL)
        return true;
    if (!mapping_shipped(raw->like, reader->settings.arena, &base))
        return setting_fail(&reader->settings, "like", "'%.60s' is none of %s",
                            raw->like, mapping_names(reader->settings.arena));
    add_base_columns(map, &base, reader->settings.arena);
    add_base_values(map, &base, reader->settings.arena);
    if (map->flag_count == 0) {
        map->flags = base.flags;
        map->flag_count = base.flag_count;
    }
    if (raw->date_order == NULL)
        map->date_order = base.date_order;
    if (raw->turn_names == NULL)
        map->turn_names = base.turn_names;
    /* Nothing it lists for several kinds of export has to be in this one. */
    map->name = base.name;
    return true;
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
           read_flags(&reader) && read_date_order(&reader) &&
           read_rest(&reader) && read_base(&reader);
}

/* "square.yaml" without its ending. */
static size_t name_len(const struct embedded *file)
{
    return strlen(file->name) - strlen(".yaml");
}

/* What comes with the program was read by a test: it has no mistakes. */
static void read_shipped(const struct embedded *file, struct arena *arena,
                         struct csv_map *out)
{
    struct error err;

    if (!mapping_read((struct str){file->data, file->len}, file->name, arena,
                      out, &err))
        abort();
    out->name = arena_strndup(arena, file->name, name_len(file));
}

bool mapping_shipped(const char *name, struct arena *arena, struct csv_map *out)
{
    for (size_t i = 0; i < shipped_mappings_count; i++) {
        const struct embedded *file = &shipped_mappings[i];

        if (strlen(name) != name_len(file) ||
            strncmp(name, file->name, name_len(file)) != 0)
            continue;
        read_shipped(file, arena, out);
        return true;
    }
    return false;
}

const struct csv_map *mapping_all_shipped(struct arena *arena, size_t *count)
{
    struct csv_map *maps =
        arena_new_array(arena, shipped_mappings_count, struct csv_map);

    for (size_t i = 0; i < shipped_mappings_count; i++)
        read_shipped(&shipped_mappings[i], arena, &maps[i]);
    *count = shipped_mappings_count;
    return maps;
}

bool mapping_load(struct call *call, const char *name, struct csv_map *out,
                  struct error *err)
{
    struct str yaml;

    if (mapping_shipped(name, call->arena, out))
        return true;
    if (!call_read_file(call, name, MAPPING_BYTES_MAX, &yaml, err)) {
        if (err->kind != ERROR_MISSING)
            return false;
        return error_set(err, ERROR_MISSING,
                         "map '%.200s': no such file, and none of the maps "
                         "that come with kept (%s)",
                         name, mapping_names(call->arena));
    }
    return mapping_read(yaml, name, call->arena, out, err);
}

const char *mapping_names(struct arena *arena)
{
    const char *names = "";

    for (size_t i = 0; i < shipped_mappings_count; i++)
        names = arena_printf(arena, "%s%s%.*s", names, i == 0 ? "" : ", ",
                             (int)name_len(&shipped_mappings[i]),
                             shipped_mappings[i].name);
    return names;
}
