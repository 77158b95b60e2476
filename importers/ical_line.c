#include "importers/ical_line.h"

#include <strings.h>

#include "importers/limits.h"

#define DURATION_DAYS_MAX INT64_C(3660)

static struct str str_from(struct str text, size_t offset)
{
    return (struct str){text.at + offset, text.len - offset};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ical_is(struct str name, const char *word)
{
    return name.len == strlen(word) &&
           (memcmp(name.at, word, name.len) == 0 ||
            strncasecmp(name.at, word, name.len) == 0);
}

static bool is_noise(char c)
{
    return c == ' ' || c == '\t' || c == '"';
}

struct str ical_trim(struct str text)
{
    while (text.len > 0 && is_noise(text.at[0]))
        text = str_from(text, 1);
    while (text.len > 0 && is_noise(text.at[text.len - 1]))
        text.len--;
    return text;
}

/* The first colon outside quotes, else the first one; the length if none. */
static size_t find_colon(struct str line)
{
    bool is_quoted = false;
    const char *any;

    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] == '"')
            is_quoted = !is_quoted;
        else if (line.at[i] == ':' && !is_quoted)
            return i;
    }
    any = memchr(line.at, ':', line.len);
    return any == NULL ? line.len : (size_t)(any - line.at);
}

/*
 * A zone name may hold a colon that nobody quoted ("GMT+05:30"), and a quote
 * may be closed too late. Times hold none in the RFC's form, so the last
 * colon of such a line is where its value starts.
 */
static size_t find_time_colon(struct str line, size_t colon)
{
    struct ical_time time;
    size_t last = line.len;

    if (colon >= line.len || ical_time_read(str_from(line, colon + 1), &time))
        return colon;
    while (last > 0 && line.at[last - 1] != ':')
        last--;
    if (last > colon + 1 && ical_time_read(str_from(line, last), &time))
        return last - 1;
    return colon;
}

bool ical_line_split(struct str line, struct ical_line *out)
{
    size_t name = 0;
    size_t colon;

    while (name < line.len && line.at[name] != ';' && line.at[name] != ':')
        name++;
    if (name == line.len)
        return false;
    out->name = ical_trim((struct str){line.at, name});
    out->id = ical_name_of(out->name);
    colon = find_colon(str_from(line, name));
    if (name + colon < line.len && colon > 0 &&
        (out->id == ICAL_NAME_DTSTART || out->id == ICAL_NAME_DTEND ||
         out->id == ICAL_NAME_RECURRENCE))
        colon = find_time_colon(str_from(line, name), colon);
    if (name + colon == line.len)
        return false;
    out->params = colon == 0 ? (struct str){line.at, 0}
                             : (struct str){line.at + name + 1, colon - 1};
    out->value = str_from(line, name + colon + 1);
    return out->name.len > 0;
}

/* Takes the first parameter off; semicolons in quotes do not end it. */
static bool next_param(struct str *rest, struct str *param)
{
    bool is_quoted = false;
    size_t end = 0;

    if (rest->len == 0)
        return false;
    while (end < rest->len && (is_quoted || rest->at[end] != ';')) {
        if (rest->at[end] == '"')
            is_quoted = !is_quoted;
        end++;
    }
    *param = (struct str){rest->at, end};
    *rest = str_from(*rest, end < rest->len ? end + 1 : end);
    return true;
}

bool ical_param(const struct ical_line *line, const char *name, struct str *out)
{
    struct str rest = line->params;
    struct str param;

    for (int i = 0; i < IMPORT_PARAMETERS_MAX && next_param(&rest, &param);
         i++) {
        const char *equals =
            param.len == 0 ? NULL : memchr(param.at, '=', param.len);
        size_t len = equals == NULL ? 0 : (size_t)(equals - param.at);

        if (equals == NULL ||
            !ical_is(ical_trim((struct str){param.at, len}), name))
            continue;
        *out = ical_trim(str_from(param, len + 1));
        return true;
    }
    return false;
}

bool ical_next(struct str *rest, char separator, struct str *item)
{
    const char *end;
    size_t len;

    if (rest->len == 0)
        return false;
    end = memchr(rest->at, separator, rest->len);
    len = end == NULL ? rest->len : (size_t)(end - rest->at);
    *item = ical_trim((struct str){rest->at, len});
    *rest = str_from(*rest, end == NULL ? len : len + 1);
    return true;
}

bool ical_line_next(struct str *rest, struct str *line)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->at, '\n', rest->len);
    line->at = rest->at;
    line->len = end == NULL ? rest->len : (size_t)(end - rest->at);
    *rest = str_from(*rest, end == NULL ? line->len : line->len + 1);
    return true;
}

/* `count` digits; takes them off. */
static bool take_digits(struct str *text, size_t count, int *out)
{
    int value = 0;

    if (text->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(text->at[i]))
            return false;
        value = value * 10 + (text->at[i] - '0');
    }
    *text = str_from(*text, count);
    *out = value;
    return true;
}

static bool take_char(struct str *text, const char *any_of)
{
    if (text->len == 0 || text->at[0] == '\0' ||
        strchr(any_of, text->at[0]) == NULL)
        return false;
    *text = str_from(*text, 1);
    return true;
}

static bool take_date(struct str *text, struct ical_time *out)
{
    struct civil_date *date = &out->wall.date;

    if (!take_digits(text, 4, &date->year))
        return false;
    out->is_odd = take_char(text, "-");
    return take_digits(text, 2, &date->month) &&
           take_char(text, "-") == out->is_odd &&
           take_digits(text, 2, &date->day) && civil_is_valid(*date);
}

