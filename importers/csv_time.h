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
 * "11/24/26 2:30 PM", "20261124", "Tue 24 Nov 2026 at 6pm", "24. November 2026
 * 18 Uhr": a date in `order`, perhaps a time of day, perhaps an offset.
 * Without one it is local time of `zone`. Month names are those of seven
 * languages. `date_only`: whatever follows the date means nothing. Years
 * 1900..2199 only; of a year of two digits, 00..69 are 20xx. False when it is
 * none of these, and where only an order could tell and it is to be guessed.
 */
bool csv_time_read(const char *text, enum csv_date_order order, bool date_only,
                   const struct zone *zone, struct csv_time *out);

/*
 * "45981.75": the days since 1900 that spreadsheets count, as exports of raw
 * cells have them. Five digits only, 1970 to 2099; local time of `zone`.
 */
bool csv_time_read_serial(const char *text, const struct zone *zone,
                          struct csv_time *out);

/* "0001-01-01", "0000-00-00": what databases write where there is no date. */
bool csv_is_no_date(const char *text);

/* "18:30", "6.30 pm", "18h": seconds after midnight; false for other texts. */
bool csv_time_read_clock(const char *text, int *seconds);

/*
 * Whether `text` begins with a date that only an order explains: then what it
 * proves, or CSV_DATE_GUESS where both day and month are 12 at most.
 */
bool csv_time_needs_order(const char *text, enum csv_date_order *proof);

/*
 * "40", "40 min", "0:40", "1h30", "1 h 30 min", "00:40:00", "1.5 h" in whole
 * minutes, and the slots of five minutes that dental programs draw ("//XX//").
 */
bool csv_minutes_read(const char *text, int64_t *out);

#endif
