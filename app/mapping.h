/*
 * mapping.h - how the columns of a foreign CSV file are to be read
 *
 * The YAML of product.md's `--map FILE` (columns, values, date_only,
 * date_order, zone), checked, as the importer wants it.
 */
#ifndef APP_MAPPING_H
#define APP_MAPPING_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "importers/csv.h"

#define MAPPING_BYTES_MAX   (1024 * 1024)

/* Columns and values; more than any file has. */
#define MAPPING_ENTRIES_MAX 1000

/*
 * `file_name` is for messages. ERROR_USAGE names line, column, key and value;
 * whether the fields exist is the importer's to say. All in `arena`.
 */
MUST_USE bool mapping_read(struct str yaml, const char *file_name,
                           struct arena *arena, struct csv_map *out,
                           struct error *err);

#endif
