/*
 * calendar.h - a calendar read in a child process
 */
#ifndef APP_JOBS_CALENDAR_H
#define APP_JOBS_CALENDAR_H

#include "importers/ical.h"

/* The hidden command that is the child's. */
#define CALENDAR_COMMAND "read-calendar"

/*
 * ical_read() of importers/ical.h, carried out by a confined child: nothing
 * of a stranger's bytes is looked at in this process. Blocks. ERROR_INPUT
 * with the reader's own words, or that the child exceeded a limit.
 */
MUST_USE bool calendar_read(const struct import_request *request,
                            struct arena *arena, struct ical_calendar *out,
                            struct error *err);

#endif
