#include "importers/ical.h"
#include "importers/limits.h"
#include "tests/test.h"

#define CALENDAR(body) "BEGIN:VCALENDAR\n" body "END:VCALENDAR\n"
#define EVENT(body)    "BEGIN:VEVENT\n" body "END:VEVENT\n"

struct fixture {
    struct arena arena;
    struct import_request request;
    struct ical_calendar calendar;
    struct error err;
};

/* Reads with a window of the year 2026 and Paris as the default zone. */
static bool try_read(struct fixture *fixture, const char *document,
                     struct import_limits limits)
{
    *fixture = (struct fixture){
        .request =
            {
                .document = str_of(document),
                .from = {INT64_C(1767225600)},
                .until = {INT64_C(1798761600)},
                .limits = limits,
            },
    };
    CHECK(zone_load("Europe/Paris", &fixture->request.default_zone,
                    &fixture->err));
    return ical_read(&fixture->request, &fixture->arena, &fixture->calendar,
                     &fixture->err);
}

static void read_document(struct fixture *fixture, const char *document)
{
    bool ok = try_read(fixture, document, (struct import_limits){0});

    CHECK_STR(ok ? "" : fixture->err.text, "");
}

/* "recurrence start" of all visits, one a line. */
static const char *visits(struct fixture *fixture)
{
    const char *out = "";

    for (size_t i = 0; i < fixture->calendar.occurrence_count; i++) {
        const struct ical_occurrence *visit = &fixture->calendar.occurrences[i];
        char start[INSTANT_TEXT_MAX];

        out = arena_printf(&fixture->arena, "%s%s %s\n", out, visit->recurrence,
                           instant_format(visit->start, start));
    }
    return out;
}

TEST(ical, reads_what_a_calendar_says_of_itself)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR("PRODID:-//x\nMETHOD:request\n"
                           "X-WR-CALNAME:Chair\\, one\n"
                           "X-WR-TIMEZONE:Europe/Paris\n"
                           "X-PUBLISHED-TTL:PT1H\n"
                           "REFRESH-INTERVAL;VALUE=DURATION:PT30M\n"));
    CHECK_STR(fixture.calendar.method, "REQUEST");
    CHECK_STR(fixture.calendar.product, "-//x");
    CHECK_STR(fixture.calendar.name, "Chair, one");
    CHECK_STR(fixture.calendar.zone, "Europe/Paris");
    CHECK_INT(fixture.calendar.refresh.s, 30 * MINUTE_S);
    CHECK_UINT(fixture.calendar.event_count, 0);
    arena_free(&fixture.arena);
}

TEST(ical, reads_the_words_of_an_event)
{
    struct fixture fixture;
    const struct ical_event *event;

    read_document(
        &fixture,
        CALENDAR(
            EVENT("UID:a\\,b\nDTSTART:20260505T090000Z\nSEQUENCE:3\n"
                  "DTSTAMP:20260102T080000Z\nCREATED:20260101T080000Z\n"
                  "SUMMARY;LANGUAGE=en: Cut\\, \\\"colour\\\" \n"
                  "DESCRIPTION:Name: Ada\\nPhone: +33 6 39 98 00 00\n"
                  "LOCATION:\nSTATUS:confirmed\nTRANSP:opaque\nCLASS:PRIVATE\n"
                  "URL:https://example.org/a?b=1\n"
                  "X-MICROSOFT-CDO-BUSYSTATUS:free\nX-NC-Appointment:1\n"
                  "X-LIC-MINE:1\n")));
    CHECK_UINT(fixture.calendar.event_count, 1);
    event = &fixture.calendar.events[0];
    CHECK_STR(event->uid, "a,b");
    CHECK(event->has_uid);
    CHECK_INT(event->sequence, 3);
    CHECK_STR(event->summary, " Cut, \"colour\" ");
    CHECK_STR(event->description, "Name: Ada\nPhone: +33 6 39 98 00 00");
    CHECK_NULL(event->location);
    CHECK_STR(event->status, "CONFIRMED");
    CHECK_STR(event->transparency, "OPAQUE");
    CHECK_STR(event->privacy, "PRIVATE");
    CHECK_STR(event->busy, "FREE");
    CHECK_STR(event->url, "https://example.org/a?b=1");
    CHECK_UINT(event->extra_count, 1);
    CHECK_STR(event->extras[0].name, "X-NC-APPOINTMENT");
    CHECK_STR(event->extras[0].value, "1");
    CHECK(event->has_created && event->has_stamp && !event->has_modified);
    CHECK(strncmp(event->raw, "BEGIN:VEVENT\nUID:a\\,b\n", 21) == 0);
    arena_free(&fixture.arena);
}

