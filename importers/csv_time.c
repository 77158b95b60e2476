#include "importers/csv_time.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2199

/* Reads 1 to `digits_max` digits; the count of those read. */
static int number(const char **at, int digits_max, int *out)
{
    int digits = 0;

    *out = 0;
    for (; digits < digits_max && **at >= '0' && **at <= '9'; (*at)++) {
        *out = *out * 10 + (**at - '0');
        digits++;
    }
    return digits;
}

static bool take(const char **at, const char *any_of)
{
    if (**at == '\0' || strchr(any_of, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

static int full_year(int year, int digits)
{
    if (digits > 2)
        return year;
    return year < 70 ? 2000 + year : 1900 + year;
}

/* "20261124". */
static bool read_compact(const char **at, struct civil_date *out)
{
    return strspn(*at, "0123456789") == 8 && number(at, 4, &out->year) == 4 &&
           number(at, 2, &out->month) == 2 && number(at, 2, &out->day) == 2;
}

static bool read_date(const char **at, enum csv_date_order order,
                      struct civil_date *out)
{
    int part[3];
    int digits[3];

    if (read_compact(at, out))
        return true;
    for (int i = 0; i < 3; i++) {
        if (i > 0 && !take(at, "-/."))
            return false;
        digits[i] = number(at, 4, &part[i]);
        if (digits[i] == 0)
            return false;
    }
    if (digits[0] == 4)
        order = CSV_DATE_YMD;
    switch (order) {
    case CSV_DATE_YMD:
        *out = (struct civil_date){full_year(part[0], digits[0]), part[1],
                                   part[2]};
        return digits[0] == 4;
    case CSV_DATE_DMY:
        *out = (struct civil_date){full_year(part[2], digits[2]), part[1],
                                   part[0]};
        break;
    case CSV_DATE_MDY:
        *out = (struct civil_date){full_year(part[2], digits[2]), part[0],
                                   part[1]};
        break;
    }
    return digits[2] == 4 || digits[2] == 2;
}

/* " PM" and the like turn 1..12 into 0..23; false for 13 PM. */
static bool read_half_of_day(const char **at, int *hour)
{
    const char *rest = *at + strspn(*at, " ");
    bool afternoon = *rest == 'p' || *rest == 'P';

    if (!afternoon && *rest != 'a' && *rest != 'A')
        return true;
    rest++;
    (void)take(&rest, ".");
    if (!take(&rest, "mM"))
        return true;
    (void)take(&rest, ".");
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (afternoon ? 12 : 0);
    *at = rest;
    return true;
}

/* "9:05", "09:05:30.123", "14h30", "2:30 pm". */
static bool read_time(const char **at, struct civil_time *out)
{
    int ignored;

    if (number(at, 2, &out->hour) == 0 || !take(at, ":hH") ||
        number(at, 2, &out->minute) != 2)
        return false;
    if (take(at, ":") && number(at, 2, &out->second) != 2)
        return false;
    if (take(at, ".,") && number(at, 9, &ignored) == 0)
        return false;
    if (!read_half_of_day(at, &out->hour))
        return false;
    return out->hour < 24 && out->minute < 60 && out->second < 60;
}

/* "Z", "+01:00", "-0530", " UTC". */
static bool read_offset(const char *at, int64_t *offset_s)
{
    int hours;
    int minutes = 0;
    bool west;

    at += strspn(at, " ");
    west = *at == '-';
    *offset_s = 0;
    if (strcmp(at, "Z") == 0 || strcmp(at, "z") == 0 || strcmp(at, "UTC") == 0)
        return true;
    if (!take(&at, "+-") || number(&at, 2, &hours) != 2)
        return false;
    (void)take(&at, ":");
    if (*at != '\0' && number(&at, 2, &minutes) != 2)
        return false;
    *offset_s = (hours * HOUR_S + minutes * MINUTE_S) * (west ? -1 : 1);
    return *at == '\0' && hours <= 18 && minutes < 60;
}

bool csv_time_read(const char *text, enum csv_date_order order, bool date_only,
                   const struct zone *zone, struct csv_time *out)
{
    struct civil_time wall = {0};
    const char *at = text;
    int64_t offset_s;

    if (!read_date(&at, order, &wall.date) || !civil_is_valid(wall.date) ||
        wall.date.year < YEAR_MIN || wall.date.year > YEAR_MAX)
        return false;
    out->day = wall.date;
    out->is_date = date_only || *at == '\0';
    if (out->is_date) {
        out->at = zone_day_start(zone, wall.date);
        return true;
    }

    if (!take(&at, "Tt ,"))
        return false;
    at += strspn(at, " ");
    if (!read_time(&at, &wall))
        return false;
    if (*at == '\0') {
        out->at = zone_instant(zone, wall, NULL);
        return true;
    }
    if (!read_offset(at, &offset_s))
        return false;
    out->at.unix_s = civil_to_seconds(wall) - offset_s;
    out->day = zone_civil(zone, out->at).date;
    return true;
}
