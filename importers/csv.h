/*
 * csv.h - bookings and customers from a CSV file (product.md, CSV)
 *
 * A header row; comma, semicolon or tab; UTF-8 with or without a BOM, or
 * Windows-1252. Pure: equal bytes give equal bookings, so that the same file
 * twice changes nothing. A bad row is rejected with its line and the reason,
 * an odd one is imported with a warning. Reasons never repeat a cell that
 * could hold a person's name, number or address.
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
    CSV_DATE_YMD,
    CSV_DATE_DMY,
    CSV_DATE_MDY,
};

/* `field` (ours: "start", "group:employment") stands in column `header`. */
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

/* How a foreign file is read; zeroed for a file with our own columns. */
struct csv_map {
    const struct csv_map_column *columns;
    size_t column_count;
    const struct csv_map_value *values;
    size_t value_count;
    const char *const *date_only; /* fields whose time part means nothing */
    size_t date_only_count;
    enum csv_date_order date_order;
    const char *zone; /* of local times; NULL: the site's, else the office's */
};

struct csv_request {
    struct str document;
    const struct csv_map *map;   /* NULL: none */
    const struct office *office; /* zones, country, currency */
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
    bool is_customer_list;    /* then there are no bookings */
    struct booking *bookings; /* in the order of their rows */
    size_t *lines;            /* of each booking */
    size_t booking_count;
    struct csv_customer *customers;
    size_t customer_count;
    struct import_notes rejected; /* rows, by the line they start in */
    struct import_notes warnings; /* odd, but imported; line 1: the header */
};

/*
 * Reads a document into `out`, all of it in `arena`.
 *
 * A booking's uid is its `id`, else a fingerprint of start, customer, service
 * and provider (numbered where a file repeats them). A start without a time
 * of day is local midnight with `all_day` set. `end` is `start` when unknown.
 *
 * ERROR_INPUT: empty, too large, not text, no header with `start` or `name`,
 * or without the column that the map gives for it. ERROR_USAGE: the map is
 * wrong (unknown field, unknown zone).
 */
MUST_USE bool csv_read(const struct csv_request *request, struct arena *arena,
                       struct csv_result *out, struct error *err);

#endif
