#include "tests/harness/record.h"
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
    struct record_content content;
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
    buf_init(&fixture->record, 1 << 20);
    CHECK(zone_load("Europe/Paris", &request.default_zone, &fixture->err));
    CHECK(record_write(&request, &fixture->arena, &fixture->record,
                       &fixture->err));
}

static void finish(struct fixture *fixture)
{
    buf_finish(&fixture->record);
    arena_free(&fixture->arena);
}

static bool decode(struct fixture *fixture, struct str bytes)
{
    return record_read(bytes, &fixture->arena, &fixture->content,
                       &fixture->err);
}

TEST(ical_record, brings_back_what_was_written)
{
    struct fixture fixture;
    const struct ical_object *object;
    const struct ical_event *event;

    write_record(&fixture);
    CHECK(decode(&fixture, buf_str(&fixture.record)));
    CHECK_STR(fixture.content.head.method, "PUBLISH");
    CHECK_UINT(fixture.content.head.component_count, 3);
    CHECK_UINT(fixture.content.head.object_count, 3);
    CHECK_UINT(fixture.content.head.skipped.count, 1);
    CHECK_STR(fixture.content.head.skipped.items[0].uid, "3");
    CHECK_UINT(fixture.content.object_count, 3);
    object = &fixture.content.objects[0];
    CHECK_STR(object->uid, "1");
    CHECK(!object->has_next);
    CHECK_UINT(object->occurrence_count, 3);
    CHECK_STR(object->occurrences[0].recurrence, "20260105T090000Z");
    CHECK_STR(object->occurrences[0].zone.name, "Europe/Paris");
    event = object->occurrences[0].event;
    CHECK_STR(event->summary, "caf\xC3\xA9");
    CHECK_STR(event->description, "a\nb");
    CHECK_NULL(event->location);
    CHECK_STR(event->attendees[0].name, "Ada");
    CHECK_STR(event->organizer->mail, "desk@example.org");
    CHECK_STR(event->categories[1], "y");
    CHECK_STR(event->extras[0].name, "X-A");
    CHECK(event->has_created);
    CHECK_INT(event->sequence, -1);
    CHECK_STR(event->raw, object->raw.at);
    CHECK(event == object->occurrences[1].event);
    object = &fixture.content.objects[1];
    CHECK(object->occurrences[0].all_day);
    CHECK_INT(object->occurrences[0].day_after.day, 8);
    CHECK_CONTAINS(fixture.content.objects[2].unread, "no start");
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
    finish(&fixture);
}

/* Replaces the last `from` in the record by `to`, of the same length. */
static void check_forged(const char *from, const char *to, const char *reason)
{
    struct fixture fixture;
    size_t len = strlen(from);
    size_t at;

    write_record(&fixture);
    at = fixture.record.len - len;
    while (at > 0 && memcmp(fixture.record.at + at, from, len) != 0)
        at--;
    CHECK(memcmp(fixture.record.at + at, from, len) == 0);
    memcpy(fixture.record.at + at, to, len);
    CHECK(!decode(&fixture, buf_str(&fixture.record)));
    CHECK_CONTAINS(fixture.err.text, reason);
    finish(&fixture);
}

TEST(ical_record, believes_nothing)
{
    check_forged("kept-ical-3", "kept-ical-2", "not a record");
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