static bool take_clock(struct str *text, struct ical_time *out)
{
    struct civil_time *wall = &out->wall;
    bool is_extended;

    if (!take_digits(text, 2, &wall->hour))
        return false;
    is_extended = take_char(text, ":");
    if (!take_digits(text, 2, &wall->minute))
        return false;
    if (is_extended)
        (void)take_char(text, ":");
    if (!take_digits(text, 2, &wall->second)) {
        wall->second = 0;
        out->is_odd = true;
    }
    if (wall->second == 60) /* a leap second is the one before it */
        wall->second = 59;
    out->is_odd = out->is_odd || is_extended;
    return wall->hour < 24 && wall->minute < 60 && wall->second < 60;
}

/* "Z", "+02:00" or nothing. */
static bool take_offset(struct str *text, struct ical_time *out)
{
    int64_t at;
    int hour;
    int minute;
    bool is_west = text->len > 0 && text->at[0] == '-';

    if (take_char(text, "Zz")) {
        out->is_utc = true;
        return true;
    }
    if (!take_char(text, "+-"))
        return true;
    if (!take_digits(text, 2, &hour))
        return false;
    (void)take_char(text, ":");
    if (!take_digits(text, 2, &minute) || hour > 15 || minute > 59)
        return false;
    out->is_utc = true;
    out->is_odd = true;
    out->offset_s = (hour * 60 + minute) * (is_west ? -60 : 60);
    at = civil_to_seconds(out->wall) - out->offset_s;
    out->wall = civil_from_seconds(at);
    return civil_is_valid(out->wall.date);
}

bool ical_time_read(struct str text, struct ical_time *out)
{
    text = ical_trim(text);
    *out = (struct ical_time){0};
    if (!take_date(&text, out))
        return false;
    if (text.len == 0) {
        out->is_date = true;
        return true;
    }
    return take_char(&text, "Tt ") && take_clock(&text, out) &&
           take_offset(&text, out) && text.len == 0;
}

/* A number of at most nine digits and its unit. */
static bool take_part(struct str *text, int64_t *number, char *unit)
{
    size_t digits = 0;

    *number = 0;
    while (digits < text->len && digits < 10 && is_digit(text->at[digits]))
        *number = *number * 10 + (text->at[digits++] - '0');
    if (digits == 0 || digits > 9 || digits == text->len)
        return false;
    *unit = text->at[digits];
    *text = str_from(*text, digits + 1);
    return true;
}

static bool add_part(struct ical_duration *duration, bool is_clock,
                     int64_t number, char unit)
{
    switch (unit) {
    case 'W':
    case 'w':
        duration->days += number * 7;
        return !is_clock;
    case 'D':
    case 'd':
        duration->days += number;
        return !is_clock;
    case 'H':
    case 'h':
        duration->s += number * HOUR_S;
        return is_clock;
    case 'M':
    case 'm':
        duration->s += number * MINUTE_S;
        return is_clock;
    case 'S':
    case 's':
        duration->s += number;
        return is_clock;
    default: /* any other letter */
        return false;
    }
}

bool ical_duration_read(struct str text, struct ical_duration *out)
{
    bool is_clock = false;
    int64_t number;
    char unit;

    text = ical_trim(text);
    *out = (struct ical_duration){0};
    out->is_negative = text.len > 0 && text.at[0] == '-';
    (void)take_char(&text, "+-");
    if (!take_char(&text, "Pp") || text.len == 0)
        return false;
    for (int parts = 0; text.len > 0 && parts < 8; parts++) {
        if (!is_clock && take_char(&text, "Tt"))
            is_clock = true;
        if (!take_part(&text, &number, &unit) ||
            !add_part(out, is_clock, number, unit))
            return false;
    }
    return text.len == 0 && out->days <= DURATION_DAYS_MAX &&
           out->s <= DURATION_DAYS_MAX * DAY_S;
}

bool ical_number_read(struct str text, int64_t min, int64_t max, int64_t *out)
{
    bool is_negative;
    int64_t value = 0;

    text = ical_trim(text);
    is_negative = text.len > 0 && text.at[0] == '-';
    (void)take_char(&text, "+-");
    if (text.len == 0 || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.at[i]))
            return false;
        value = value * 10 + (text.at[i] - '0');
    }
    *out = is_negative ? -value : value;
    return *out >= min && *out <= max;
}

bool ical_offset_read(struct str text, int *out)
{
    int hour;
    int minute;
    int second = 0;
    bool is_west;

    text = ical_trim(text);
    is_west = text.len > 0 && text.at[0] == '-';
    if (!take_char(&text, "+-") || !take_digits(&text, 2, &hour))
        return false;
    (void)take_char(&text, ":");
    if (!take_digits(&text, 2, &minute))
        return false;
    if (text.len > 0 && !take_digits(&text, 2, &second))
        return false;
    if (text.len > 0 || hour > 23 || minute > 59 || second > 59)
        return false;
    *out = ((hour * 60 + minute) * 60 + second) * (is_west ? -1 : 1);
    return true;
}

void ical_upper(char *text)
{
    for (char *at = text; at != NULL && *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    }
}

char *ical_unescape(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '\\' && i + 1 < text.len) {
            c = text.at[++i];
            if (c == 'n' || c == 'N')
                c = '\n';
        }
        out[len++] = c;
    }
    return out;
}
