/*
 * mapping.h - how the columns of a foreign CSV file are to be read
 *
 * The YAML of `--map` (docs/tables.md), checked, as the importer wants it.
 * Some maps for well-known exports come with the program; a file of one's own
 * may build on one of them (`like: square`).
 */
#ifndef APP_MAPPING_H
#define APP_MAPPING_H

#include "app/call.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "importers/csv.h"

#define MAPPING_BYTES_MAX   (1024 * 1024)

/* Columns, or values; more than any file has. */
#define MAPPING_ENTRIES_MAX 1000

/*
 * `file_name` is for messages. ERROR_USAGE names line, column, key and value;
 * whether the fields exist is the importer's to say. All in `arena`.
 */
MUST_USE bool mapping_read(struct str yaml, const char *file_name,
                           struct arena *arena, struct csv_map *out,
                           struct error *err);

/*
 * What `--map` names: a map that comes with the program, else a file. Lives in
 * the call's arena. ERROR_MISSING tells the names, too.
 */
MUST_USE bool mapping_load(struct call *call, const char *name,
                           struct csv_map *out, struct error *err);

/* A map that comes with the program, by its name; false when there is none. */
bool mapping_shipped(const char *name, struct arena *arena,
                     struct csv_map *out);

/* All of them, for csv_request.known. */
const struct csv_map *mapping_all_shipped(struct arena *arena,
                                          size_t *count) NEVER_NULL;

/* "dentrix, doctolib, …", for messages. */
const char *mapping_names(struct arena *arena) NEVER_NULL;

#endif
