/*
 * ical_line.h - one content line of an iCalendar document, and its values
 *
 * Reads what RFC 5545 allows and the mistakes that senders make often. Works
 * on borrowed text and allocates nothing. Every number is checked against the
 * calendar: nothing impossible gets past here.
 */
#ifndef IMPORTERS_ICAL_LINE_H
#define IMPORTERS_ICAL_LINE_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/instant.h"
#include "base/str.h"
#include "importers/ical_name.h"

struct ical_line {
    enum ical_name id; /* which property it is */
    struct str name;   /* as written: compare with ical_is() */
    struct str params; /* "TZID=Europe/Paris;VALUE=DATE"; may be empty */
    struct str value;
};

/* A time as it stands there, before anybody knows its zone. */
struct ical_time {
    struct civil_time wall;
    bool is_date; /* no time of day: then the wall's is 0 */
    bool is_utc;
    bool is_odd;  /* readable, but not as the RFC has it */
    int offset_s; /* only with is_utc: already taken off; for the curious */
};

/* "P1W", "PT1H30M". Days are nominal, seconds exact. */
struct ical_duration {
    int64_t days;
    int64_t s;
    bool is_negative;
};

/* False when the line has no colon: it is no content line. */
bool ical_line_split(struct str line, struct ical_line *out);

/* Whether `name` is `word`, in any case. */
bool ical_is(struct str name, const char *word);

/* Takes spaces, tabs and stray quotes off both ends. */
struct str ical_trim(struct str text);

/*
 * The value of the parameter called `name`, without its quotes; false when
 * there is none among the first IMPORT_PARAMETERS_MAX.
 */
bool ical_param(const struct ical_line *line, const char *name,
                struct str *out);

/* Takes the first item off a list (not quoted); false when nothing is left. */
bool ical_next(struct str *rest, char separator, struct str *item);

/*
 * DATE or DATE-TIME, also in the extended form of ISO 8601. False for what
 * is neither, or does not exist: 31 February, 25 o'clock.
 */
bool ical_time_read(struct str text, struct ical_time *out);

/* False for what is none, or longer than ten years. */
bool ical_duration_read(struct str text, struct ical_duration *out);

/* A decimal number with an optional sign, within [min, max]. */
bool ical_number_read(struct str text, int64_t min, int64_t max, int64_t *out);

/* "+0530", "-053012": seconds, less than a day. */
bool ical_offset_read(struct str text, int *out);

/* The next line (ended by LF) of a text; false when nothing is left. */
bool ical_line_next(struct str *rest, struct str *line);

/* Makes small letters of the alphabet capital; NULL is accepted. */
void ical_upper(char *text);

/* Undoes the escapes of TEXT: "\n", "\,", "\;", "\\". */
char *ical_unescape(struct str text, struct arena *arena) NEVER_NULL;

#endif
