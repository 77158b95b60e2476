#include "importers/csv_columns.h"

#include <strings.h>

#include "base/buf.h"
#include "importers/clean.h"
#include "importers/csv_words.h"

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

const char *csv_column_name(const struct csv_columns *columns,
                            enum csv_field field)
{
    const struct csv_sources *sources = &columns->of[field];

    return sources->count == 0 ? field_names[field]
                               : columns->headers[sources->items[0].parts[0]];
}

struct finder {
    const struct csv_map *map;
    struct arena *arena;
    size_t line;
    const char **keys; /* of the headers, as csv_key() makes them */
    bool *used;
    struct csv_columns *out;
    struct import_notes *warnings; /* NULL: only looking */
};

static void warn(struct finder *finder, const char *reason)
{
    if (finder->warnings != NULL)
        import_note_add(finder->warnings, finder->arena, NULL, finder->line,
                        reason);
}

/* The first column of that header; warns of a second one. */
static bool find_column(struct finder *finder, struct str header, size_t *out)
{
    const char *key = csv_key(header, finder->arena);
    bool found = false;

    for (size_t i = 0; *key != '\0' && i < finder->out->count; i++) {
        if (strcmp(finder->keys[i], key) != 0)
            continue;
        if (!found)
            *out = i;
        else if (!finder->used[i])
            warn(finder, arena_printf(finder->arena,
                                      "column '%.60s' stands twice; the first "
                                      "one counts",
                                      finder->out->headers[i]));
        found = true;
        finder->used[i] = true;
    }
    return found;
}

/* Cuts the next part off "First name + Last name". */
static struct str next_part(const char **at)
{
    const char *plus = strstr(*at, " + ");
    struct str part = str_of(*at);

    if (plus == NULL) {
        *at += part.len;
        return part;
    }
    part.len = (size_t)(plus - *at);
    *at = plus + 3;
    return part;
}

/* All columns of an entry, or none of them. */
static bool find_source(struct finder *finder, const char *header,
                        struct csv_source *out)
{
    *out = (struct csv_source){0};
    if (find_column(finder, str_of(header), &out->parts[0])) {
        out->count = 1;
        return true;
    }
    for (const char *at = header; *at != '\0';) {
        struct str part = next_part(&at);

        if (out->count == CSV_PARTS_MAX ||
            !find_column(finder, part, &out->parts[out->count]))
            return false;
        out->count++;
    }
    return out->count > 1;
}

