/*
 * civil.h - calendar arithmetic without a zone
 *
 * The proleptic Gregorian calendar. Days are counted from 1970-01-01.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include "base/base.h"
#include "base/error.h"

struct civil_date {
    int year;  /* 1..9999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

struct civil_time {
    struct civil_date date;
    int hour;   /* 0..23 */
    int minute; /* 0..59 */
    int second; /* 0..59 */
};

enum weekday {
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    THURSDAY,
    FRIDAY,
    SATURDAY,
    SUNDAY,
};

#define WEEKDAY_COUNT       7

/* "2026-11-24" and its NUL, with room for the compiler's doubts. */
#define CIVIL_DATE_TEXT_MAX 40
/* "2026-11-24T18:00:00" and its NUL, likewise. */
#define CIVIL_TIME_TEXT_MAX 80

/* Days since 1970-01-01 (H. Hinnant, "chrono-compatible date algorithms"). */
int64_t civil_to_days(struct civil_date date);
struct civil_date civil_from_days(int64_t days);

/* Seconds since 1970-01-01T00:00:00 as if the wall clock were UTC. */
int64_t civil_to_seconds(struct civil_time time);
struct civil_time civil_from_seconds(int64_t seconds);

enum weekday civil_weekday(struct civil_date date);
struct civil_date civil_add_days(struct civil_date date, int64_t days);

/* Negative, 0 or positive, as strcmp. */
int civil_compare(struct civil_date left, struct civil_date right);

bool civil_is_valid(struct civil_date date);
int civil_days_in_month(int year, int month);

/* "YYYY-MM-DD" exactly; ERROR_INPUT otherwise. */
MUST_USE bool civil_parse_date(const char *text, struct civil_date *out,
                               struct error *err);

/*
 * "YYYY-MM-DDTHH:MM[:SS]" or with a space; ERROR_INPUT otherwise. A date
 * alone is refused.
 */
MUST_USE bool civil_parse_time(const char *text, struct civil_time *out,
                               struct error *err);

/* "HH:MM" as minutes since midnight, "24:00" included; ERROR_INPUT. */
MUST_USE bool civil_parse_minute(const char *text, int *out, struct error *err);

char *civil_format_date(struct civil_date date,
                        char out[CIVIL_DATE_TEXT_MAX]) NEVER_NULL;
char *civil_format_time(struct civil_time time,
                        char out[CIVIL_TIME_TEXT_MAX]) NEVER_NULL;

/* "monday"…; NULL-safe look-up returns false for anything else. */
const char *weekday_name(enum weekday day) NEVER_NULL;
bool weekday_find(const char *name, enum weekday *out);

#endif
