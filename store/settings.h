/*
 * settings.h - the office file's sections, and small facts about this office
 */
#ifndef STORE_SETTINGS_H
#define STORE_SETTINGS_H

#include "store/db.h"

/* "on", "off", or "to:ADDRESS": product.md invariant 20. */
#define SETTING_LIVE          "live"
/* The zone data that planning last used. */
#define SETTING_ZONE_DATA     "zone_data"
/* Visits up to this start have been looked at by the planner. */
#define SETTING_PLANNED_UNTIL "planned_until"
/* The days of the office's calendar of public holidays, and the file's path
 * (app/holidays.h). */
#define SETTING_HOLIDAYS      "holidays"
#define SETTING_HOLIDAYS_FILE "holidays_file"
/* What was expected on the last evening (app/jobs/watch.c). */
#define SETTING_EVENING       "evening"
/* What the tokens of return paths are made with, and how far the mailbox of
 * bounces was read (app/jobs/bounces.h). */
#define SETTING_BOUNCE_SECRET "bounce_secret"
#define SETTING_BOUNCE_PLACE  "bounce_place"
/* When the daemon last looked around, Unix seconds. */
#define SETTING_HEARTBEAT     "heartbeat"

/* `out` is NULL when it was never set. */
MUST_USE bool setting_get(struct db *db, const char *name, struct arena *arena,
                          const char **out, struct error *err);
MUST_USE bool setting_set(struct db *db, const char *name, const char *value,
                          struct error *err);

/* Whether messages go to customers: "on", not to one address only. */
MUST_USE bool setting_is_live(struct db *db, bool *out, struct error *err);

struct section_row {
    const char *name;
    const char *body;
};

struct section_rows {
    struct section_row *items;
    size_t count;
};

/* Every section, by name. */
MUST_USE bool section_list(struct db *db, struct arena *arena,
                           struct section_rows *out, struct error *err);
MUST_USE bool section_put(struct db *db, const char *name, const char *body,
                          struct error *err);

#endif
