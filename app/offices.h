/*
 * offices.h - the office in the database: read, replaced, noticed
 */
#ifndef APP_OFFICES_H
#define APP_OFFICES_H

#include "app/call.h"
#include "app/holidays.h"
#include "app/office.h"

/* The sections as they stand. */
MUST_USE bool offices_sections(struct db *db, struct arena *arena,
                               struct office_sections *out, struct error *err);

/*
 * Writes the sections as one transaction, lets the planner look at every
 * coming appointment again, has feeds that changed asked at once, and plans.
 * `holidays` are those of the office's calendar of them, NULL without one.
 */
MUST_USE bool offices_save(struct call *call,
                           const struct office_update *update,
                           const struct holidays *holidays, struct error *err);

#endif
