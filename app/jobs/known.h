/*
 * known.h - what the store knows of a feed, as reconcile() wants it
 */
#ifndef APP_JOBS_KNOWN_H
#define APP_JOBS_KNOWN_H

#include "domain/booking.h"
#include "importers/reconcile.h"
#include "store/bookings.h"

/*
 * One for each row. `fetched` is what came: new zone data shifts the instant
 * of a visit, which is no move (invariant 12), unless the source still says
 * the old instant.
 */
struct known_booking *known_bookings(const struct booking_rows *rows,
                                     const struct booking *fetched,
                                     size_t fetched_count, struct arena *arena);

#endif