TEST(ical, reads_people_and_labels)
{
    struct fixture fixture;
    const struct ical_event *event;

    read_document(&fixture,
                  CALENDAR(EVENT(
                      "UID:1\nDTSTART:20260505T090000Z\n"
                      "CATEGORIES:a\\,b,c\nCATEGORIES:d\n"
                      "ORGANIZER;CN=Desk:MAILTO:desk@example.org\n"
                      "ATTENDEE;CN=\"Lee^n, Ann\";PARTSTAT=declined;"
                      "CUTYPE=INDIVIDUAL;ROLE=CHAIR:mailto:ann@example.org\n"
                      "ATTENDEE;CUTYPE=ROOM:room 7\n")));
    event = &fixture.calendar.events[0];
    CHECK_UINT(event->category_count, 3);
    CHECK_STR(event->categories[0], "a,b");
    CHECK_STR(event->categories[2], "d");
    CHECK_STR(event->organizer->mail, "desk@example.org");
    CHECK_STR(event->organizer->name, "Desk");
    CHECK_UINT(event->attendee_count, 2);
    CHECK_STR(event->attendees[0].mail, "ann@example.org");
    CHECK_STR(event->attendees[0].answer, "DECLINED");
    CHECK_STR(event->attendees[0].role, "CHAIR");
    CHECK_NULL(strchr(event->attendees[0].name, '\n'));
    CHECK_CONTAINS(event->attendees[0].name, "Lee");
    CHECK_NULL(event->attendees[1].mail);
    CHECK_STR(event->attendees[1].kind, "ROOM");
    arena_free(&fixture.arena);
}

TEST(ical, keeps_nine_o_clock_when_the_clocks_change)
{
    struct fixture fixture;

    read_document(&fixture, CALENDAR(EVENT("UID:1\nDTSTART;TZID=Europe/Paris:"
                                           "20261024T090000\nDURATION:PT30M\n"
                                           "RRULE:FREQ=DAILY;COUNT=3\n")));
    CHECK_STR(visits(&fixture), "20261024T070000Z 2026-10-24T07:00:00Z\n"
                                "20261025T080000Z 2026-10-25T08:00:00Z\n"
                                "20261026T080000Z 2026-10-26T08:00:00Z\n");
    CHECK_STR(fixture.calendar.occurrences[0].zone.name, "Europe/Paris");
    CHECK_INT(instant_since(fixture.calendar.occurrences[1].end,
                            fixture.calendar.occurrences[1].start)
                  .s,
              30 * MINUTE_S);
    arena_free(&fixture.arena);
}

TEST(ical, shows_utc_on_the_clock_of_the_calendar_or_the_office)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(
                      EVENT("UID:1\nDTSTART:20260224T090000Z\nSUMMARY:a\n")
                          EVENT("UID:2\nDTSTART;TZID=UTC:20260225T090000\n")));
    CHECK_UINT(fixture.calendar.occurrence_count, 2);
    CHECK_STR(fixture.calendar.occurrences[0].zone.name, "Europe/Paris");
    CHECK_STR(fixture.calendar.occurrences[1].zone.name, "Europe/Paris");
    arena_free(&fixture.arena);

    read_document(&fixture,
                  CALENDAR("X-WR-TIMEZONE:America/New_York\n" EVENT(
                      "UID:1\nDTSTART:20260224T090000Z\nSUMMARY:a\n")));
    CHECK_STR(fixture.calendar.occurrences[0].zone.name, "America/New_York");
    arena_free(&fixture.arena);
}

