#include "importers/ical_record.h"
#include "tests/test.h"

static const char document[] =
    "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nPRODID:-//x\n"
    "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Paris:20260105T100000\n"
    "RRULE:FREQ=DAILY;COUNT=3\nSUMMARY:caf\xC3\xA9\nDESCRIPTION:a\\nb\n"
    "ATTENDEE;CN=Ada:mailto:ada@example.org\nCATEGORIES:x,y\nX-A:1\n"
    "ORGANIZER:mailto:desk@example.org\nCREATED:20260101T080000Z\n"
    "END:VEVENT\n"
    "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260107\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:3\nEND:VEVENT\nEND:VCALENDAR\n";

struct fixture {
    struct arena arena;
    struct ical_calendar calendar;
    struct buf record;
    struct error err;
};

static void write_record(struct fixture *fixture)
{
    struct import_request request = {
        .document = STR(document),
        .from = {INT64_C(1767225600)},
        .until = {INT64_C(1798761600)},
    };

    *fixture = (struct fixture){0};
    buf_init(&fixture->record, ICAL_RECORD_BYTES_MAX);
    CHECK(zone_load("Europe/Paris", &request.default_zone, &fixture->err));
    CHECK(ical_read(&request, &fixture->arena, &fixture->calendar,
                    &fixture->err));
    ical_record_encode(&fixture->calendar, &fixture->record);
}

static void finish(struct fixture *fixture)
{
    buf_finish(&fixture->record);
    arena_free(&fixture->arena);
}

static bool decode(struct fixture *fixture, struct str bytes)
{
    return ical_record_decode(bytes, &fixture->arena, &fixture->calendar,
                              &fixture->err);
}

TEST(ical_record, brings_back_what_was_written)
{
    struct fixture fixture;
    const struct ical_occurrence *visit;

    write_record(&fixture);
    CHECK(decode(&fixture, buf_str(&fixture.record)));
    CHECK_STR(fixture.calendar.method, "PUBLISH");
    CHECK_UINT(fixture.calendar.component_count, 3);
    CHECK_UINT(fixture.calendar.skipped.count, 1);
    CHECK_STR(fixture.calendar.skipped.items[0].uid, "3");
    CHECK_UINT(fixture.calendar.occurrence_count, 4);
    visit = &fixture.calendar.occurrences[0];
    CHECK_STR(visit->recurrence, "20260105T090000Z");
    CHECK_STR(visit->zone.name, "Europe/Paris");
    CHECK_STR(visit->event->summary, "caf\xC3\xA9");
    CHECK_STR(visit->event->description, "a\nb");
    CHECK_NULL(visit->event->location);
    CHECK_STR(visit->event->attendees[0].name, "Ada");
    CHECK_STR(visit->event->organizer->mail, "desk@example.org");
    CHECK_STR(visit->event->categories[1], "y");
    CHECK_STR(visit->event->extras[0].name, "X-A");
    CHECK(visit->event->has_created);
    CHECK_INT(visit->event->sequence, -1);
    CHECK(visit->event == fixture.calendar.occurrences[1].event);
    visit = &fixture.calendar.occurrences[2];
    CHECK(visit->all_day);
    CHECK_INT(visit->day_after.day, 8);
    finish(&fixture);
}

TEST(ical_record, refuses_every_record_that_is_cut_or_longer)
{
    struct fixture fixture;
    struct str all;

    write_record(&fixture);
    all = buf_str(&fixture.record);
    for (size_t len = 0; len < all.len; len++) {
        CHECK(!decode(&fixture, (struct str){all.at, len}));
        CHECK_INT(fixture.err.kind, ERROR_INPUT);
    }
    (void)buf_add_char(&fixture.record, '\0');
    CHECK(!decode(&fixture, buf_str(&fixture.record)));
    CHECK_CONTAINS(fixture.err.text, "follows its end");
    finish(&fixture);
}

/* Replaces the first `from` in the record by `to`, of the same length. */
static void check_forged(const char *from, const char *to, const char *reason)
{
    struct fixture fixture;
    char *place;

    write_record(&fixture);
    place = memmem(fixture.record.at, fixture.record.len, from, strlen(from));
    CHECK(place != NULL && strlen(from) == strlen(to));
    memcpy(place, to, strlen(to));
    CHECK(!decode(&fixture, buf_str(&fixture.record)));
    CHECK_CONTAINS(fixture.err.text, reason);
    finish(&fixture);
}

TEST(ical_record, believes_nothing)
{
    check_forged("kept-ical-1", "kept-ical-2", "not a record");
    check_forged("Europe/Paris", "../etc/paris", "zone is unknown");
    check_forged("caf\xC3\xA9", "caf\xC3\xC3", "no plain text");
    check_forged("PUBLISH", "PUB\x1B[m!", "no plain text");
    check_forged("20260105T090000Z", "2026; DROP TABLE", "no time");
    check_forged("20260106T090000Z", "20260105T090000Z", "twice");
}

TEST(ical_record, refuses_numbers_out_of_range)
{
    struct fixture fixture;
    int refused = 0;

    /* Any number may be forged: it must be refused, or change nothing bad. */
    write_record(&fixture);
    for (size_t i = sizeof(ICAL_RECORD_MAGIC) - 1; i + 8 < fixture.record.len;
         i++) {
        char old[8];

        memcpy(old, fixture.record.at + i, sizeof(old));
        memset(fixture.record.at + i, 0xFF, sizeof(old));
        refused += !decode(&fixture, buf_str(&fixture.record));
        memcpy(fixture.record.at + i, old, sizeof(old));
    }
    CHECK(refused > 100);
    CHECK(decode(&fixture, buf_str(&fixture.record)));
    finish(&fixture);
}
