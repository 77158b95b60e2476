#include "importers/csv_columns.h"

#include <strings.h>

#include "base/buf.h"
#include "importers/clean.h"

#define GROUP_PREFIX     "group:"
#define GROUP_PREFIX_LEN (sizeof(GROUP_PREFIX) - 1)

/* A header longer than this names nothing of ours. */
#define HEADER_MAX       200

static const char *const field_names[CSV_FIELD_COUNT] = {
    [CSV_ID] = "id",
    [CSV_START] = "start",
    [CSV_END] = "end",
    [CSV_DURATION] = "duration_min",
    [CSV_BOOKED_AT] = "booked_at",
    [CSV_STATUS] = "status",
    [CSV_STATUS_AT] = "status_at",
    [CSV_CUSTOMER_ID] = "customer_id",
    [CSV_NAME] = "name",
    [CSV_PHONE] = "phone",
    [CSV_EMAIL] = "email",
    [CSV_LANGUAGE] = "language",
    [CSV_BIRTH_YEAR] = "birth_year",
    [CSV_SERVICE] = "service",
    [CSV_PROVIDER] = "provider",
    [CSV_SITE] = "site",
    [CSV_PRICE] = "price",
    [CSV_FEE] = "fee",
    [CSV_REMINDED] = "reminded",
    [CSV_NOTES] = "notes",
};

const char *csv_field_name(enum csv_field field)
{
    return field_names[field];
}

static bool is_group(const char *field)
{
    return strncasecmp(field, GROUP_PREFIX, GROUP_PREFIX_LEN) == 0 &&
           field[GROUP_PREFIX_LEN] != '\0';
}

static bool find_field(const char *name, enum csv_field *out)
{
    for (int i = 0; i < CSV_FIELD_COUNT; i++) {
        if (strcmp(field_names[i], name) == 0) {
            *out = (enum csv_field)i;
            return true;
        }
    }
    return false;
}

/* "Booked at" is "booked_at". */
static bool is_header(const char *written, const char *name)
{
    for (; *written != '\0' && *name != '\0'; written++, name++) {
        bool gap = *written == ' ' || *written == '-' || *written == '_';
        bool gap_too = *name == ' ' || *name == '-' || *name == '_';

        if (gap != gap_too || (!gap && strncasecmp(written, name, 1) != 0))
            return false;
    }
    return *written == *name;
}

struct finder {
    const struct csv_map *map;
    struct arena *arena;
    const char **headers; /* never NULL inside */
    bool *used;
    size_t count;
    struct csv_columns *out;
    struct import_notes *warnings;
};

static void warn(struct finder *finder, const char *reason)
{
    import_note_add(finder->warnings, finder->arena, NULL, 1, reason);
}

/* The first column of that header; warns of a second one. */
static size_t find_column(struct finder *finder, const char *header)
{
    size_t found = CSV_NO_COLUMN;

    for (size_t i = 0; i < finder->count; i++) {
        if (!is_header(finder->headers[i], header))
            continue;
        if (found == CSV_NO_COLUMN)
            found = i;
        else if (!finder->used[i])
            warn(finder, arena_printf(finder->arena,
                                      "column '%.60s' stands twice; the first "
                                      "one counts",
                                      header));
        finder->used[i] = true;
    }
    return found;
}

static void add_group(struct finder *finder, const char *field, size_t column)
{
    struct csv_columns *out = finder->out;
    char *name;

    for (size_t i = 0; i < out->group_count; i++) {
        if (strcasecmp(out->groups[i].field, field) == 0)
            return;
    }
    if (out->group_count == BOOKING_GROUPS_MAX) {
        warn(finder, arena_printf(finder->arena,
                                  "column '%.60s' is not used: %d groups at "
                                  "most",
                                  field, BOOKING_GROUPS_MAX));
        return;
    }
    name = clean_line(str_of(field + GROUP_PREFIX_LEN), finder->arena);
    if (name != NULL)
        out->groups[out->group_count++] = (struct csv_group_column){
            .name = name, .field = field, .column = column};
}

