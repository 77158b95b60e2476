#include "importers/csv_header.h"

/* Titles above a header have a few lines at most. */
#define ROWS_MAX 15

static const struct csv_map no_map = {0};

struct rows {
    struct csv_row items[ROWS_MAX];
    size_t count;
    struct arena *arena;
};

static bool keep_row(void *context, const struct csv_row *row)
{
    struct rows *rows = context;
    struct csv_row *copy = &rows->items[rows->count];
    struct str *cells = arena_new_array(rows->arena, row->count, struct str);

    *copy = *row;
    for (size_t i = 0; i < row->count; i++)
        cells[i] = (struct str){arena_strndup(rows->arena, row->cells[i].at,
                                              row->cells[i].len),
                                row->cells[i].len};
    copy->cells = cells;
    rows->count++;
    return rows->count < ROWS_MAX;
}

/* The first row that fits the map so well. */
static const struct csv_row *find_fit(const struct rows *rows,
                                      const struct csv_map *map,
                                      enum csv_fit fit)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (csv_columns_fit(&rows->items[i], map, rows->arena) == fit)
            return &rows->items[i];
    }
    return NULL;
}

/* Of the known maps whose marks a row has all, the one with the most. */
static const struct csv_row *find_marked(const struct csv_request *request,
                                         const struct rows *rows,
                                         const struct csv_map **map)
{
    const struct csv_row *found = NULL;

    for (size_t i = 0; i < rows->count; i++) {
        for (size_t k = 0; k < request->known_count; k++) {
            const struct csv_map *known = &request->known[k];

            if (!csv_columns_marked(&rows->items[i], known, rows->arena) ||
                (found != NULL && known->mark_count <= (*map)->mark_count))
                continue;
            found = &rows->items[i];
            *map = known;
        }
    }
    return found;
}

static const struct csv_row *find_unmarked(const struct csv_request *request,
                                           const struct rows *rows,
                                           enum csv_fit fit,
                                           const struct csv_map **map)
{
    const struct csv_row *row = NULL;

    for (size_t i = 0; row == NULL && i < request->known_count; i++) {
        if (request->known[i].mark_count > 0)
            continue;
        row = find_fit(rows, &request->known[i], fit);
        if (row != NULL)
            *map = &request->known[i];
    }
    return row;
}

static const struct csv_row *find(const struct csv_request *request,
                                  const struct rows *rows,
                                  const struct csv_map **map)
{
    const struct csv_row *row;

    *map = request->map == NULL ? &no_map : request->map;
    row = find_fit(rows, *map, CSV_FIT_VISITS);
    if (row == NULL && request->map == NULL) {
        row = find_marked(request, rows, map);
        if (row == NULL)
            row = find_unmarked(request, rows, CSV_FIT_VISITS, map);
        if (row == NULL)
            row = find_unmarked(request, rows, CSV_FIT_PEOPLE, map);
    }
    return row == NULL ? find_fit(rows, *map, CSV_FIT_PEOPLE) : row;
}

struct csv_header csv_header_find(const struct csv_request *request,
                                  struct str document, char separator,
                                  struct arena *arena)
{
    struct rows rows = {.arena = arena};
    struct csv_header header = {.map = request->map};
    const struct csv_row *row;

    csv_walk(document, separator, keep_row, &rows);
    if (rows.count == 0) {
        header.map = &no_map;
        return header;
    }
    row = find(request, &rows, &header.map);
    header.line = row == NULL ? rows.items[0].line : row->line;
    header.is_known = header.map != request->map && header.map != &no_map;
    return header;
}
