/*
 * csv_header.h - which of a table's first rows is its header, and whose
 */
#ifndef IMPORTERS_CSV_HEADER_H
#define IMPORTERS_CSV_HEADER_H

#include "importers/csv_columns.h"

struct csv_header {
    size_t line;               /* 0: the table is blank */
    const struct csv_map *map; /* how to read it; never NULL */
    bool is_known;             /* `map` is one of request->known */
};

/*
 * Looks at the first rows: exports put titles, dates and empty lines above
 * their header. In this order: what the request's map places; a column
 * `start` of ours; all marks of a known map; what a known map without marks
 * places. Where nothing fits the first row is the header, so that the error
 * can tell what it lacks.
 */
struct csv_header csv_header_find(const struct csv_request *request,
                                  struct str document, char separator,
                                  struct arena *arena);

#endif
