/*
 * csv_status.h - what a row says became of its visit
 */
#ifndef IMPORTERS_CSV_STATUS_H
#define IMPORTERS_CSV_STATUS_H

#include "importers/csv_cells.h"

/*
 * Fills state, cancelled_by and attendance of `out`: from the first of the
 * map's flags that says yes, else from `status`. False when the row is no
 * visit ("ignore"). An unknown word or flag is a fault.
 */
bool csv_status_read(struct csv_reader *reader, struct booking *out);

#endif
