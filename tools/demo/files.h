/*
 * files.h - what is written of the office, and for which moment
 *
 * A visit bears the same id in table and calendar, so that the table of a
 * later day tells what became of what the calendar had announced.
 */
#ifndef TOOLS_DEMO_FILES_H
#define TOOLS_DEMO_FILES_H

#include <stdio.h>

#include "base/zone.h"
#include "tools/demo/life.h"

#define OFFICE_ZONE    "Europe/Paris"
#define HISTORY_MONTHS 14
#define CALENDAR_DAYS  14

struct studio {
    const char *folder;
    struct zone zone;
    struct civil_date today;
    int64_t now;       /* noon of today; wall minutes, as in life.h */
    int64_t from;      /* the history begins here */
    int64_t morning;   /* the calendar begins here */
    int64_t last_open; /* the open day before today, in days since 1970 */
    struct life life;
    const struct visit **order; /* by start */
};

/* Ends the program when it cannot be written. */
FILE *file_open(const struct studio *studio, const char *name) NEVER_NULL;
void file_close(FILE *file);

const char *provider_name(int chair) NEVER_NULL;

/* chair-N.csv: the past, as the program of the practice exports it. */
void write_table(const struct studio *studio, int chair);

/* chair-N.ics: today and the days to come. */
void write_calendar(const struct studio *studio, int chair);

/* office.yaml and kept.yaml. */
void write_office(const struct studio *studio);

#endif
