#include "importers/ical.h"
#include "tests/test.h"

#define CALENDAR(body)   "BEGIN:VCALENDAR\n" body "END:VCALENDAR\n"
#define EVENT(body)      "BEGIN:VEVENT\n" body "END:VEVENT\n"
/* A single visit of that UID on a day of 2026. */
#define VISIT(uid, date) EVENT("UID:" uid "\nDTSTART:" date "T100000Z\n")

#define OBJECTS_MAX      8

struct fixture {
    struct arena arena;
    struct ical_head head;
    struct ical_object objects[OBJECTS_MAX];
    size_t count;
    size_t passed;
    struct error err;
};

static bool take(void *context, const struct ical_object *object,
                 struct error *err)
{
    struct fixture *fixture = context;

    if (fixture->count == OBJECTS_MAX)
        return error_set(err, ERROR_INPUT, "enough");
    fixture->objects[fixture->count++] = *object;
    return true;
}

static void passed(void *context, size_t offset)
{
    struct fixture *fixture = context;

    fixture->passed = offset;
}

/* Reads with a window of the year 2026 and Paris as the default zone. */
static bool try_read(struct fixture *fixture, struct str document,
                     const unsigned char *known, size_t known_count)
{
    struct import_request request = {
        .document = document,
        .from = {INT64_C(1767225600)},
        .until = {INT64_C(1798761600)},
    };
    const struct ical_reading reading = {
        .request = &request,
        .known = known,
        .known_count = known_count,
        .take = take,
        .passed = passed,
        .context = fixture,
        .objects = &fixture->arena,
    };

    *fixture = (struct fixture){0};
    CHECK(zone_load("Europe/Paris", &request.default_zone, &fixture->err));
    return ical_read_objects(&reading, &fixture->arena, &fixture->head,
                             &fixture->err);
}

static void read_document(struct fixture *fixture, const char *document)
{
    CHECK(try_read(fixture, str_of(document), NULL, 0));
}

static void finish(struct fixture *fixture)
{
    arena_free(&fixture->arena);
}

/* The digest of the only object of a document. */
static const unsigned char *object_digest(const char *document,
                                          unsigned char out[ICAL_DIGEST_BYTES])
{
    struct fixture fixture;

    read_document(&fixture, document);
    CHECK_UINT(fixture.count, 1);
    memcpy(out, fixture.objects[0].digest, ICAL_DIGEST_BYTES);
    finish(&fixture);
    return out;
}

static bool is_same(const char *left, const char *right)
{
    unsigned char l[ICAL_DIGEST_BYTES];
    unsigned char r[ICAL_DIGEST_BYTES];

    return memcmp(object_digest(left, l), object_digest(right, r), sizeof(l)) ==
           0;
}

TEST(ical_objects, are_the_events_of_one_uid_by_first_appearance)
{
    struct fixture fixture;

    read_document(
        &fixture,
        CALENDAR(VISIT("b", "20260105") VISIT("a", "20260102") EVENT(
            "UID:b\nRECURRENCE-ID:20260105T100000Z\nDTSTART:20260106T100000Z\n")
                     EVENT("DTSTART:20260107T100000Z\nSUMMARY:x\n")));
    CHECK_UINT(fixture.head.component_count, 4);
    CHECK_UINT(fixture.head.object_count, 3);
    CHECK_UINT(fixture.count, 3);
    CHECK_STR(fixture.objects[0].uid, "b");
    CHECK_UINT(fixture.objects[0].event_count, 1);
    CHECK_STR(fixture.objects[0].occurrences[0].recurrence, "20260105T100000Z");
    CHECK_STR(fixture.objects[1].uid, "a");
    CHECK_STR(fixture.objects[1].raw.at,
              "BEGIN:VEVENT\nUID:a\nDTSTART:20260102T100000Z\nEND:VEVENT\n");
    CHECK(!fixture.objects[2].events[0].has_uid);
    finish(&fixture);
}

TEST(ical_objects, hold_the_raw_text_of_all_their_events)
{
    struct fixture fixture;
    const struct ical_object *object = &fixture.objects[0];

    read_document(
        &fixture,
        CALENDAR(
            EVENT("UID:a\nDTSTART:20260105T100000Z\n"
                  "RRULE:FREQ=DAILY;COUNT=2\n")
                EVENT(
                    "UID:a\nRECURRENCE-ID:20260106T100000Z\n"
                    "DTSTART:20260107T100000Z\nATTACH:x\nDESCR\n IPTION:y\n")));
    CHECK_UINT(fixture.count, 1);
    CHECK_UINT(object->event_count, 2);
    CHECK_CONTAINS(object->raw.at, "COUNT=2\nEND:VEVENT\n");
    CHECK_CONTAINS(object->raw.at, "DESCRIPTION:y\nEND:VEVENT\n");
    CHECK(strstr(object->raw.at, "ATTACH") == NULL);
    for (size_t i = 0; i < object->event_count; i++) {
        const struct ical_event *event = &object->events[i];

        CHECK(strncmp(object->raw.at + event->raw_offset, event->raw,
                      strlen(event->raw)) == 0);
    }
    finish(&fixture);
}

