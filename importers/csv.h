/*
 * csv.h - bookings and customers from a CSV file (product.md, CSV)
 *
 * A header row, perhaps below a title; comma, semicolon, tab or bar; any
 * encoding of base/charset.h. Pure: equal bytes give equal bookings, so that
 * the same file twice changes nothing. A bad row is rejected with its line and
 * the reason, an odd one is imported with a warning. Reasons never repeat a
 * cell that could hold a person's name, number or address.
 */
#ifndef IMPORTERS_CSV_H
#define IMPORTERS_CSV_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "domain/booking.h"
#include "domain/office.h"
#include "importers/importer.h"

#define CSV_ROWS_MAX   500000 /* decades of a large clinic; bounds memory */
#define CSV_FIELDS_MAX 256    /* columns of one file */
#define CSV_ROW_MAX    65536  /* bytes; more is a quote that is never closed */

/* How "04/05/2026" is meant. A year of four digits in front is always ymd. */
enum csv_date_order {
    CSV_DATE_GUESS, /* "13/05/2026" somewhere in the file tells */
    CSV_DATE_YMD,
    CSV_DATE_DMY,
    CSV_DATE_MDY,
};

/*
 * `field` (ours: "start", "group:employment") stands in column `header`, or in
 * several that a space joins: "First name + Last name", "Date + Time". Of a
 * field's entries the first that a row has is taken. The fields `date` and
 * `time` are halves of `start`.
 */
struct csv_map_column {
    const char *field;
    const char *header;
};

/* In the column of `field`, `from` means `to`. */
struct csv_map_value {
    const char *field;
    const char *from;
    const char *to;
};

/* A yes (or a time) in column `header` means that status. */
struct csv_map_flag {
    const char *header;
    const char *status;
};

/* How a foreign file is read; zeroed for a file with our own columns. */
struct csv_map {
    const char *name;  /* of a map that comes with the program; else NULL */
    const char *title; /* whose export it reads; may be NULL */
    const char *const *marks; /* columns that together tell such an export */
    size_t mark_count;
    const struct csv_map_column *columns;
    size_t column_count;
    const struct csv_map_value *values;
    size_t value_count;
    const struct csv_map_flag *flags; /* the first that says yes decides */
    size_t flag_count;
    const char *const *date_only; /* fields whose time part means nothing */
    size_t date_only_count;
    enum csv_date_order date_order;
    bool turn_names;  /* "Example, Ada" is Ada Example */
    const char *zone; /* of local times; NULL: the site's, else the office's */
};

struct csv_request {
    struct str document;
    const struct csv_map *map;   /* NULL: find it */
    const struct office *office; /* zones, country, currency */

    /* What to look for in a file whose columns are not ours; of those without
     * marks, the first that places `start` or `name` is taken. */
    const struct csv_map *known;
    size_t known_count;
};

/* A row of a customer list; NULL where the file does not say. */
struct csv_customer {
    size_t line;
    const char *external;
    const char *name;
    const char *phone;       /* E.164 */
    const char *phone_doubt; /* as written, when not to be trusted */
    const char *mail;
    const char *language;
    int birth_year; /* 0 when unknown */
};

struct csv_result {
    const struct csv_map *map; /* of `known`, when one was found; else NULL */
    bool is_customer_list;     /* then there are no bookings */
    struct booking *bookings;  /* in the order of their rows */
    size_t *lines;             /* of each booking */
    size_t booking_count;
    struct csv_customer *customers;
    size_t customer_count;
    size_t ignored_count;         /* rows whose status is "ignore" */
    struct import_notes rejected; /* rows, by the line they start in */
    struct import_notes warnings; /* odd, but imported, or no row at all */
};

/*
 * Reads a document into `out`, all of it in `arena`.
 *
 * A booking's uid is its `id`, else a fingerprint of start, customer, service
 * and provider (numbered where a file repeats them). A start without a time
 * of day is local midnight with `all_day` set. `end` is `start` when unknown.
 *
 * ERROR_INPUT: empty, too large, not text, no header with `start` or `name`,
 * or without the column that the map gives for it, or dates whose order
 * nothing tells. ERROR_USAGE: the map is wrong (unknown field, unknown zone).
 */
MUST_USE bool csv_read(const struct csv_request *request, struct arena *arena,
                       struct csv_result *out, struct error *err);

#endif
