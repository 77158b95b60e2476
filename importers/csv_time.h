/*
 * csv_time.h - dates and times as exports write them
 */
#ifndef IMPORTERS_CSV_TIME_H
#define IMPORTERS_CSV_TIME_H

#include "base/zone.h"
#include "importers/csv.h"

struct csv_time {
    struct instant at;     /* a date: local midnight */
    bool is_date;          /* no time of day was given, or it means nothing */
    struct civil_date day; /* on the wall of the zone; a date as written */
};

/*
 * Reads "2026-11-24T18:00:00+01:00", "2026-11-24 18:00", "24.11.2026 9:05",
 * "11/24/26 2:30 PM", "20261124": a date in `order`, perhaps a time of day,
 * perhaps an offset. Without one it is local time of `zone`. `date_only`:
 * whatever follows the date means nothing. Years 1900..2199 only; of a year
 * of two digits, 00..69 are 20xx. False when it is none of these.
 */
bool csv_time_read(const char *text, enum csv_date_order order, bool date_only,
                   const struct zone *zone, struct csv_time *out);

#endif
