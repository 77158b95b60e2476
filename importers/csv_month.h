/*
 * csv_month.h - dates whose month is a word
 */
#ifndef IMPORTERS_CSV_MONTH_H
#define IMPORTERS_CSV_MONTH_H

#include "base/civil.h"

/*
 * Reads the date at the start of "Mon 4 May 2026 at 9:30", "May 4th, 2026",
 * "lundi 4 mai 2026 à 9h30", "04-Nov-26": a day, a month's name in en, fr, de,
 * es, nl, it or pt, a year; other words before its end are passed by. Returns
 * where the time of day would begin; NULL when there is no such date.
 */
const char *csv_month_read(const char *text, struct civil_date *out);

#endif
