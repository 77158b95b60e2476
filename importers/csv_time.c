#include "importers/csv_time.h"

#include <stdlib.h>
#include <strings.h>

#include "importers/csv_month.h"

#define YEAR_MIN           1900
#define YEAR_MAX           2199

/* Days that spreadsheets count from 1899-12-30. */
#define SERIAL_1970        25569.0
#define SERIAL_2099        73050.0

/* "mercredi", "donnerstag", "segunda-feira" without its second half. */
#define WEEKDAY_BYTES_MAX  12

/* Longer numbers are no minutes; strtod() shall see decimals only. */
#define MINUTES_DIGITS_MAX 5

/* Minutes of one sign of "//XX//". */
#define SLOT_MIN           5

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
    case CSV_DATE_GUESS:
        return false;
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

/* ":05:30.123" after the hour; false when something else stands there. */
static bool read_minutes(const char **at, struct civil_time *out)
{
    int ignored;

    if (number(at, 2, &out->minute) != 2)
        return false;
    if (take(at, ":") && number(at, 2, &out->second) != 2)
        return false;
    return !take(at, ".,") || number(at, 9, &ignored) > 0;
}

/* "18 Uhr", "18h", "6 pm": an hour needs such a word when it stands alone. */
static bool read_hour_word(const char **at, int *hour)
{
    const char *before = *at;

    *at += strspn(*at, " ");
    if (strncasecmp(*at, "uhr", 3) == 0) {
        *at += 3;
        return true;
    }
    if (take(at, "hH"))
        return true;
    *at = before;
    return read_half_of_day(at, hour) && *at != before;
}

