#include <stdarg.h>
#include <string.h>

#include "tools/demo/files.h"

/* RFC 5545 3.1: octets of a line, without its end. */
#define FOLD_MAX 75
#define TEXT_MAX 1024

static const char *const zone[] = {
    "BEGIN:VTIMEZONE",
    ("TZID:" OFFICE_ZONE),
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
};

/* One content line, folded between characters. */
static void put_line(const char *text, FILE *out)
{
    int column = 0;

    for (; *text != '\0'; text++) {
        bool begins = ((unsigned char)*text & 0xC0) != 0x80;

        if (begins && column > FOLD_MAX - 4) {
            (void)fputs("\r\n ", out);
            column = 1;
        }
        (void)fputc(*text, out);
        column++;
    }
    (void)fputs("\r\n", out);
}

static void put(FILE *out, const char *format, ...) PRINTF(2, 3);

static void put(FILE *out, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list list;

    va_start(list, format);
    (void)vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    put_line(text, out);
}

/* "20261124T180000" from the office's wall. */
static const char *stamp(int64_t minute, char out[CIVIL_TIME_TEXT_MAX])
{
    struct civil_time time = civil_from_seconds(minute * MINUTE_S);

    (void)snprintf(out, CIVIL_TIME_TEXT_MAX, "%04d%02d%02dT%02d%02d00",
                   time.date.year, time.date.month, time.date.day, time.hour,
                   time.minute);
    return out;
}

/* The same instant in UTC: "20261124T170000Z". */
static const char *stamp_utc(const struct studio *studio, int64_t minute,
                             char out[CIVIL_TIME_TEXT_MAX])
{
    struct instant at =
        zone_instant(&studio->zone, civil_from_seconds(minute * MINUTE_S),
                     NULL);

    size_t len = strlen(stamp(at.unix_s / MINUTE_S, out));

    (void)snprintf(out + len, CIVIL_TIME_TEXT_MAX - len, "Z");
    return out;
}

static void put_times(int64_t start, int64_t end, FILE *out)
{
    char text[CIVIL_TIME_TEXT_MAX];

    put(out, "DTSTART;TZID=" OFFICE_ZONE ":%s", stamp(start, text));
    put(out, "DTEND;TZID=" OFFICE_ZONE ":%s", stamp(end, text));
}

static void put_visit(const struct studio *studio, const struct visit *visit,
                      FILE *out)
{
    bool is_off = visit_is_off(visit, studio->now);
    int64_t changed = is_off ? visit->said : visit->booked;
    const struct person *person = visit->person;
    char text[CIVIL_TIME_TEXT_MAX];

    put_line("BEGIN:VEVENT", out);
    put(out, "UID:visit-%06d", visit->number);
    put(out, "DTSTAMP:%s", stamp_utc(studio, changed, text));
    put(out, "CREATED:%s", stamp_utc(studio, visit->booked, text));
    put(out, "LAST-MODIFIED:%s", stamp_utc(studio, changed, text));
    put_times(visit->start, visit_end(visit), out);
    put(out, "SUMMARY:%s - %s", visit->treatment->name, person->name);
    put(out,
        "DESCRIPTION:Patient : %s\\nTéléphone : %s\\nE-mail : %s\\n"
        "Motif : %s\\nLangue : %s",
        person->name, person->phone, person->mail, visit->treatment->name,
        person->language);
    if (is_off)
        put_line("STATUS:CANCELLED", out);
    put_line("END:VEVENT", out);
}

/* What is no appointment: every calendar has some of it. */
static void put_other(const struct studio *studio, int chair, FILE *out)
{
    char text[CIVIL_TIME_TEXT_MAX];

    put_line("BEGIN:VEVENT", out);
    put(out, "UID:lunch-%d", chair + 1);
    put(out, "DTSTAMP:%s", stamp_utc(studio, studio->morning, text));
    put_times(studio->morning + 750, studio->morning + 840, out);
    put(out, "RRULE:FREQ=DAILY;COUNT=%d", CALENDAR_DAYS);
    put_line("SUMMARY:Pause déjeuner", out);
    put_line("END:VEVENT", out);
}

static void put_head(int chair, FILE *out)
{
    put_line("BEGIN:VCALENDAR", out);
    put_line("VERSION:2.0", out);
    put_line("PRODID:-//example.org//A practice program that never was//FR",
             out);
    put(out, "X-WR-CALNAME:%s", provider_name(chair));
    for (size_t i = 0; i < ARRAY_LEN(zone); i++)
        put_line(zone[i], out);
}

void write_calendar(const struct studio *studio, int chair)
{
    int64_t end = studio->morning + CALENDAR_DAYS * MINUTES_A_DAY;
    char name[32];
    FILE *out;

    (void)snprintf(name, sizeof(name), "chair-%d.ics", chair + 1);
    out = file_open(studio, name);
    put_head(chair, out);
    put_other(studio, chair, out);
    for (size_t i = 0; i < studio->life.count; i++) {
        const struct visit *visit = studio->order[i];

        if (visit->chair == chair && visit->start >= studio->morning &&
            visit->start < end && visit->booked <= studio->now)
            put_visit(studio, visit, out);
    }
    put_line("END:VCALENDAR", out);
    file_close(out);
}
