/*
 * csv_booking.h - one row as a booking
 */
#ifndef IMPORTERS_CSV_BOOKING_H
#define IMPORTERS_CSV_BOOKING_H

#include "importers/csv_cells.h"

/*
 * Fills `out`; reader->fault says when it could not. The uid is the `id`, or
 * a fingerprint of start, customer, service and provider; `has_id` tells.
 * False when the row's status says that it is no visit.
 */
bool csv_booking_read(struct csv_reader *reader, struct booking *out,
                      bool *has_id);

#endif