/* "9:05", "09:05:30.123", "14h30", "9.05", "2:30 pm", "18 Uhr". */
static bool read_time(const char **at, struct civil_time *out)
{
    const char *rest = *at;

    if (number(&rest, 2, &out->hour) == 0)
        return false;
    if (strchr(":hH.", *rest) != NULL && rest[0] != '\0' && rest[1] >= '0' &&
        rest[1] <= '9') {
        rest++;
        if (!read_minutes(&rest, out))
            return false;
        if (strncasecmp(rest, " uhr", 4) == 0)
            rest += 4;
        else if (!read_half_of_day(&rest, &out->hour))
            return false;
    } else if (!read_hour_word(&rest, &out->hour)) {
        return false;
    }
    *at = rest;
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

/* After the date of `wall`: perhaps a time of day, perhaps an offset. */
static bool read_rest(const char *at, struct civil_time *wall,
                      const struct zone *zone, struct csv_time *out)
{
    int64_t offset_s;

    if (!read_time(&at, wall))
        return false;
    if (*at == '\0') {
        out->at = zone_instant(zone, *wall, NULL);
        return true;
    }
    if (!read_offset(at, &offset_s))
        return false;
    out->at.unix_s = civil_to_seconds(*wall) - offset_s;
    out->day = zone_civil(zone, out->at).date;
    return true;
}

static bool is_sane(struct civil_date date)
{
    return civil_is_valid(date) && date.year >= YEAR_MIN &&
           date.year <= YEAR_MAX;
}

/* Past "Tue " or "mar. " before a date in numbers. */
static const char *skip_weekday(const char *text)
{
    size_t len = 0;

    while ((text[len] >= 'A' && text[len] <= 'Z') ||
           (text[len] >= 'a' && text[len] <= 'z') ||
           (unsigned char)text[len] >= 0x80)
        len++;
    if (len == 0 || len > WEEKDAY_BYTES_MAX)
        return text;
    len += strspn(text + len, "., ");
    return text[len] >= '0' && text[len] <= '9' ? text + len : text;
}

/* "24.11", "2026-1", "20261124": not "24. Nov" and not "4 May". */
static bool is_numeric(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits == 8 || (digits > 0 && strchr("-/.", text[digits]) != NULL &&
                           text[digits] != '\0' && text[digits + 1] >= '0' &&
                           text[digits + 1] <= '9');
}

/* Where the time of day would begin; NULL when there is no date. */
static const char *read_any_date(const char *text, enum csv_date_order order,
                                 struct civil_date *out)
{
    const char *at = skip_weekday(text);

    if (!is_numeric(at))
        return csv_month_read(text, out);
    if (!read_date(&at, order, out))
        return NULL;
    if (*at == '\0')
        return at;
    if (!take(&at, "Tt ,"))
        return NULL;
    at += strspn(at, " ");
    return *at == '\0' ? NULL : at;
}

bool csv_time_read(const char *text, enum csv_date_order order, bool date_only,
                   const struct zone *zone, struct csv_time *out)
{
    struct civil_time wall = {0};
    const char *rest = read_any_date(text, order, &wall.date);

    if (rest == NULL || !is_sane(wall.date))
        return false;
    out->day = wall.date;
    out->is_date = date_only || *rest == '\0';
    if (out->is_date) {
        out->at = zone_day_start(zone, wall.date);
        return true;
    }
    return read_rest(rest, &wall, zone, out);
}

bool csv_time_read_serial(const char *text, const struct zone *zone,
                          struct csv_time *out)
{
    struct civil_time wall;
    char *end;
    double days;

    if (strspn(text, "0123456789") != 5 ||
        strspn(text, "0123456789.") != strlen(text))
        return false;
    days = strtod(text, &end);
    if (*end != '\0' || days < SERIAL_1970 || days > SERIAL_2099)
        return false;
    wall = civil_from_seconds(
        (int64_t)((days - SERIAL_1970) * (double)DAY_S + 0.5));
    out->day = wall.date;
    out->is_date = text[5] == '\0';
    out->at = out->is_date ? zone_day_start(zone, wall.date)
                           : zone_instant(zone, wall, NULL);
    return true;
}

bool csv_is_no_date(const char *text)
{
    return strncmp(text, "0001-01-01", 10) == 0 ||
           strncmp(text, "0000-00-00", 10) == 0;
}

bool csv_time_read_clock(const char *text, int *seconds)
{
    struct civil_time wall = {0};

    if (!read_time(&text, &wall) || *text != '\0')
        return false;
    *seconds =
        (int)((wall.hour * HOUR_S) + (wall.minute * MINUTE_S) + wall.second);
    return true;
}

bool csv_time_needs_order(const char *text, enum csv_date_order *proof)
{
    int part[3];

    text = skip_weekday(text);
    for (int i = 0; i < 3; i++) {
        int digits;

        if (i > 0 && !take(&text, "-/."))
            return false;
        digits = number(&text, 4, &part[i]);
        if (digits == 0 || (i < 2 && digits > 2) || digits == 3)
            return false;
    }
    *proof = CSV_DATE_GUESS;
    if (part[0] > 12 && part[1] <= 12)
        *proof = CSV_DATE_DMY;
    if (part[1] > 12 && part[0] <= 12)
        *proof = CSV_DATE_MDY;
    return true;
}

/* "//XXXX//": a sign for each five minutes of the chair. */
static bool read_slots(const char *text, int64_t *out)
{
    size_t len = strlen(text);

    *out = (int64_t)len * SLOT_MIN;
    return len > 0 && strspn(text, "/Xx") == len;
}

/* What follows a number: whether it counted hours, or was none of our words. */
static bool read_unit(const char **at, bool *hours)
{
    static const struct {
        const char *word;
        bool hours;
    } units[] = {
        {"minuten", false}, {"minutes", false}, {"minutos", false},
        {"minuti", false},  {"minuto", false},  {"minuut", false},
        {"mins", false},    {"min.", false},    {"min", false},
        {"m", false},       {"'", false},       {"hours", true},
        {"heures", true},   {"stunden", true},  {"stunde", true},
        {"heure", true},    {"hour", true},     {"horas", true},
        {"hora", true},     {"ore", true},      {"ora", true},
        {"uur", true},      {"std.", true},     {"std", true},
        {"hrs", true},      {"hr", true},       {"h", true},
    };

    *at += strspn(*at, " ");
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        size_t len = strlen(units[i].word);

        if (strncasecmp(*at, units[i].word, len) == 0) {
            *hours = units[i].hours;
            *at += len;
            return true;
        }
    }
    return false;
}

/* "0:40", "00:40:00". */
static bool read_clock_minutes(const char *text, int64_t *out)
{
    int hours;
    int minutes;
    int seconds = 0;

    if (number(&text, 3, &hours) == 0 || !take(&text, ":") ||
        number(&text, 2, &minutes) != 2 || minutes > 59)
        return false;
    if (take(&text, ":") && number(&text, 2, &seconds) != 2)
        return false;
    *out = hours * 60 + minutes;
    return *text == '\0';
}

bool csv_minutes_read(const char *text, int64_t *out)
{
    bool hours = false;
    bool more_hours = false;
    size_t digits;
    char *rest;
    double value;
    int extra = 0;

    if (read_slots(text, out) || read_clock_minutes(text, out))
        return true;
    digits = strspn(text, "0123456789");
    if (digits == 0 || digits > MINUTES_DIGITS_MAX ||
        (text[digits] != '\0' && strchr("xXeEpP", text[digits]) != NULL))
        return false;
    value = strtod(text, &rest);
    text = rest;
    if (*text != '\0' && !read_unit(&text, &hours))
        return false;
    text += strspn(text, " ");
    if (hours && number(&text, 2, &extra) > 0 && *text != '\0' &&
        (!read_unit(&text, &more_hours) || more_hours))
        return false;
    *out = (int64_t)(value * (hours ? 60 : 1) + 0.5) + extra;
    return *text == '\0';
}
