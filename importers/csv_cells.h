/*
 * csv_cells.h - one row's cells as values: people, times, amounts
 */
#ifndef IMPORTERS_CSV_CELLS_H
#define IMPORTERS_CSV_CELLS_H

#include "importers/csv_columns.h"
#include "importers/csv_time.h"

/* Reading one file. */
struct csv_reader {
    const struct csv_request *request;
    const struct csv_map *map; /* never NULL */
    bool has_zone;             /* the map gives one */
    struct zone zone;
    struct csv_columns columns;
    struct arena *arena;
    struct csv_result *out;

    /* The row at hand. */
    const struct csv_row *row;
    const char *fault; /* why it is rejected; NULL so far */
};

/* A person as a row has them; NULL where it does not say. */
struct csv_person {
    const char *external;
    const char *name;
    const char *phone;
    const char *phone_doubt;
    const char *mail;
    const char *language;
    int birth_year;
};

/* Rejects the row, for the first reason given. */
void csv_fault(struct csv_reader *reader, const char *reason);

/* Says something odd about the row. */
void csv_warn(struct csv_reader *reader, const char *reason);

/*
 * The cell of a field, translated by the map and cleaned to one line (notes
 * keep theirs); NULL when empty or absent. Longer than the field's limit is a
 * fault.
 */
const char *csv_cell(struct csv_reader *reader, enum csv_field field);

/* A cell by its column; `name` is for the map and for the complaint. */
const char *csv_group_cell(struct csv_reader *reader,
                           const struct csv_group_column *group);

/* False when the cell is empty; a fault when it is no time. */
bool csv_cell_time(struct csv_reader *reader, enum csv_field field,
                   const struct zone *zone, struct csv_time *out);

/* An amount in the office's currency, not negative; likewise. */
bool csv_cell_money(struct csv_reader *reader, enum csv_field field,
                    int64_t *minor);

/* Doubtful numbers, addresses, languages and years are warned of. */
struct csv_person csv_cell_person(struct csv_reader *reader);

#endif