TEST(ical, moves_one_visit_of_a_series_and_keeps_its_name)
{
    struct fixture fixture;

    read_document(
        &fixture,
        CALENDAR(EVENT("UID:1\nDTSTART:20260105T090000Z\n"
                       "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20260107T090000Z\n"
                       "SUMMARY:plain\n")
                     EVENT("UID:1\nRECURRENCE-ID:20260106T090000Z\n"
                           "DTSTART:20260109T140000Z\nSUMMARY:moved\n")));
    CHECK_STR(visits(&fixture), "20260105T090000Z 2026-01-05T09:00:00Z\n"
                                "20260108T090000Z 2026-01-08T09:00:00Z\n"
                                "20260106T090000Z 2026-01-09T14:00:00Z\n");
    CHECK(fixture.calendar.occurrences[2].is_override);
    CHECK_STR(fixture.calendar.occurrences[2].event->summary, "moved");
    CHECK(!fixture.calendar.occurrences[0].is_override);
    arena_free(&fixture.arena);
}

TEST(ical, finds_the_visit_that_a_sloppy_recurrence_id_means)
{
    struct fixture fixture;

    /* A date in a series of times; local midnight in a series of days. */
    read_document(
        &fixture,
        CALENDAR(EVENT("UID:1\nDTSTART;TZID=Europe/Paris:20260105T090000\n"
                       "RRULE:FREQ=DAILY;COUNT=2\n")
                     EVENT("UID:1\nRECURRENCE-ID;VALUE=DATE:20260106\n"
                           "DTSTART:20260106T140000Z\n")
                         EVENT("UID:2\nDTSTART;VALUE=DATE:20260205\n"
                               "RRULE:FREQ=DAILY;COUNT=2\n")
                             EVENT("UID:2\nRECURRENCE-ID:20260205T230000Z\n"
                                   "DTSTART;VALUE=DATE:20260220\n")));
    CHECK_STR(visits(&fixture), "20260105T080000Z 2026-01-05T08:00:00Z\n"
                                "20260106T080000Z 2026-01-06T14:00:00Z\n"
                                "20260205 2026-02-04T23:00:00Z\n"
                                "20260206 2026-02-19T23:00:00Z\n");
    arena_free(&fixture.arena);
}

TEST(ical, never_loses_people_who_share_a_uid)
{
    struct fixture fixture;

    read_document(
        &fixture,
        CALENDAR(EVENT("UID:1\nDTSTART:20260105T090000Z\nSUMMARY:Ada\n")
                     EVENT("UID:1\nDTSTART:20260105T090000Z\nSUMMARY:Ben\n")
                         EVENT("UID:1\nDTSTART:20260106T090000Z\nSUMMARY:"
                               "Cleo\n")));
    CHECK_STR(visits(&fixture), "20260105T090000Z 2026-01-05T09:00:00Z\n"
                                "20260105T090000Z#2 2026-01-05T09:00:00Z\n"
                                "20260106T090000Z 2026-01-06T09:00:00Z\n");
    CHECK_UINT(fixture.calendar.warnings.count, 1);
    arena_free(&fixture.arena);
}

TEST(ical, takes_the_newest_version_of_an_event)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(
                      EVENT("UID:1\nSEQUENCE:2\nDTSTART:20260105T100000Z\n")
                          EVENT("UID:1\nSEQUENCE:1\nDTSTART:20260105T090000Z\n")
                              EVENT("UID:2\nDTSTAMP:20260102T000000Z\n"
                                    "DTSTART:20260107T090000Z\n")
                                  EVENT("UID:2\nDTSTAMP:20260101T000000Z\n"
                                        "DTSTART:20260106T090000Z\n")));
    CHECK_STR(visits(&fixture), " 2026-01-05T10:00:00Z\n"
                                " 2026-01-07T09:00:00Z\n");
    CHECK_UINT(fixture.calendar.warnings.count, 0);
    arena_free(&fixture.arena);
}

