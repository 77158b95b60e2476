#include "tests/scenarios/calendar_text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/duration.h"

#define CALENDAR_BYTES_MAX 65536

/* "STATUS:CANCELLED", "RRULE:…": a property of the visit before it. */
static bool is_property(const char *line)
{
    size_t len = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    return len > 2 && (line[len] == ':' || line[len] == ';');
}

/* "2026-11-24", "10:00" to "20261124T100000". */
static void put_time(struct story *story, const char *date, const char *time,
                     struct buf *out)
{
    struct civil_time wall;
    char text[64];
    struct error err;

    (void)snprintf(text, sizeof(text), "%s %s", date, time);
    if (!civil_parse_time(text, &wall, &err))
        story_broke(story, "the time", &err);
    (void)buf_printf(out, "DTSTART;TZID=%s:%04d%02d%02dT%02d%02d00\n",
                     story->zone.name, wall.date.year, wall.date.month,
                     wall.date.day, wall.hour, wall.minute);
}

static void put_visit(struct story *story, const char *line, struct buf *out)
{
    char uid[64];
    char date[16];
    char time[16];
    char length[16];
    struct span span;
    struct error err;
    int at = 0;
    const char *comma;

    if (sscanf(line, "%63s %15s %15s %15s %n", uid, date, time, length, &at) !=
            4 ||
        line[at] == '\0')
        story_fail(story, "'%s' is not UID TIME SPAN title", line);
    if (!duration_parse(length, &span, &err))
        story_broke(story, "the span", &err);
    line += at;
    comma = strchr(line, ',');
    (void)buf_printf(out, "BEGIN:VEVENT\nUID:%s\nDTSTAMP:20260101T000000Z\n",
                     uid);
    put_time(story, date, time, out);
    (void)buf_printf(out, "DURATION:PT%lldM\n", (long long)(span.s / MINUTE_S));
    if (comma == NULL) {
        (void)buf_printf(out, "SUMMARY:%s\n", line);
        return;
    }
    (void)buf_printf(out, "SUMMARY:%.*s\nDESCRIPTION:%s\n", (int)(comma - line),
                     line, comma + 1 + strspn(comma + 1, " "));
}

char *calendar_text(struct story *story, char *block)
{
    bool is_open = false;
    struct buf out;
    char *text;
    char *rest = NULL;

    if (strstr(block, "BEGIN:VCALENDAR") != NULL)
        return block;
    buf_init(&out, CALENDAR_BYTES_MAX);
    (void)buf_add_text(&out, "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:story\n");
    for (char *line = strtok_r(block, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (is_property(line)) {
            (void)buf_printf(&out, "%s\n", line);
            continue;
        }
        if (is_open)
            (void)buf_add_text(&out, "END:VEVENT\n");
        put_visit(story, line, &out);
        is_open = true;
    }
    if (is_open)
        (void)buf_add_text(&out, "END:VEVENT\n");
    (void)buf_add_text(&out, "END:VCALENDAR\n");
    text = arena_strdup(&story->arena, buf_text(&out));
    buf_finish(&out);
    return text;
}
