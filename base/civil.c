#include "base/civil.h"

#include <stdio.h>
#include <string.h>

static const char *const weekday_names[WEEKDAY_COUNT] = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday",
};

int64_t civil_to_days(struct civil_date date)
{
    int64_t year = date.year - (date.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t month = date.month + (date.month > 2 ? -3 : 9);
    int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    return era * 146097 + day - 719468;
}

struct civil_date civil_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day = shifted - era * 146097;
    int64_t of_era = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * of_era + of_era / 4 - of_era / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct civil_date date = {
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
        .month = (int)(month < 10 ? month + 3 : month - 9),
    };

    date.year = (int)(of_era + era * 400 + (date.month <= 2));
    return date;
}

int64_t civil_to_seconds(struct civil_time time)
{
    return civil_to_days(time.date) * 86400 + time.hour * 3600 +
           time.minute * 60 + time.second;
}

struct civil_time civil_from_seconds(int64_t seconds)
{
    int64_t days = seconds / 86400;
    int64_t rest = seconds % 86400;

    if (rest < 0) {
        days--;
        rest += 86400;
    }
    return (struct civil_time){
        .date = civil_from_days(days),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

enum weekday civil_weekday(struct civil_date date)
{
    int64_t days = (civil_to_days(date) + 3) % 7; /* 1970-01-01: Thursday */

    return (enum weekday)(days < 0 ? days + 7 : days);
}

struct civil_date civil_add_days(struct civil_date date, int64_t days)
{
    return civil_from_days(civil_to_days(date) + days);
}

int civil_compare(struct civil_date left, struct civil_date right)
{
    int64_t l = civil_to_days(left);
    int64_t r = civil_to_days(right);

    return (l > r) - (l < r);
}

int civil_days_in_month(int year, int month)
{
    static const signed char days[12] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap);
}

bool civil_is_valid(struct civil_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 &&
           date.month <= 12 && date.day >= 1 &&
           date.day <= civil_days_in_month(date.year, date.month);
}

/* Reads `count` decimal digits; false when there are fewer. */
static bool digits(const char **at, int count, int *out)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        char c = (*at)[i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool separator(const char **at, const char *any_of)
{
    if (**at == '\0' || strchr(any_of, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

static bool read_date(const char **at, struct civil_date *out)
{
    return digits(at, 4, &out->year) && separator(at, "-") &&
           digits(at, 2, &out->month) && separator(at, "-") &&
           digits(at, 2, &out->day) && civil_is_valid(*out);
}

bool civil_parse_date(const char *text, struct civil_date *out,
                      struct error *err)
{
    const char *at = text;

    if (read_date(&at, out) && *at == '\0')
        return true;
    return error_set(err, ERROR_INPUT, "'%s' is not a date; write YYYY-MM-DD",
                     text);
}

bool civil_parse_time(const char *text, struct civil_time *out,
                      struct error *err)
{
    const char *at = text;
    bool ok;

    *out = (struct civil_time){0};
    ok = read_date(&at, &out->date) && separator(&at, "T t") &&
         digits(&at, 2, &out->hour) && separator(&at, ":") &&
         digits(&at, 2, &out->minute);
    if (ok && *at == ':')
        ok = separator(&at, ":") && digits(&at, 2, &out->second);
    if (ok && *at == '\0' && out->hour < 24 && out->minute < 60 &&
        out->second < 60)
        return true;
    return error_set(err, ERROR_INPUT,
                     "'%s' is not a time; write YYYY-MM-DDTHH:MM", text);
}

bool civil_parse_minute(const char *text, int *out, struct error *err)
{
    const char *at = text;
    int hour;
    int minute;

    if (digits(&at, 2, &hour) && separator(&at, ":") &&
        digits(&at, 2, &minute) && *at == '\0' && minute < 60 &&
        hour * 60 + minute <= 24 * 60) {
        *out = hour * 60 + minute;
        return true;
    }
    return error_set(err, ERROR_INPUT, "'%s' is not a time of day; write HH:MM",
                     text);
}

char *civil_format_date(struct civil_date date, char out[CIVIL_DATE_TEXT_MAX])
{
    (void)snprintf(out, CIVIL_DATE_TEXT_MAX, "%04d-%02d-%02d", date.year,
                   date.month, date.day);
    return out;
}

char *civil_format_time(struct civil_time time, char out[CIVIL_TIME_TEXT_MAX])
{
    (void)snprintf(out, CIVIL_TIME_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d",
                   time.date.year, time.date.month, time.date.day, time.hour,
                   time.minute, time.second);
    return out;
}

const char *weekday_name(enum weekday day)
{
    assert(day >= MONDAY && day <= SUNDAY);
    return weekday_names[day];
}

bool weekday_find(const char *name, enum weekday *out)
{
    for (int i = 0; i < WEEKDAY_COUNT; i++) {
        if (strcmp(name, weekday_names[i]) == 0) {
            *out = (enum weekday)i;
            return true;
        }
    }
    return false;
}
