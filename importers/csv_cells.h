/*
 * csv_cells.h - one row's cells as values: people, times, amounts
 */
#ifndef IMPORTERS_CSV_CELLS_H
#define IMPORTERS_CSV_CELLS_H

#include "importers/csv_columns.h"
#include "importers/csv_time.h"

/* Different texts of one column that are cleaned and translated once. */
#define CSV_MEMO_SLOTS 64

struct csv_memo {
    struct {
        struct str raw;
        const char *text;
    } slots[CSV_MEMO_SLOTS];
};

/* Reading one file. */
struct csv_reader {
    const struct csv_request *request;
    struct str document; /* in UTF-8 */
    char separator;
    size_t header_line;
    const struct csv_map *map; /* never NULL */
    enum csv_date_order order; /* the map's, or what the file proves */
    bool has_serials;          /* somebody was told so */
    bool has_zone;             /* the map gives one */
    struct zone zone;
    struct csv_columns columns;
    struct arena *arena;
    struct csv_result *out;
    struct csv_memo *memos; /* one for each field and group that has few */

    /* The row at hand. */
    const struct csv_row *row;
    const char *fault; /* why it is rejected; NULL so far */

    const char *refusal; /* why the whole file is; NULL so far */
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
 * The text of a field, translated by the map and cleaned to one line (notes
 * keep theirs); NULL when empty or absent. Longer than the field's limit is a
 * fault.
 */
const char *csv_cell(struct csv_reader *reader, enum csv_field field);

/* The same of one of its sources, untranslated. */
const char *csv_source_cell(struct csv_reader *reader, enum csv_field field,
                            const struct csv_source *source);

/* One part of one source. */
const char *csv_part_cell(struct csv_reader *reader, enum csv_field field,
                          size_t column);

/* The value of a group, likewise. */
const char *csv_group_cell(struct csv_reader *reader, size_t group);

/*
 * An amount, not negative; false when the cell is empty, a fault when it is
 * none. `*currency` is the amount's own where that is not the office's, else
 * NULL.
 */
bool csv_cell_money(struct csv_reader *reader, enum csv_field field,
                    int64_t *minor, const char **currency);

/* "start is no …: 'x' in column 'Date'; …": a value that is none. */
void csv_fault_value(struct csv_reader *reader, enum csv_field field,
                     const char *text, const char *what);

/* Doubtful numbers, addresses, languages and years are warned of. */
struct csv_person csv_cell_person(struct csv_reader *reader);

#endif
