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

/* Columns of one header that a space joins: "First name + Last name". */
#define CSV_PARTS_MAX   3

struct csv_source {
    size_t parts[CSV_PARTS_MAX];
    size_t count;
};

/* Where a field's text may come from; the first that a row has is taken. */
struct csv_sources {
    struct csv_source *items;
    size_t count; /* 0: no column holds it */
};

struct csv_group_column {
    const char *name;  /* "employment" of group:employment */
    const char *field; /* the whole of it */
    size_t column;
};

struct csv_flag_column {
    size_t column;
    const char *status; /* what a yes in it means */
};

/* A value of the map, ready to be compared. */
struct csv_word {
    const char *field;
    const char *folded;
    const char *to;
};

struct csv_columns {
    size_t count;         /* cells a row may have */
    const char **headers; /* of each, for messages; never NULL inside */
    struct csv_sources of[CSV_FIELD_COUNT];
    bool date_only[CSV_FIELD_COUNT];
    bool is_mapped[CSV_FIELD_COUNT]; /* its values are translated */
    struct csv_group_column groups[BOOKING_GROUPS_MAX];
    size_t group_count;
    struct csv_flag_column *flags;
    size_t flag_count;
    struct csv_word *words;
    size_t word_count;
};

/* What a row would be the header of. */
enum csv_fit {
    CSV_FIT_NONE,
    CSV_FIT_PEOPLE, /* it has `name`: a customer list */
    CSV_FIT_VISITS, /* it has `start` */
};

enum csv_fit csv_columns_fit(const struct csv_row *header,
                             const struct csv_map *map, struct arena *arena);

/* Whether the row has all of the map's marks; false when there are none. */
bool csv_columns_marked(const struct csv_row *header, const struct csv_map *map,
                        struct arena *arena);

/*
 * Finds the columns. Headers are compared as csv_key() makes them; the map
 * comes before our own names. Warns of columns nobody reads, of names that
 * stand twice and, of a person's map, of those that are absent. ERROR_INPUT:
 * neither `start` nor `name`. ERROR_USAGE: the map names a field that does
 * not exist.
 */
MUST_USE bool csv_columns_read(const struct csv_row *header,
                               const struct csv_map *map, struct arena *arena,
                               struct csv_columns *out,
                               struct import_notes *warnings,
                               struct error *err);

/* "start"…: as in the header. */
const char *csv_field_name(enum csv_field field) NEVER_NULL;

/* The header of the field's first column; its own name when it has none. */
const char *csv_column_name(const struct csv_columns *columns,
                            enum csv_field field) NEVER_NULL;

/*
 * What the map makes of a value of `field`; itself where it says nothing.
 * Case, accents and punctuation do not count.
 */
const char *csv_value(const struct csv_columns *columns, const char *field,
                      const char *value, struct arena *arena) NEVER_NULL;

#endif
