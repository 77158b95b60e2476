#include <stdlib.h>

#include "base/buf.h"
#include "importers/ical_scan.h"
#include "importers/limits.h"
#include "tests/test.h"

#define HEAD "BEGIN:VCALENDAR\r\n"
#define FOOT "END:VCALENDAR\r\n"

struct fixture {
    struct arena arena;
    struct ical_scan scan;
    struct import_notes warnings;
    struct error err;
};

static bool scan(struct fixture *fixture, struct str document)
{
    struct ical_scan_request request = {.document = document};

    *fixture = (struct fixture){0};
    return ical_scan(&request, &fixture->arena, &fixture->scan,
                     &fixture->warnings, &fixture->err);
}

static void finish(struct fixture *fixture)
{
    ical_scan_finish(&fixture->scan);
    arena_free(&fixture->arena);
}

/* What the calendar says of itself at `index`, as a string. */
static const char *part(struct fixture *fixture, size_t index)
{
    struct str text;

    CHECK(index < fixture->scan.part_count);
    text = fixture->scan.parts[index].text;
    return arena_strndup(&fixture->arena, text.at, text.len);
}

/* The text of event `index` between its BEGIN and END, as a string. */
static const char *slice(struct fixture *fixture, size_t index)
{
    const char *copy;
    struct buf text;

    buf_init(&text, (size_t)16 * 1024 * 1024);
    CHECK(ical_scan_text(&fixture->scan, ical_scan_slice(&fixture->scan, index),
                         &text));
    CHECK(strncmp(text.at, "BEGIN:VEVENT\n", 13) == 0);
    CHECK_STR(text.at + text.len - 11, "END:VEVENT\n");
    copy = arena_strndup(&fixture->arena, text.at + 13, text.len - 24);
    buf_finish(&text);
    return copy;
}

static void check_refused(const char *document, const char *start)
{
    struct fixture fixture;

    CHECK(!scan(&fixture, str_of(document)));
    CHECK_INT(fixture.err.kind, ERROR_INPUT);
    CHECK_CONTAINS(fixture.err.text, start);
    CHECK(strncmp(fixture.err.text, start, strlen(start)) == 0);
    finish(&fixture);
}

TEST(ical_scan, says_what_a_document_is_instead_of_a_calendar)
{
    check_refused("", "empty");
    check_refused(" \r\n\t\n", "empty");
    check_refused("<!DOCTYPE html><html>BEGIN:VCALENDAR", "an HTML page");
    check_refused("\n<HTML>", "an HTML page");
    check_refused("{\"a\":1}", "not a calendar: it looks like JSON");
    check_refused("<?xml version='1.0'?><a/>",
                  "not a calendar: it looks like XML");
    check_refused("hello", "not a calendar: ");
    check_refused("hello\n" HEAD FOOT,
                  "not a calendar: something stands before");
    check_refused("BEGIN:VCALENDARS\n" FOOT, "not a calendar: ");
    check_refused(HEAD "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
                  "half a calendar: END:VCALENDAR is missing");
    check_refused(HEAD FOOT HEAD, "half a calendar: ");
}

TEST(ical_scan, cuts_a_document_into_events_zones_and_properties)
{
    struct fixture fixture;

    CHECK(scan(&fixture,
               STR(HEAD "METHOD:PUBLISH\r\nX-OTHER:1\r\n"
                        "BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\n"
                        "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
                        "BEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\n"
                        "SUMMARY:alarm\r\nEND:VALARM\r\nATTACH:x\r\n"
                        "SUMMARY:one\r\nEND:VEVENT\r\n"
                        "BEGIN:VJOURNAL\r\nUID:2\r\nEND:VJOURNAL\r\n" FOOT
                        "BEGIN:VEVENT\r\nUID:outside\r\nEND:VEVENT\r\n")));
    CHECK_UINT(fixture.scan.part_count, 2);
    CHECK_STR(part(&fixture, 0), "METHOD:PUBLISH");
    CHECK_STR(part(&fixture, 1), "TZID:Z\nBEGIN:STANDARD\nTZOFFSETTO:+0100\n"
                                 "END:STANDARD\n");
    CHECK_UINT(fixture.scan.event_count, 1);
    CHECK_STR(slice(&fixture, 0), "UID:1\nSUMMARY:one\n");
    CHECK_UINT(ical_scan_slice(&fixture.scan, 0)->line, 10);
    finish(&fixture);
}

