/*
 * limits.h - how much of a foreign document we are ready to look at
 *
 * One table, so that nobody has to search. Each figure is far above what an
 * honest office sends and far below what hurts. Effort is counted in looks at
 * dates, not in seconds, so that the same document always gives the same
 * answer; the child process that reads it has a limit in seconds besides.
 */
#ifndef IMPORTERS_LIMITS_H
#define IMPORTERS_LIMITS_H

/* A document, after decompression: ten years of a large clinic are 40 MiB. */
#define IMPORT_BYTES_MAX             (64 * 1024 * 1024)
/* Components of one calendar, those we do not read included. */
#define IMPORT_COMPONENTS_MAX        400000
/* Events of one calendar. */
#define IMPORT_EVENTS_MAX            200000
/* Visits of one series inside the window: three a day for a year. */
#define IMPORT_OCCURRENCES_EACH_MAX  1000
/* Visits of one calendar inside the window. */
#define IMPORT_OCCURRENCES_MAX       400000
/* BEGIN inside BEGIN; an alarm in an event in a calendar makes three. */
#define IMPORT_DEPTH_MAX             8

/* One content line after unfolding; longer ones are dropped. */
#define IMPORT_LINE_BYTES_MAX        (1024 * 1024)
/* One text value; longer ones are cut. */
#define IMPORT_TEXT_BYTES_MAX        (64 * 1024)
/* Short texts: names, places, mail addresses, statuses. */
#define IMPORT_WORD_BYTES_MAX        1024
/* A UID; longer ones are cut and get a hash of the whole. */
#define IMPORT_UID_BYTES_MAX         512
/* Parameters of one content line. */
#define IMPORT_PARAMETERS_MAX        100
/* Content lines of one event that we hand on. */
#define IMPORT_LINES_EACH_MAX        20000
/* Guests of one event; a course has thirty. */
#define IMPORT_ATTENDEES_MAX         200
/* Labels of one event. */
#define IMPORT_CATEGORIES_MAX        50
/* X-properties kept of one event. */
#define IMPORT_EXTRAS_MAX            40
/* The source's own text of one event, as kept for later. */
#define IMPORT_RAW_BYTES_MAX         (128 * 1024)
/* Events of one UID: a daily series of ten years, each day moved, has 4,000. */
#define IMPORT_OBJECT_EVENTS_MAX     50000
/* The raw text of all events of one UID: a daily series, each day moved, is 1 MiB. */
#define IMPORT_OBJECT_RAW_BYTES_MAX  (8 * 1024 * 1024)
/* VTIMEZONEs and their like of one document, as kept for later. */
#define IMPORT_FRAMES_BYTES_MAX      (8 * 1024 * 1024)

/* Different zone names in one calendar. */
#define IMPORT_ZONES_MAX             500
/* STANDARD and DAYLIGHT parts of one VTIMEZONE: a century of changes. */
#define IMPORT_OBSERVANCES_MAX       200
/* Clock changes we work out for one VTIMEZONE. */
#define IMPORT_TRANSITIONS_MAX       2000

/* Rules of one event; more than one is already rare. */
#define IMPORT_RULES_MAX             20
/* Values in all BY… lists of one rule together. */
#define IMPORT_RULE_VALUES_MAX       64
/* Instances a rule may make on one day: every quarter of an hour. */
#define IMPORT_RULE_DAILY_MAX        96
#define IMPORT_RULE_INTERVAL_MAX     1000
#define IMPORT_RULE_COUNT_MAX        5000
/* An hourly rule makes a day of 24 visits: only a short one is honest. */
#define IMPORT_RULE_HOURLY_COUNT_MAX 500
/* EXDATE and RDATE values of one event. */
#define IMPORT_DATES_EACH_MAX        20000

/* Looks at dates while following the rules of one event: 20 ms; a daily rule
 * of forty years takes 15,000. */
#define IMPORT_LOOKS_EACH_MAX        200000
/* What placing one visit of a series costs beside finding it. */
#define IMPORT_LOOKS_PER_VISIT       5
/* … and of one calendar: 1 s. */
#define IMPORT_LOOKS_MAX             15000000
/* … and of one VTIMEZONE. */
#define IMPORT_ZONE_LOOKS_MAX        60000

/* Skipped events and warnings that are listed; the rest is counted. */
#define IMPORT_NOTES_MAX             1000

#endif