TEST(ical, takes_the_newest_version_of_a_moved_visit)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(EVENT(
                      "UID:1\nSEQUENCE:2\nRECURRENCE-ID:20260105T090000Z\n"
                      "DTSTART:20260105T120000Z\n")
                               EVENT("UID:1\nDTSTART:20260105T090000Z\nRRULE:"
                                     "FREQ=DAILY;COUNT=2\n")
                                   EVENT("UID:1\nSEQUENCE:1\n"
                                         "RECURRENCE-ID:20260105T090000Z\n"
                                         "DTSTART:20260105T110000Z\n")));
    CHECK_STR(visits(&fixture), "20260105T090000Z 2026-01-05T12:00:00Z\n"
                                "20260106T090000Z 2026-01-06T09:00:00Z\n");
    arena_free(&fixture.arena);
}

TEST(ical, makes_up_a_uid_that_stays)
{
    static const char document[] =
        CALENDAR(EVENT("DTSTART:20260105T100000Z\nSUMMARY:x\n"));
    struct fixture first;
    struct fixture second;

    read_document(&first, document);
    read_document(&second, document);
    CHECK(!first.calendar.events[0].has_uid);
    CHECK_STR(first.calendar.events[0].uid, second.calendar.events[0].uid);
    CHECK(strncmp(first.calendar.events[0].uid, "kept-", 5) == 0);
    arena_free(&second.arena);
    arena_free(&first.arena);
}

TEST(ical, says_what_it_skipped_and_why)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(EVENT("UID:1\nSUMMARY:no start\n")
                               EVENT("UID:2\nDTSTART:20260231T090000Z\n")
                                   EVENT("UID:3\nDTSTART:20260105T090000Z\n"
                                         "RRULE:FREQ=SECONDLY\n")
                                       EVENT("UID:4\nDTSTART:20260105T090000Z\n"
                                             "RECURRENCE-ID:never\n")));
    CHECK_UINT(fixture.calendar.component_count, 4);
    CHECK_STR(visits(&fixture), "20260105T090000Z 2026-01-05T09:00:00Z\n");
    CHECK_UINT(fixture.calendar.skipped.count, 4);
    CHECK_STR(fixture.calendar.skipped.items[0].uid, "1");
    CHECK_CONTAINS(fixture.calendar.skipped.items[0].reason, "no start");
    CHECK_UINT(fixture.calendar.skipped.items[1].line, 6);
    CHECK_CONTAINS(fixture.calendar.skipped.items[1].reason, "no date");
    arena_free(&fixture.arena);
}

TEST(ical, knows_how_long_a_visit_takes)
{
    static const struct {
        const char *lines;
        int64_t s;
        bool has_end;
    } cases[] = {
        {"DTSTART:20260505T090000Z\nDTEND:20260505T093000Z\n", 1800, true},
        {"DTSTART:20260505T090000Z\nDTEND:20260505T093000Z\n"
         "DURATION:PT0S\n",
         1800, true},
        {"DTSTART:20260505T090000Z\n", 0, false},
        {"DTSTART:20260505T090000Z\nDTEND:20260505T080000Z\n", 0, true},
        {"DTSTART:20260505T090000Z\nDURATION:-PT5M\n", 0, true},
        /* Over the change to summer time: a day has 23 hours. */
        {"DTSTART;TZID=Europe/Paris:20260328T120000\nDURATION:P1D\n",
         23 * HOUR_S, true},
        {"DTSTART;TZID=Europe/Paris:20260328T120000\nDURATION:PT24H\n",
         24 * HOUR_S, true},
        {"DTSTART;VALUE=DATE:20260328\n", DAY_S, true},
        {"DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330\n",
         47 * HOUR_S, true},
        {"DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260320\n", DAY_S,
         true},
        {"DTSTART:20260505T090000Z\n"
         "DTEND;TZID=America/New_York:99991231T235959\n",
         INT64_C(253402300799) - 1777971600, true},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};
        struct fixture fixture;
        const struct ical_occurrence *visit;

        read_document(&fixture,
                      arena_printf(&arena,
                                   "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n%s"
                                   "END:VEVENT\nEND:VCALENDAR\n",
                                   cases[i].lines));
        CHECK_UINT(fixture.calendar.occurrence_count, 1);
        visit = &fixture.calendar.occurrences[0];
        CHECK_INT(instant_since(visit->end, visit->start).s, cases[i].s);
        CHECK_INT(visit->has_end, cases[i].has_end);
        arena_free(&fixture.arena);
        arena_free(&arena);
    }
}

