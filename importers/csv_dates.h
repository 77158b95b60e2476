/*
 * csv_dates.h - a row's dates, in an order that the whole file proves
 */
#ifndef IMPORTERS_CSV_DATES_H
#define IMPORTERS_CSV_DATES_H

#include "importers/csv_cells.h"

/*
 * The time of a field; false when its cell is empty, a fault when it is no
 * time. Of two columns the second is the time of day. Where neither map nor
 * file tell whether day or month comes first, the office's country does, with
 * a warning; where that says nothing either, reader->refusal is set.
 */
bool csv_cell_time(struct csv_reader *reader, enum csv_field field,
                   const struct zone *zone, struct csv_time *out);

/* The same of the end, which may be a time of day only: that of `start`. */
bool csv_cell_end(struct csv_reader *reader, const struct zone *zone,
                  const struct csv_time *start, struct csv_time *out);

#endif
