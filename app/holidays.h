/*
 * holidays.h - public holidays: a calendar file of days that are closed
 *
 * The office file names it (`holidays: FILE.ics`); its days are kept in the
 * database, so that planning needs no file. Read again when an office file is
 * imported and when the engine starts.
 */
#ifndef APP_HOLIDAYS_H
#define APP_HOLIDAYS_H

#include "app/call.h"

/* Beyond that calendars of holidays guess. */
#define HOLIDAYS_AHEAD_DAYS  800
/* "After a missed visit" looks back. */
#define HOLIDAYS_BEHIND_DAYS 60

/* What is written down of a calendar of holidays. */
struct holidays {
    const char *file; /* its path, from the root */
    const char *days; /* a line a holiday: "2026-12-25 2026-12-25 Noël" */
};

/*
 * Reads the all-day events around `now` of a file that lies beside the office
 * file `office_path`, unless its path is from the root; cancelled ones and
 * those with an hour are no holidays. ERROR_USAGE when it is not there, not a
 * calendar, or has no such day. Blocks: a child reads it.
 */
MUST_USE bool holidays_read(struct call *call, const char *office_path,
                            const char *path, struct holidays *out,
                            struct error *err);

/* Writes them down; NULL: there are none. */
MUST_USE bool holidays_keep(struct db *db, const struct holidays *holidays,
                            struct error *err);

/* The days that are written down, in the arena. */
MUST_USE bool holidays_load(struct db *db, struct arena *arena,
                            struct date_ranges *out, struct error *err);

/*
 * Reads the file again, where one is written down; coming visits are planned
 * anew when its days changed. A file that is not there any more, or broken,
 * changes nothing: the days that are known go on.
 */
MUST_USE bool holidays_refresh(struct call *call, struct store *store,
                               struct error *err);

#endif