static void add_source(struct finder *finder, enum csv_field field,
                       const struct csv_source *source)
{
    struct csv_sources *sources = &finder->out->of[field];
    struct csv_source *items =
        arena_new_array(finder->arena, sources->count + 1, struct csv_source);

    if (sources->count > 0)
        memcpy(items, sources->items, sources->count * sizeof(*items));
    items[sources->count++] = *source;
    sources->items = items;
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

/* What a map may name beside our fields: halves of `start`. */
static bool is_half(const char *field)
{
    return strcmp(field, "date") == 0 || strcmp(field, "time") == 0;
}

/* The first column of the file that the map gives for a half. */
static bool find_half(struct finder *finder, const char *field,
                      struct csv_source *out)
{
    for (size_t i = 0; i < finder->map->column_count; i++) {
        if (strcmp(finder->map->columns[i].field, field) == 0 &&
            find_source(finder, finder->map->columns[i].header, out))
            return true;
    }
    return false;
}

/* Date and time of day together come before whole starts, a date alone after
 * them. */
static void place_halves(struct finder *finder)
{
    struct csv_sources whole = finder->out->of[CSV_START];
    struct csv_source date;
    struct csv_source time;

    if (!find_half(finder, "date", &date))
        return;
    if (find_half(finder, "time", &time)) {
        struct csv_source both = {{date.parts[0], time.parts[0]}, 2};

        finder->out->of[CSV_START] = (struct csv_sources){0};
        add_source(finder, CSV_START, &both);
        for (size_t i = 0; i < whole.count; i++)
            add_source(finder, CSV_START, &whole.items[i]);
    }
    add_source(finder, CSV_START, &date);
}

static bool is_placed(const struct finder *finder, const char *field)
{
    enum csv_field which;

    if (find_field(field, &which))
        return finder->out->of[which].count > 0;
    for (size_t i = 0; i < finder->out->group_count; i++) {
        if (strcasecmp(finder->out->groups[i].field, field) == 0)
            return true;
    }
    return false;
}

static bool place_mapped(struct finder *finder, struct error *err)
{
    for (size_t i = 0; i < finder->map->column_count; i++) {
        const struct csv_map_column *mapped = &finder->map->columns[i];
        enum csv_field field = CSV_ID;
        struct csv_source source;

        if (is_half(mapped->field))
            continue;
        if (!is_group(mapped->field) && !find_field(mapped->field, &field))
            return error_set(err, ERROR_USAGE, "map: unknown field '%.60s'",
                             mapped->field);
        if (!find_source(finder, mapped->header, &source))
            continue;
        if (is_group(mapped->field))
            add_group(finder, mapped->field, source.parts[0]);
        else
            add_source(finder, field, &source);
    }
    place_halves(finder);
    return true;
}

/* A person's map that names what the file does not have. */
static bool check_placed(struct finder *finder, struct error *err)
{
    for (size_t i = 0; i < finder->map->column_count; i++) {
        const struct csv_map_column *mapped = &finder->map->columns[i];

        if (finder->map->name != NULL || is_half(mapped->field) ||
            is_placed(finder, mapped->field))
            continue;
        if (strcmp(mapped->field, "start") == 0)
            return error_set(err, ERROR_INPUT,
                             "its first row has no column '%.60s', which the "
                             "map names for 'start'",
                             mapped->header);
        warn(finder, arena_printf(finder->arena,
                                  "the map's column '%.60s' for '%.60s' "
                                  "is not in the file",
                                  mapped->header, mapped->field));
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
    const struct csv_map *map = finder->map;
    struct csv_columns *out = finder->out;

    for (int i = 0; i < CSV_FIELD_COUNT; i++) {
        struct csv_source source = {.count = 1};

        if (out->of[i].count > 0 ||
            (map->name == NULL && is_mapped(map, field_names[i])))
            continue;
        if (find_column(finder, str_of(field_names[i]), &source.parts[0]))
            add_source(finder, (enum csv_field)i, &source);
    }
    for (size_t i = 0; i < out->count; i++) {
        if (is_group(out->headers[i]) && !finder->used[i]) {
            finder->used[i] = true;
            add_group(finder, out->headers[i], i);
        }
    }
}

static void place_flags(struct finder *finder)
{
    const struct csv_map *map = finder->map;
    struct csv_columns *out = finder->out;

    out->flags =
        arena_new_array(finder->arena, map->flag_count, struct csv_flag_column);
    for (size_t i = 0; i < map->flag_count; i++) {
        struct csv_flag_column *flag = &out->flags[out->flag_count];

        flag->status = map->flags[i].status;
        if (find_column(finder, str_of(map->flags[i].header), &flag->column))
            out->flag_count++;
    }
}

/* As headers are compared; "??????" has nothing but itself. */
static const char *word_key(const char *word, struct arena *arena)
{
    const char *key = csv_key(str_of(word), arena);

    return *key == '\0' ? clean_fold(str_of(word), arena) : key;
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
    finder->out->words =
        arena_new_array(finder->arena, map->value_count, struct csv_word);
    for (size_t i = 0; i < map->value_count; i++) {
        const char *name = map->values[i].field;

        finder->out->words[finder->out->word_count++] = (struct csv_word){
            .field = name,
            .folded = word_key(map->values[i].from, finder->arena),
            .to = map->values[i].to,
        };

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
    for (size_t i = 0; i < finder->out->count; i++) {
        if (!finder->used[i] && finder->out->headers[i][0] != '\0')
            (void)buf_printf(&list, "%s%.60s", list.len > 0 ? ", " : "",
                             finder->out->headers[i]);
    }
    if (list.len > 0)
        warn(finder, arena_printf(finder->arena, "columns not used: %s%s",
                                  buf_text(&list), list.full ? ", …" : ""));
    buf_finish(&list);
}

static struct finder start_finder(const struct csv_row *header,
                                  const struct csv_map *map,
                                  struct arena *arena, struct csv_columns *out)
{
    struct finder finder = {
        .map = map,
        .arena = arena,
        .line = header->line,
        .keys = arena_new_array(arena, header->count, const char *),
        .used = arena_new_array(arena, header->count, bool),
        .out = out,
    };

    *out = (struct csv_columns){.count = header->count};
    out->headers = arena_new_array(arena, header->count, const char *);
    for (size_t i = 0; i < header->count; i++) {
        struct str cell = header->cells[i];

        if (cell.len > HEADER_MAX)
            cell.len = HEADER_MAX;
        out->headers[i] = str_or_empty(clean_line(cell, arena));
        finder.keys[i] = csv_key(cell, arena);
    }
    return finder;
}

/* Words that stand in lists of customers, too: "customer since". */
static bool is_plain_date(const char *header, struct arena *arena)
{
    static const char *const words[] = {"date", "datum", "fecha", "data",
                                        "start_date"};
    const char *key = csv_key(str_of(header), arena);

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcmp(words[i], key) == 0)
            return true;
    }
    return false;
}

/*
 * A list of people with a date is none of visits, unless it says more: our own
 * `name` means a list of customers (product.md).
 */
static bool is_dated_list(struct finder *finder)
{
    static const enum csv_field visit_fields[] = {
        CSV_END, CSV_DURATION, CSV_STATUS, CSV_SERVICE, CSV_PROVIDER, CSV_PRICE,
    };
    const struct csv_columns *columns = finder->out;
    const struct csv_source *start = columns->of[CSV_START].items;
    size_t ignored;

    if (finder->map->name == NULL || columns->of[CSV_START].count == 0 ||
        start->count > 1 ||
        !is_plain_date(columns->headers[start->parts[0]], finder->arena) ||
        !find_column(finder, STR("name"), &ignored))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(visit_fields); i++) {
        if (columns->of[visit_fields[i]].count > 0)
            return false;
    }
    return true;
}

