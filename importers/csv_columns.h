/*
 * csv_columns.h - which column of a file holds which field
 */
#ifndef IMPORTERS_CSV_COLUMNS_H
#define IMPORTERS_CSV_COLUMNS_H

#include "importers/csv.h"
#include "importers/csv_table.h"

enum csv_field {
    CSV_ID,
    CSV_START,
    CSV_END,
    CSV_DURATION,
    CSV_BOOKED_AT,
    CSV_STATUS,
    CSV_STATUS_AT,
    CSV_CUSTOMER_ID,
    CSV_NAME,
    CSV_PHONE,
    CSV_EMAIL,
    CSV_LANGUAGE,
    CSV_BIRTH_YEAR,
    CSV_SERVICE,
    CSV_PROVIDER,
    CSV_SITE,
    CSV_PRICE,
    CSV_FEE,
    CSV_REMINDED,
    CSV_NOTES,
};

#define CSV_FIELD_COUNT 20
#define CSV_NO_COLUMN   SIZE_MAX

struct csv_group_column {
    const char *name;  /* "employment" of group:employment */
    const char *field; /* the whole of it */
    size_t column;
};

struct csv_columns {
    size_t count;               /* cells a row may have */
    size_t at[CSV_FIELD_COUNT]; /* or CSV_NO_COLUMN */
    bool date_only[CSV_FIELD_COUNT];
    bool is_mapped[CSV_FIELD_COUNT]; /* its values are translated */
    struct csv_group_column groups[BOOKING_GROUPS_MAX];
    size_t group_count;
};

/*
 * Finds the columns. A header is compared without regard to case, spaces and
 * hyphens; the map comes before our own names. Warns, for line 1, of columns
 * nobody reads, of names that stand twice and of mapped ones that are absent.
 * ERROR_INPUT: neither `start` nor `name`. ERROR_USAGE: the map names a field
 * that does not exist.
 */
MUST_USE bool csv_columns_read(const struct csv_row *header,
                               const struct csv_map *map, struct arena *arena,
                               struct csv_columns *out,
                               struct import_notes *warnings,
                               struct error *err);

/* "start"…: as in the header. */
const char *csv_field_name(enum csv_field field) NEVER_NULL;

/* What the map makes of a value of `field`; itself where it says nothing. */
const char *csv_value(const struct csv_map *map, const char *field,
                      const char *value) NEVER_NULL;

#endif
