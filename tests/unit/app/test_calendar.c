#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/jobs/calendar.h"
#include "tests/harness/record.h"
#include "tests/test.h"

/* A document that starts so is what the child writes, whatever it is. */
#define FORGED    "forged:"

/* The same, but with a hole of GAP_BYTES before the head. */
#define SPREAD    "spread:"
#define GAP_BYTES (400UL << 20)

/* Writes a record whose objects seem to be long. */
static bool write_spread(char *record, size_t len)
{
    char *tail = record + len - ICAL_RECORD_TAIL_BYTES;
    uint64_t head;
    uint64_t moved;

    memcpy(&head, tail, sizeof(head));
    moved = head + GAP_BYTES;
    memcpy(tail, &moved, sizeof(moved));
    return pwrite(STDOUT_FILENO, record, head, 0) > 0 &&
           pwrite(STDOUT_FILENO, record + head, len - head, (off_t)moved) > 0;
}

/* Instead of reading: the child was taken over and writes what it likes. */
static void write_forged(void)
{
    char bytes[65536];
    ssize_t len = pread(STDIN_FILENO, bytes, sizeof(bytes), 0);
    size_t skip = strlen(FORGED);

    if (len > (ssize_t)skip && memcmp(bytes, SPREAD, skip) == 0)
        _exit(!write_spread(bytes + skip, (size_t)len - skip));
    if (len >= (ssize_t)skip && memcmp(bytes, FORGED, skip) == 0)
        _exit(write(STDOUT_FILENO, bytes + skip, (size_t)len - skip) < 0);
}

/* The child of these tests is this program again, called by its name. */
__attribute__((constructor)) static void act_as_child(int argc, char **argv)
{
    struct arena arena = {0};
    struct call call;
    int status = EXIT_FAILED;

    if (argc < 2 || strcmp(argv[0], "kept") != 0 ||
        strcmp(argv[1], CALENDAR_COMMAND) != 0)
        return;
    write_forged();
    call_init(&call, &arena);
    call.out = stdout;
    call.err = stderr;
    if (command_line_read(argc, argv, &call, &status))
        status = call.command->run(&call);
    (void)fflush(stdout);
    _exit(status);
}

struct fixture {
    struct arena arena;
    struct document document;
    struct calendar_request request;
    struct calendar_reader *reader;
    struct error err;
};

/* A window of the year 2026 in Paris. */
static void prepare(struct fixture *fixture, struct str document)
{
    *fixture = (struct fixture){
        .request = {.document = &fixture->document,
                    .from = {INT64_C(1767225600)},
                    .until = {INT64_C(1798761600)}},
    };
    CHECK(zone_load("Europe/Paris", &fixture->request.default_zone,
                    &fixture->err));
    CHECK(document_of_bytes(document, &fixture->document, &fixture->err));
}

static bool open_calendar(struct fixture *fixture)
{
    return calendar_open(&fixture->request, &fixture->reader, &fixture->err);
}

static void finish(struct fixture *fixture)
{
    calendar_close(fixture->reader);
    document_close(&fixture->document);
    arena_free(&fixture->arena);
}

/* A calendar of `count` visits, which are called "u0", "u1" … */
static struct str visits(struct arena *arena, int count)
{
    struct str copy;
    struct buf out;

    buf_init(&out, 1 << 20);
    (void)buf_add_text(&out, "BEGIN:VCALENDAR\nMETHOD:PUBLISH\n");
    for (int i = 0; i < count; i++)
        (void)buf_printf(&out,
                         "BEGIN:VEVENT\nUID:u%d\nDTSTART:20260105T100000Z\n"
                         "SUMMARY:visit %d\nEND:VEVENT\n",
                         i, i);
    (void)buf_add_text(&out, "END:VCALENDAR\n");
    copy = (struct str){arena_strndup(arena, out.at, out.len), out.len};
    buf_finish(&out);
    return copy;
}

/* Reads to the end: how many there are; −1: the error is set. */
static int count_objects(struct fixture *fixture)
{
    struct arena arena = {0};
    struct ical_object object;
    bool more = true;
    int count = 0;

    while (more) {
        if (!calendar_next(fixture->reader, &arena, &object, &more,
                           &fixture->err)) {
            arena_free(&arena);
            return -1;
        }
        count += more;
        arena_clear(&arena);
    }
    arena_free(&arena);
    return count;
}

TEST(calendar, is_read_by_a_child_object_by_object)
{
    struct arena arena = {0};
    struct ical_object object;
    struct fixture fixture;
    bool more;

    prepare(&fixture, visits(&arena, 1000));
    CHECK(open_calendar(&fixture));
    CHECK_STR(calendar_head(fixture.reader)->method, "PUBLISH");
    CHECK_UINT(calendar_head(fixture.reader)->object_count, 1000);
    CHECK(calendar_next(fixture.reader, &fixture.arena, &object, &more,
                        &fixture.err));
    CHECK(more);
    CHECK_STR(object.uid, "u0");
    CHECK_STR(object.events[0].summary, "visit 0");
    CHECK_STR(object.occurrences[0].zone.name, "Europe/Paris");
    CHECK_INT(count_objects(&fixture), 999);
    finish(&fixture);
    arena_free(&arena);
}