TEST(ical_scan, unfolds_before_it_reads_characters)
{
    struct fixture fixture;

    CHECK(scan(&fixture, STR(HEAD "BEGIN:VEVENT\nSUMMARY:caf\xC3\n \xA9\r\n"
                                  " \r\n\t au lait\nDESC\r\n RIPTION:x\n\n"
                                  "LOCATION:y\rEND:VEVENT\n" FOOT)));
    CHECK_STR(slice(&fixture, 0), "SUMMARY:caf\xC3\xA9 au lait\n"
                                  "DESCRIPTION:x\nLOCATION:y\n");
    CHECK_UINT(fixture.warnings.count, 0);
    finish(&fixture);
}

TEST(ical_scan, reads_other_encodings_and_drops_control_characters)
{
    static const char utf16[] =
        "\xFF\xFE"
        "B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0\n\0"
        "M\0E\0T\0H\0O\0D\0:\0\xE9\0=\xD8\0\xDE\n\0"
        "E\0N\0D\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0\n";
    struct fixture fixture;

    CHECK(scan(&fixture, STR("\xEF\xBB\xBF" HEAD "METHOD:G\xFCrkan\0\x01 "
                             "\x80\n" FOOT)));
    CHECK_STR(part(&fixture, 0), "METHOD:G\xC3\xBCrkan \xE2\x82\xAC");
    CHECK_UINT(fixture.warnings.count, 1);
    finish(&fixture);

    CHECK(scan(&fixture, (struct str){utf16, sizeof(utf16)}));
    CHECK_STR(part(&fixture, 0), "METHOD:\xC3\xA9\xF0\x9F\x98\x80");
    finish(&fixture);
}

TEST(ical_scan, mends_what_was_not_closed)
{
    struct fixture fixture;

    CHECK(scan(&fixture, STR(HEAD "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nX:1\n"
                                  "END:VEVENT\nBEGIN:VEVENT\nUID:2\n"
                                  "BEGIN:VEVENT\nUID:3\n" FOOT)));
    CHECK_UINT(fixture.scan.event_count, 3);
    CHECK_STR(slice(&fixture, 0), "UID:1\n");
    CHECK_STR(slice(&fixture, 1), "UID:2\n");
    CHECK_STR(slice(&fixture, 2), "UID:3\n");
    CHECK_UINT(fixture.warnings.count, 1);
    finish(&fixture);
}

TEST(ical_scan, does_not_follow_deep_nesting)
{
    struct buf document;
    struct fixture fixture;

    buf_init(&document, 1 << 20);
    (void)buf_add_text(&document, HEAD "BEGIN:VEVENT\nUID:1\n");
    for (int i = 0; i < 20000; i++)
        (void)buf_add_text(&document, "BEGIN:X\nUID:deep\n");
    (void)buf_add_text(&document, "END:VEVENT\n" FOOT);
    CHECK(scan(&fixture, buf_str(&document)));
    CHECK_STR(slice(&fixture, 0), "UID:1\n");
    finish(&fixture);
    buf_finish(&document);
}

TEST(ical_scan, leaves_out_endless_lines)
{
    size_t len = (size_t)IMPORT_LINE_BYTES_MAX + 100;
    struct buf document;
    struct fixture fixture;

    buf_init(&document, 4 * len);
    (void)buf_add_text(&document, HEAD "BEGIN:VEVENT\nSUMMARY:");
    for (size_t i = 0; i < len; i++)
        (void)buf_add(&document, "a\n ", i % 70 == 69 ? 3 : 1);
    (void)buf_add_text(&document, "\nUID:1\nEND:VEVENT\n" FOOT);
    CHECK(scan(&fixture, buf_str(&document)));
    CHECK_STR(slice(&fixture, 0), "UID:1\n");
    CHECK_CONTAINS(fixture.warnings.items[0].reason, "too long");
    finish(&fixture);
    buf_finish(&document);
}

TEST(ical_scan, holds_its_limits)
{
    struct ical_scan_request request = {
        .document = STR(HEAD "BEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\n"
                             "END:VEVENT\n" FOOT),
        .limits = {.events = 1},
    };
    struct fixture fixture = {0};

    CHECK(!ical_scan(&request, &fixture.arena, &fixture.scan, &fixture.warnings,
                     &fixture.err));
    CHECK_CONTAINS(fixture.err.text, "limit of 1");
    finish(&fixture);

    request.limits = (struct import_limits){.bytes = 10};
    CHECK(!ical_scan(&request, &fixture.arena, &fixture.scan, &fixture.warnings,
                     &fixture.err));
    CHECK_CONTAINS(fixture.err.text, "limit of 10");
    finish(&fixture);
}