TEST(ical_objects, have_the_same_digest_while_they_say_the_same)
{
    const char *plain = CALENDAR(VISIT("a", "20260105"));

    CHECK(
        is_same(plain, CALENDAR("PRODID:x\n" EVENT(
                           "DTSTAMP:20260101T000000Z\nUID:a\nCREATED:1\n"
                           "LAST-MODIFIED:2\nDTSTART:20260105\n T100000Z\n"))));
    CHECK(!is_same(plain, CALENDAR(VISIT("b", "20260105"))));
    CHECK(!is_same(plain, CALENDAR(VISIT("a", "20260106"))));
    CHECK(!is_same(plain, CALENDAR("METHOD:CANCEL\n" VISIT("a", "20260105"))));
    CHECK(is_same(CALENDAR(VISIT("a", "20260105") VISIT("a", "20260106")),
                  CALENDAR(VISIT("a", "20260106") VISIT("a", "20260105"))));
    CHECK(!is_same(CALENDAR(VISIT("a", "20260105") VISIT("a", "20260106")),
                   plain));
}

TEST(ical_objects, that_are_known_are_counted_and_not_read)
{
    const char *document =
        CALENDAR(VISIT("a", "20260105") VISIT("b", "20260106"));
    unsigned char known[2 * ICAL_DIGEST_BYTES] = {0};
    struct fixture fixture;

    (void)object_digest(CALENDAR(VISIT("b", "20260106")),
                        known + ICAL_DIGEST_BYTES);
    CHECK(try_read(&fixture, str_of(document), known, 2));
    CHECK_UINT(fixture.count, 1);
    CHECK_STR(fixture.objects[0].uid, "a");
    CHECK_UINT(fixture.head.object_count, 2);
    CHECK_UINT(fixture.head.unchanged_count, 1);
    CHECK_UINT(fixture.head.known_seen[0], 2);
    finish(&fixture);
}

/* The `next` of the only object: "" where there is none. */
static void check_next(const char *document, const char *expected)
{
    struct fixture fixture;
    char next[INSTANT_TEXT_MAX] = "";

    read_document(&fixture, document);
    CHECK_UINT(fixture.count, 1);
    if (fixture.objects[0].has_next)
        (void)instant_format(fixture.objects[0].next, next);
    CHECK_STR(next, expected);
    finish(&fixture);
}

#define SERIES(start, rule) \
    CALENDAR(EVENT("UID:a\nDTSTART:" start "\nRRULE:" rule "\n"))

TEST(ical_objects, say_when_a_later_look_shows_more)
{
    check_next(CALENDAR(VISIT("a", "20260105")), "");
    check_next(CALENDAR(VISIT("a", "20251205")), "");
    check_next(CALENDAR(VISIT("a", "20270105")), "2027-01-05T10:00:00Z");
    check_next(SERIES("20260105T100000Z", "FREQ=WEEKLY;COUNT=3"), "");
    check_next(SERIES("20260105T100000Z", "FREQ=WEEKLY;UNTIL=20261220"), "");
    check_next(SERIES("20260105T100000Z", "FREQ=WEEKLY"),
               "2027-01-04T10:00:00Z");
    check_next(SERIES("20260105T100000Z", "FREQ=YEARLY;INTERVAL=7"),
               "2033-01-05T10:00:00Z");
    check_next(SERIES("20260105T100000Z", "FREQ=YEARLY;UNTIL=20270106"),
               "2027-01-05T10:00:00Z");
    check_next(SERIES("20270305T100000Z", "FREQ=YEARLY"),
               "2027-03-05T10:00:00Z");
    check_next(SERIES("20260105T100000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
               "");
}

TEST(ical_objects, that_cannot_be_read_say_why)
{
    struct fixture fixture;

    read_document(&fixture,
                  CALENDAR(EVENT("UID:a\nSUMMARY:x\n") VISIT("b", "20260106")));
    CHECK_UINT(fixture.count, 2);
    CHECK_STR(fixture.objects[0].unread, "it has no start");
    CHECK_UINT(fixture.objects[0].occurrence_count, 0);
    CHECK_NULL(fixture.objects[1].unread);
    CHECK_UINT(fixture.head.skipped.count, 1);
    CHECK_STR(fixture.head.skipped.items[0].uid, "a");
    finish(&fixture);
}

TEST(ical_objects, belong_to_a_frame_which_is_kept_once)
{
    static const char zone[] =
        "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n";
    struct fixture fixture;
    const char *document;
    struct arena arena = {0};

    document = arena_printf(
        &arena,
        "BEGIN:VCALENDAR\n%s" VISIT("a", "20260105") "END:VCALENDAR\n" CALENDAR(
            "METHOD:CANCEL\n" VISIT(
                "b",
                "20260105")) "BEGIN:VCALENDAR\nX-WR-CALNAME:x\n" VISIT("c",
                                                                       "20260105") "%sEND:VCALENDAR\n",
        zone, zone);
    read_document(&fixture, document);
    CHECK_UINT(fixture.count, 3);
    CHECK_UINT(fixture.head.frame_count, 2);
    CHECK_UINT(fixture.objects[0].frame, 0);
    CHECK_UINT(fixture.objects[1].frame, 1);
    CHECK_UINT(fixture.objects[2].frame, 0);
    CHECK_STR(fixture.head.frames[0].body.at, zone);
    CHECK_STR(fixture.head.frames[1].body.at, "METHOD:CANCEL\n");
    CHECK_STR(fixture.objects[1].events[0].status, "CANCELLED");
    finish(&fixture);
    arena_free(&arena);
}

TEST(ical_objects, end_when_nobody_takes_them)
{
    struct arena arena = {0};
    const char *events = "";
    struct fixture fixture;

    for (int i = 0; i <= OBJECTS_MAX; i++)
        events = arena_printf(&arena,
                              "%s" EVENT("UID:%d\nDTSTART:20260105T100000Z\n"),
                              events, i);
    CHECK(!try_read(&fixture,
                    str_of(arena_printf(&arena, CALENDAR("%s"), events)), NULL,
                    0));
    CHECK_STR(fixture.err.text, "enough");
    finish(&fixture);
    arena_free(&arena);
}