TEST(calendar, leaves_out_what_is_known)
{
    unsigned char known[ICAL_DIGEST_BYTES];
    struct arena arena = {0};
    struct ical_object object;
    struct fixture fixture;
    bool more;

    prepare(&fixture, visits(&arena, 1));
    CHECK(open_calendar(&fixture));
    CHECK(calendar_next(fixture.reader, &fixture.arena, &object, &more,
                        &fixture.err));
    memcpy(known, object.digest, sizeof(known));
    finish(&fixture);

    prepare(&fixture, visits(&arena, 2));
    fixture.request.known = known;
    fixture.request.known_count = 1;
    CHECK(open_calendar(&fixture));
    CHECK_UINT(calendar_head(fixture.reader)->unchanged_count, 1);
    CHECK_UINT(calendar_head(fixture.reader)->known_seen[0], 1);
    CHECK(calendar_next(fixture.reader, &fixture.arena, &object, &more,
                        &fixture.err));
    CHECK_STR(object.uid, "u1");
    CHECK_INT(count_objects(&fixture), 0);
    finish(&fixture);
    arena_free(&arena);
}

static void check_refused(struct str document, struct import_limits limits,
                          const char *reason)
{
    struct fixture fixture;

    prepare(&fixture, document);
    fixture.request.limits = limits;
    CHECK(!open_calendar(&fixture));
    CHECK_INT(fixture.err.kind, ERROR_INPUT);
    CHECK_CONTAINS(fixture.err.text, reason);
    fixture.reader = NULL;
    finish(&fixture);
}

TEST(calendar, tells_in_the_words_of_the_child_why_it_is_not_read)
{
    struct arena arena = {0};
    struct str three = visits(&arena, 3);

    check_refused(STR("{}"), (struct import_limits){0},
                  "not a calendar: it looks like JSON");
    check_refused(three, (struct import_limits){.events = 2},
                  "more events than the limit of 2");
    check_refused(three, (struct import_limits){.bytes = 100},
                  "more than the limit of 100");
    check_refused(three, (struct import_limits){.occurrences = 2},
                  "more visits than the limit of 2");
    arena_free(&arena);
}

/* What a child that was taken over writes: opened and read to the end. */
static bool believes(const char *how, struct str record)
{
    struct fixture fixture;
    struct buf forged;
    bool ok;

    buf_init(&forged, 1 << 16);
    (void)buf_add_text(&forged, how);
    (void)buf_add(&forged, record.at, record.len);
    prepare(&fixture, buf_str(&forged));
    ok = open_calendar(&fixture);
    if (!ok)
        fixture.reader = NULL;
    ok = ok && count_objects(&fixture) >= 0;
    CHECK(ok || fixture.err.kind == ERROR_INPUT);
    finish(&fixture);
    buf_finish(&forged);
    return ok;
}

TEST(calendar, does_not_believe_the_child)
{
    struct arena arena = {0};
    struct import_request request = {
        .document = visits(&arena, 3),
        .from = {INT64_C(1767225600)},
        .until = {INT64_C(1798761600)},
        .default_zone = zone_utc(),
    };
    struct buf record;
    struct error err;
    char *tail;

    buf_init(&record, 1 << 16);
    CHECK(record_write(&request, &arena, &record, &err));
    tail = record.at + record.len - ICAL_RECORD_TAIL_BYTES;
    CHECK(believes(FORGED, buf_str(&record)));
    CHECK(!believes(FORGED, STR("")));
    CHECK(!believes(FORGED, STR("kept-ical-2\nkept-ical-2\nkept-ical-2\n")));
    CHECK(!believes(FORGED, (struct str){record.at, record.len - 1}));
    for (int i = 0; i < ICAL_RECORD_TAIL_BYTES; i += 4) {
        tail[i] ^= 1; /* where the head lies, how many objects there are */
        CHECK(!believes(FORGED, buf_str(&record)));
        tail[i] ^= 1;
    }
    CHECK(!believes(SPREAD, buf_str(&record)));
    record.at[sizeof(ICAL_RECORD_MAGIC) + 2] ^= 0x13; /* 304 MiB more */
    CHECK(!believes(SPREAD, buf_str(&record)));
    record.at[sizeof(ICAL_RECORD_MAGIC) + 2] ^= 0x13;
    record.at[sizeof(ICAL_RECORD_MAGIC) - 1] ^= 1; /* an object's length */
    CHECK(!believes(FORGED, buf_str(&record)));
    record.at[sizeof(ICAL_RECORD_MAGIC)] ^= 0x40;
    CHECK(!believes(FORGED, buf_str(&record)));
    buf_finish(&record);
    arena_free(&arena);
}

TEST(calendar, is_there_as_a_whole_for_those_who_want_it)
{
    struct arena arena = {0};
    struct import_request request = {
        .document = visits(&arena, 3),
        .from = {INT64_C(1767225600)},
        .until = {INT64_C(1798761600)},
        .default_zone = zone_utc(),
    };
    struct ical_calendar calendar;
    struct error err;

    CHECK(calendar_read(&request, &arena, &calendar, &err));
    CHECK_UINT(calendar.occurrence_count, 3);
    CHECK_STR(calendar.method, "PUBLISH");
    CHECK_STR(calendar.occurrences[2].event->uid, "u2");
    arena_free(&arena);
}
