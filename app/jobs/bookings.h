/*
 * bookings.h - the bytes of a source as bookings, whatever their format
 */
#ifndef APP_JOBS_BOOKINGS_H
#define APP_JOBS_BOOKINGS_H

#include "app/call.h"
#include "domain/booking.h"
#include "importers/csv.h"

/* The horizon of a calendar, around now (ical.md of the plans, 3). */
#define HORIZON_BACK_S  (30 * DAY_S)
#define HORIZON_AHEAD_S (400 * DAY_S)

struct bookings_request {
    struct str bytes;
    const char *source;        /* as given; its name may tell the format */
    const struct csv_map *map; /* NULL: none */
    const struct office *office;
    const struct feed *feed; /* what the office says of it; never NULL */
    struct instant now;
};

struct bookings {
    struct booking *items;
    const char **statuses; /* of each, as the calendar says it; or NULL */
    size_t count;
    bool is_calendar;
    const struct csv_map *map; /* a table's, that was recognised; or NULL */
    struct instant from;       /* the calendar's horizon */
    struct instant until;
    bool is_cut;          /* a limit left something out */
    size_t skipped_count; /* blocks, and events that could not be read */
    const char **unread;  /* UIDs of the latter */
    size_t unread_count;
    struct import_notes rejected;
    struct import_notes warnings;
    struct csv_customer *customers; /* a customer list */
    size_t customer_count;
    struct span refresh; /* the calendar's own wish, or 0 */
};

/*
 * Reads. A calendar is read in a child; ERROR_INPUT says what it is instead
 * of a calendar or a table.
 */
MUST_USE bool bookings_read(const struct bookings_request *request,
                            struct arena *arena, struct bookings *out,
                            struct error *err);

#endif
