/*
 * csv_table.h - a CSV document as rows of cells, by libcsv
 *
 * Knows quotes, separators and line numbers, but no columns.
 */
#ifndef IMPORTERS_CSV_TABLE_H
#define IMPORTERS_CSV_TABLE_H

#include "base/str.h"

/* One row; good for the call it is handed to. */
struct csv_row {
    size_t line; /* the physical line it starts in, from 1 */
    const struct str *cells;
    size_t count;
    const char *problem; /* not NULL: unreadable, and there are no cells */
};

/* Return false to stop. */
typedef bool csv_take(void *context, const struct csv_row *row);

/*
 * Comma, semicolon, tab or bar: the one that most of the first rows hold the
 * same number of, outside quotes. A first line "sep=;", as spreadsheets write
 * it, says so itself.
 */
char csv_separator(struct str document);

/*
 * Hands over every row but blank ones and "sep=", the header included. A row whose
 * quotes are wrong, or that is longer than CSV_ROW_MAX, is a problem; reading
 * goes on in the line after its first.
 */
void csv_walk(struct str document, char separator, csv_take *take,
              void *context);

#endif