TEST(ical, lists_all_day_visits_by_their_date)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(EVENT("UID:1\nDTSTART;VALUE=DATE:20251231\n"
                                 "RRULE:FREQ=DAILY;COUNT=3\n")));
    CHECK_STR(visits(&fixture), "20260101 2025-12-31T23:00:00Z\n"
                                "20260102 2026-01-01T23:00:00Z\n");
    CHECK(fixture.calendar.occurrences[0].all_day);
    CHECK_INT(fixture.calendar.occurrences[0].first_day.day, 1);
    CHECK_INT(fixture.calendar.occurrences[0].day_after.day, 2);
    arena_free(&fixture.arena);
}

TEST(ical, ends_whole_days_within_four_digits)
{
    struct fixture fixture;

    read_document(&fixture, CALENDAR(EVENT("UID:1\nDTSTART;VALUE=DATE:19260105"
                                           "\nDTEND;VALUE=DATE:99990101\n"
                                           "RRULE:FREQ=YEARLY\n")));
    CHECK_UINT(fixture.calendar.occurrence_count, 1);
    CHECK(fixture.calendar.occurrences[0].day_after.year <= 9999);
    CHECK(fixture.calendar.occurrences[0].end.unix_s <= 253402300799);
    arena_free(&fixture.arena);
}

TEST(ical, marks_everything_cancelled_that_a_cancel_message_holds)
{
    struct fixture fixture;

    read_document(&fixture, CALENDAR("METHOD:CANCEL\n" EVENT(
                                "UID:1\nDTSTART:20260105T100000Z\n"))
                                CALENDAR("METHOD:PUBLISH\n" EVENT(
                                    "UID:2\nDTSTART:20260105T110000Z\n")));
    CHECK_STR(fixture.calendar.occurrences[0].event->status, "CANCELLED");
    CHECK_NULL(fixture.calendar.occurrences[1].event->status);
    arena_free(&fixture.arena);
}

TEST(ical, stops_at_its_limits)
{
    static const char document[] =
        CALENDAR(EVENT("UID:1\nDTSTART:20260105T100000Z\nRRULE:FREQ=DAILY\n"));
    struct fixture fixture;

    CHECK(try_read(&fixture, document,
                   (struct import_limits){.occurrences_each = 5}));
    CHECK_UINT(fixture.calendar.occurrence_count, 5);
    CHECK_UINT(fixture.calendar.skipped.count, 1);
    arena_free(&fixture.arena);
    CHECK(!try_read(&fixture, document,
                    (struct import_limits){.occurrences = 5}));
    CHECK_INT(fixture.err.kind, ERROR_INPUT);
    CHECK_CONTAINS(fixture.err.text, "limit of 5");
    arena_free(&fixture.arena);
}

TEST(ical, cuts_long_texts_at_a_character)
{
    struct arena arena = {0};
    char *text = arena_alloc(&arena, 3 * IMPORT_TEXT_BYTES_MAX + 1);
    struct fixture fixture;

    for (size_t i = 0; i < (size_t)IMPORT_TEXT_BYTES_MAX * 3; i += 3)
        memcpy(text + i, "\xE2\x82\xAC", 3);
    read_document(&fixture,
                  arena_printf(&arena,
                               "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
                               "DTSTART:20260105T100000Z\nDESCRIPTION:%s\n"
                               "END:VEVENT\nEND:VCALENDAR\n",
                               text));
    CHECK_UINT(strlen(fixture.calendar.events[0].description),
               IMPORT_TEXT_BYTES_MAX / 3 * 3);
    arena_free(&fixture.arena);
    arena_free(&arena);
}