static void drop_plain_date(struct finder *finder)
{
    struct csv_sources *start = &finder->out->of[CSV_START];

    if (!is_dated_list(finder))
        return;
    finder->used[start->items[0].parts[0]] = false;
    start->count = 0;
}

enum csv_fit csv_columns_fit(const struct csv_row *header,
                             const struct csv_map *map, struct arena *arena)
{
    struct csv_columns columns;
    struct finder finder = start_finder(header, map, arena, &columns);
    struct error ignored;

    if (!place_mapped(&finder, &ignored))
        return CSV_FIT_NONE;
    place_own(&finder);
    drop_plain_date(&finder);
    if (columns.of[CSV_START].count > 0)
        return CSV_FIT_VISITS;
    return columns.of[CSV_NAME].count > 0 ? CSV_FIT_PEOPLE : CSV_FIT_NONE;
}

bool csv_columns_marked(const struct csv_row *header, const struct csv_map *map,
                        struct arena *arena)
{
    struct csv_columns columns;
    struct finder finder = start_finder(header, map, arena, &columns);
    size_t column;

    for (size_t i = 0; i < map->mark_count; i++) {
        if (!find_column(&finder, str_of(map->marks[i]), &column))
            return false;
    }
    return map->mark_count > 0;
}

bool csv_columns_read(const struct csv_row *header, const struct csv_map *map,
                      struct arena *arena, struct csv_columns *out,
                      struct import_notes *warnings, struct error *err)
{
    struct finder finder = start_finder(header, map, arena, out);

    finder.warnings = warnings;
    if (!note_map(&finder, err) || !place_mapped(&finder, err) ||
        !check_placed(&finder, err))
        return false;
    place_own(&finder);
    drop_plain_date(&finder);
    place_flags(&finder);
    if (out->of[CSV_START].count == 0 && out->of[CSV_NAME].count == 0)
        return error_set(err, ERROR_INPUT,
                         "its first rows name neither a column 'start' "
                         "(appointments) nor 'name' (a customer list); a map "
                         "can say which column holds it");
    warn_of_unused(&finder);
    return true;
}

const char *csv_value(const struct csv_columns *columns, const char *field,
                      const char *value, struct arena *arena)
{
    const char *folded = NULL;

    for (size_t i = 0; i < columns->word_count; i++) {
        const struct csv_word *word = &columns->words[i];

        if (strcasecmp(word->field, field) != 0)
            continue;
        if (folded == NULL)
            folded = word_key(value, arena);
        if (strcmp(word->folded, folded) == 0)
            return word->to;
    }
    return value;
}
