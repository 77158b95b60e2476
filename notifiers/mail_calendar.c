#include "notifiers/mail_calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/crypto.h"
#include "base/utf8.h"

#define CALENDAR_BYTES_MAX (64UL * 1024)
#define LINE_BYTES_MAX     2048
#define LINE_OCTETS        75 /* RFC 5545 3.1, without the line break */

/* 2020-01-01: SEQUENCE counts minutes from here, for 4,000 years. */
#define SEQUENCE_START_S   INT64_C(1577836800)

/* "20261124T170000Z" */
static char *utc(struct instant at, struct arena *arena)
{
    struct civil_time time = civil_from_seconds(at.unix_s);

    return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", time.date.year,
                        time.date.month, time.date.day, time.hour, time.minute,
                        time.second);
}

/* Appends the line, folded between letters, with its CRLF. */
static void put_line(struct str line, struct buf *out)
{
    size_t octets = 0;
    uint32_t point;

    while (utf8_next(&line, &point)) {
        size_t before = out->len;

        if (!utf8_put(point, out))
            return;
        octets += out->len - before;
        if (octets <= LINE_OCTETS)
            continue;
        /* It did not fit: it starts the next line, after a blank. */
        buf_cut(out, before);
        (void)buf_add_text(out, "\r\n ");
        (void)utf8_put(point, out);
        octets = out->len - before - 2;
    }
    (void)buf_add_text(out, "\r\n");
}

static void put(const char *name, const char *value, struct buf *out)
{
    struct buf line;

    buf_init(&line, LINE_BYTES_MAX);
    (void)buf_printf(&line, "%s:%s", name, value);
    put_line(buf_str(&line), out);
    buf_finish(&line);
}

/* TEXT values (RFC 5545 3.3.11). */
static char *escaped(const char *text, struct arena *arena)
{
    struct buf out;
    char *copy;

    buf_init(&out, LINE_BYTES_MAX / 2);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\n')
            (void)buf_add_text(&out, "\\n");
        else if ((unsigned char)*at < 0x20)
            continue;
        else if (strchr("\\;,", *at) != NULL)
            (void)buf_printf(&out, "\\%c", *at);
        else
            (void)buf_add_char(&out, *at);
    }
    copy = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return copy;
}

/* Office and appointment, told by nothing that a stranger could read. */
static char *uid(const struct wording_request *request,
                 const struct appointment *appointment, struct arena *arena)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    struct str parts[] = {
        str_of(request->office->name),
        str_of(arena_printf(arena, "%lld", (long long)appointment->id.row)),
    };

    return arena_printf(arena, "%s@kept",
                        crypto_fingerprint(parts, ARRAY_LEN(parts),
                                           fingerprint));
}

/* Whoever hears of a visit twice believes the higher number. */
static char *sequence(const struct wording_request *request,
                      struct arena *arena)
{
    int64_t minutes = (request->now.unix_s - SEQUENCE_START_S) / MINUTE_S;

    if (minutes < 0)
        minutes = 0;
    if (minutes > INT32_MAX)
        minutes = INT32_MAX;
    return arena_printf(arena, "%lld", (long long)minutes);
}

static void put_event(const struct wording_request *request,
                      const struct appointment *appointment, bool stands,
                      const char *summary, struct arena *arena, struct buf *out)
{
    put("BEGIN", "VEVENT", out);
    put("UID", uid(request, appointment, arena), out);
    put("DTSTAMP", utc(request->now, arena), out);
    put("SEQUENCE", sequence(request, arena), out);
    if (request->organizer != NULL && mail_is_plausible(request->organizer))
        put("ORGANIZER", arena_printf(arena, "mailto:%s", request->organizer),
            out);
    put("STATUS", stands ? "CONFIRMED" : "CANCELLED", out);
    put("DTSTART", utc(appointment->start, arena), out);
    if (instant_before(appointment->start, appointment->end))
        put("DTEND", utc(appointment->end, arena), out);
    put("SUMMARY", escaped(summary, arena), out);
    if (!str_is_empty(request->office->address))
        put("LOCATION", escaped(request->office->address, arena), out);
    put("CLASS", "PRIVATE", out);
    put("END", "VEVENT", out);
}

char *mail_calendar(const struct wording_request *request, const char *summary,
                    struct arena *arena)
{
    bool stands = request->kind != MESSAGE_CANCELLED;
    struct buf out;
    char *text;

    buf_init(&out, CALENDAR_BYTES_MAX);
    put("BEGIN", "VCALENDAR", &out);
    put("VERSION", "2.0", &out);
    put("PRODID", "-//kept//reminders//EN", &out);
    put("METHOD", stands ? "PUBLISH" : "CANCEL", &out);
    for (size_t i = 0; i < request->visit_count; i++)
        put_event(request, request->visits[i].appointment, stands, summary,
                  arena, &out);
    for (size_t i = 0; i < request->visit_count; i++) {
        if (request->kind == MESSAGE_MOVED)
            put_event(request, request->visits[i].was, false, summary, arena,
                      &out);
    }
    put("END", "VCALENDAR", &out);
    text = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

const char *mail_calendar_method(const char *calendar)
{
    return strstr(calendar, "\r\nMETHOD:CANCEL\r\n") != NULL ? "CANCEL"
                                                             : "PUBLISH";
}