static bool place_mapped(struct finder *finder, struct error *err)
{
    for (size_t i = 0; i < finder->map->column_count; i++) {
        const struct csv_map_column *mapped = &finder->map->columns[i];
        size_t column = find_column(finder, mapped->header);
        enum csv_field field = CSV_ID;

        if (!is_group(mapped->field) && !find_field(mapped->field, &field))
            return error_set(err, ERROR_USAGE, "map: unknown field '%.60s'",
                             mapped->field);
        if (column == CSV_NO_COLUMN && strcmp(mapped->field, "start") == 0)
            return error_set(err, ERROR_INPUT,
                             "its first row has no column '%.60s', which the "
                             "map names for 'start'",
                             mapped->header);
        if (column == CSV_NO_COLUMN) {
            warn(finder, arena_printf(finder->arena,
                                      "the map's column '%.60s' for '%.60s' "
                                      "is not in the file",
                                      mapped->header, mapped->field));
            continue;
        }
        if (is_group(mapped->field))
            add_group(finder, mapped->field, column);
        else
            finder->out->at[field] = column;
    }
    return true;
}

static bool is_mapped(const struct csv_map *map, const char *field)
{
    for (size_t i = 0; i < map->column_count; i++) {
        if (strcmp(map->columns[i].field, field) == 0)
            return true;
    }
    return false;
}

/* Columns that bear our own names, for fields the map does not place. */
static void place_own(struct finder *finder)
{
    for (int i = 0; i < CSV_FIELD_COUNT; i++) {
        if (!is_mapped(finder->map, field_names[i]))
            finder->out->at[i] = find_column(finder, field_names[i]);
    }
    for (size_t i = 0; i < finder->count; i++) {
        if (is_group(finder->headers[i]) && !finder->used[i]) {
            finder->used[i] = true;
            add_group(finder, finder->headers[i], i);
        }
    }
}

static bool note_map(struct finder *finder, struct error *err)
{
    const struct csv_map *map = finder->map;
    enum csv_field field = CSV_ID;

    for (size_t i = 0; i < map->date_only_count; i++) {
        if (!find_field(map->date_only[i], &field))
            return error_set(err, ERROR_USAGE,
                             "map: unknown field '%.60s' in date_only",
                             map->date_only[i]);
        finder->out->date_only[field] = true;
    }
    for (size_t i = 0; i < map->value_count; i++) {
        const char *name = map->values[i].field;

        if (find_field(name, &field))
            finder->out->is_mapped[field] = true;
        else if (!is_group(name))
            return error_set(err, ERROR_USAGE,
                             "map: unknown field '%.60s' in values", name);
    }
    return true;
}

/* One warning for all columns that nobody reads. */
static void warn_of_unused(struct finder *finder)
{
    struct buf list;

    buf_init(&list, 300);
    for (size_t i = 0; i < finder->count; i++) {
        if (!finder->used[i] && finder->headers[i][0] != '\0')
            (void)buf_printf(&list, "%s%.60s", list.len > 0 ? ", " : "",
                             finder->headers[i]);
    }
    if (list.len > 0)
        warn(finder, arena_printf(finder->arena, "columns not used: %s%s",
                                  buf_text(&list), list.full ? ", …" : ""));
    buf_finish(&list);
}

bool csv_columns_read(const struct csv_row *header, const struct csv_map *map,
                      struct arena *arena, struct csv_columns *out,
                      struct import_notes *warnings, struct error *err)
{
    struct finder finder = {
        .map = map,
        .arena = arena,
        .headers = arena_new_array(arena, header->count, const char *),
        .used = arena_new_array(arena, header->count, bool),
        .count = header->count,
        .out = out,
        .warnings = warnings,
    };

    *out = (struct csv_columns){.count = header->count};
    for (int i = 0; i < CSV_FIELD_COUNT; i++)
        out->at[i] = CSV_NO_COLUMN;
    for (size_t i = 0; i < header->count; i++) {
        struct str cell = header->cells[i];

        if (cell.len > HEADER_MAX)
            cell.len = HEADER_MAX;
        finder.headers[i] = str_or_empty(clean_line(cell, arena));
    }
    if (!note_map(&finder, err) || !place_mapped(&finder, err))
        return false;
    place_own(&finder);
    if (out->at[CSV_START] == CSV_NO_COLUMN &&
        out->at[CSV_NAME] == CSV_NO_COLUMN)
        return error_set(err, ERROR_INPUT,
                         "its first row names neither a column 'start' "
                         "(appointments) nor 'name' (a customer list); a map "
                         "can say which column holds it");
    warn_of_unused(&finder);
    return true;
}

const char *csv_value(const struct csv_map *map, const char *field,
                      const char *value)
{
    for (size_t i = 0; i < map->value_count; i++) {
        if (strcasecmp(map->values[i].field, field) == 0 &&
            strcasecmp(map->values[i].from, value) == 0)
            return map->values[i].to;
    }
    return value;
}
