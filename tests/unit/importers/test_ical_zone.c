#include "base/buf.h"
#include "importers/ical_zone.h"
#include "importers/limits.h"
#include "tests/test.h"

#define CALENDAR(body) "BEGIN:VCALENDAR\n" body "END:VCALENDAR\n"

struct fixture {
    struct arena arena;
    struct import_request request;
    struct ical_scan scan;
    struct import_notes warnings;
    struct ical_frames frames;
    struct ical_zones zones;
    struct error err;
};

static void open_zones(struct fixture *fixture, struct str document)
{
    *fixture = (struct fixture){
        .request =
            {
                .document = document,
                .from = {INT64_C(1767225600)},  /* 2026-01-01 */
                .until = {INT64_C(1798761600)}, /* 2027-01-01 */
            },
    };
    CHECK(zone_load("Europe/Berlin", &fixture->request.default_zone,
                    &fixture->err));
    CHECK(ical_scan(&(struct ical_scan_request){.document = document},
                    &fixture->arena, &fixture->scan, &fixture->warnings,
                    &fixture->err));
    ical_frames_read(&fixture->scan, &fixture->request.default_zone,
                     &fixture->arena, &fixture->frames);
    ical_zones_init(&fixture->zones, &fixture->frames, &fixture->request,
                    &fixture->arena, &fixture->warnings);
}

static void close_zones(struct fixture *fixture)
{
    ical_scan_finish(&fixture->scan);
    arena_free(&fixture->arena);
}

/* The name of the zone that an id means on a winter's or a summer's day. */
static const char *meaning(struct fixture *fixture, const char *id, int month)
{
    const struct ical_zone *zone =
        ical_zone_find(&fixture->zones, 0, str_of(id));
    struct civil_time noon = {{2026, month, 15}, 12, 0, 0};
    struct zone label = ical_zone_label(zone, ical_zone_instant(zone, noon));

    return arena_strdup(&fixture->arena, label.name);
}

TEST(ical_zone, knows_what_senders_call_a_zone)
{
    static const struct {
        const char *id;
        const char *name;
    } cases[] = {
        {"Europe/Paris", "Europe/Paris"},
        {"EUROPE/PARIS", "Europe/Paris"},
        {"Europe/Kiev", "Europe/Kiev"},
        {"/mozilla.org/20050126_1/Europe/Rome", "Europe/Rome"},
        {"/freeassociation.sourceforge.net/America/New_York",
         "America/New_York"},
        {"/citadel.org/20260101_1/America/Argentina/Ushuaia",
         "America/Argentina/Ushuaia"},
        {"Romance Standard Time", "Europe/Paris"},
        {"tzone://Microsoft/Utc", "UTC"},
        {"utc", "UTC"},
        {"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien",
         "Europe/Amsterdam"},
        {"(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"},
        {"(UTC+05:45) Nowhere in particular", "UTC+05:45"},
        {"GMT+05:30", "UTC+05:30"},
        {"UTC-0330", "UTC-03:30"},
        {"GMT+2", "UTC+02:00"},
    };
    struct fixture fixture;

    open_zones(&fixture, STR(CALENDAR("")));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(meaning(&fixture, cases[i].id, 1), cases[i].name);
    CHECK_UINT(fixture.warnings.count, 0);
    close_zones(&fixture);
}

TEST(ical_zone, warns_and_takes_the_default_for_what_nobody_knows)
{
    static const char *const cases[] = {
        "../../../etc/hostname",
        "/etc/passwd",
        "Customized Time Zone",
        "GMT+99",
        "UTC+",
        "",
    };
    struct fixture fixture;

    open_zones(&fixture, STR(CALENDAR("X-WR-TIMEZONE:America/Chicago\n")));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_STR(meaning(&fixture, cases[i], 1), "America/Chicago");
        CHECK_UINT(fixture.warnings.count, i + 1);
    }
    close_zones(&fixture);
}

#define OWN_ZONE(id, more)                                   \
    "BEGIN:VTIMEZONE\nTZID:" id "\n" more                    \
    "BEGIN:STANDARD\nDTSTART:16010101T030000\n"              \
    "TZOFFSETFROM:-0300\nTZOFFSETTO:-0400\n"                 \
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=4\nEND:STANDARD\n" \
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\n"              \
    "TZOFFSETFROM:-0400\nTZOFFSETTO:-0300\n"                 \
    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=9\nEND:DAYLIGHT\n"  \
    "END:VTIMEZONE\n"

TEST(ical_zone, lets_the_document_speak_before_windows_but_not_before_iana)
{
    struct fixture fixture;

    open_zones(&fixture,
               STR(CALENDAR(OWN_ZONE("Customized Time Zone", "")
                                OWN_ZONE("Romance Standard Time", "")
                                    OWN_ZONE("Europe/Paris", "")
                                        OWN_ZONE("Hers", "X-LIC-LOCATION:"
                                                         "Asia/Tokyo\n"))));
    CHECK_STR(meaning(&fixture, "Customized Time Zone", 1), "UTC-03:00");
    CHECK_STR(meaning(&fixture, "Customized Time Zone", 7), "UTC-04:00");
    CHECK_STR(meaning(&fixture, "Romance Standard Time", 7), "UTC-04:00");
    CHECK_STR(meaning(&fixture, "Europe/Paris", 7), "Europe/Paris");
    CHECK_STR(meaning(&fixture, "Hers", 7), "Asia/Tokyo");
    CHECK_UINT(fixture.warnings.count, 0);
    close_zones(&fixture);
}

TEST(ical_zone, reads_gaps_and_overlaps_of_the_documents_own_clock)
{
    static const struct {
        struct civil_time wall;
        int64_t expected_s; /* as if UTC, to be read easily */
    } cases[] = {
        /* 2026-09-06, 02:00 to 03:00: skipped, read an hour later. */
        {{{2026, 9, 6}, 2, 30, 0}, 6 * HOUR_S + 30 * MINUTE_S},
        {{{2026, 9, 6}, 3, 30, 0}, 6 * HOUR_S + 30 * MINUTE_S},
        {{{2026, 9, 6}, 1, 30, 0}, 5 * HOUR_S + 30 * MINUTE_S},
        /* 2026-04-26, 03:00 back to 02:00: the first of the two. */
        {{{2026, 4, 26}, 2, 30, 0}, 5 * HOUR_S + 30 * MINUTE_S},
        {{{2026, 4, 26}, 3, 30, 0}, 7 * HOUR_S + 30 * MINUTE_S},
    };
    const struct ical_zone *zone;
    struct fixture fixture;

    open_zones(&fixture, STR(CALENDAR(OWN_ZONE("Own", ""))));
    zone = ical_zone_find(&fixture.zones, 0, STR("Own"));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct civil_time day = {.date = cases[i].wall.date};

        CHECK_INT(ical_zone_instant(zone, cases[i].wall).unix_s,
                  civil_to_seconds(day) + cases[i].expected_s);
    }
    close_zones(&fixture);
}

#define CLOCK_WITH(rule)                                        \
    CALENDAR("BEGIN:VTIMEZONE\nTZID:Bomb\nBEGIN:STANDARD\n"     \
             "DTSTART:20200101T000000\nTZOFFSETFROM:+0300\n"    \
             "TZOFFSETTO:+0400\nRRULE:" rule "\nEND:STANDARD\n" \
             "END:VTIMEZONE\n")

TEST(ical_zone, refuses_a_clock_that_changes_all_the_time)
{
    static const struct {
        struct str document;
        const char *reason;
    } cases[] = {
        {{CLOCK_WITH("FREQ=SECONDLY"), sizeof(CLOCK_WITH("FREQ=SECONDLY")) - 1},
         "every second"},
        {{CLOCK_WITH("FREQ=WEEKLY"), sizeof(CLOCK_WITH("FREQ=WEEKLY")) - 1},
         "more often than yearly"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fixture fixture;

        open_zones(&fixture, cases[i].document);
        CHECK_STR(meaning(&fixture, "Bomb", 1), "Europe/Berlin");
        CHECK_UINT(fixture.warnings.count, 2);
        CHECK_CONTAINS(fixture.warnings.items[0].reason, cases[i].reason);
        close_zones(&fixture);
    }
}

TEST(ical_zone, keeps_the_zones_of_two_calendars_apart)
{
    struct fixture fixture;

    open_zones(&fixture, STR(CALENDAR("X-WR-TIMEZONE:Europe/Paris\n") CALENDAR(
                             "X-WR-TIMEZONE:Romance Standard Time\n")
                                 CALENDAR("X-WR-TIMEZONE:Nowhere\n")));
    CHECK_STR(ical_zone_floating(&fixture.zones, 0)->named.name,
              "Europe/Paris");
    CHECK_STR(ical_zone_floating(&fixture.zones, 1)->named.name,
              "Europe/Paris");
    CHECK_STR(ical_zone_floating(&fixture.zones, 2)->named.name,
              "Europe/Berlin");
    CHECK_UINT(fixture.warnings.count, 1);
    close_zones(&fixture);
}

TEST(ical_zone, reads_what_many_calendars_say_alike_once)
{
    static const char one[] =
        CALENDAR("BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\n"
                 "DTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
                 "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n");
    const size_t count = 2 * (size_t)IMPORT_ZONES_MAX;
    const struct ical_zone *last;
    struct fixture fixture;
    struct buf document;

    buf_init(&document, 1 << 20);
    for (size_t i = 0; i < count; i++)
        (void)buf_add_text(&document, one);
    open_zones(&fixture, buf_str(&document));
    CHECK_UINT(fixture.scan.calendar_count, count);
    CHECK_UINT(fixture.zones.source_count, 1);
    last = ical_zone_find(&fixture.zones, count - 1, STR("Mine"));
    CHECK(last == ical_zone_find(&fixture.zones, 0, STR("Mine")));
    CHECK_STR(meaning(&fixture, "Mine", 1), "UTC+03:00");
    CHECK_UINT(fixture.warnings.count, 0);
    close_zones(&fixture);
    buf_finish(&document);
}

TEST(ical_zone, says_that_there_are_more_than_the_limit)
{
    struct fixture fixture;

    open_zones(&fixture, STR(CALENDAR("")));
    for (int i = 0; i < IMPORT_ZONES_MAX + 5; i++) {
        const char *id = arena_printf(&fixture.arena, "GMT-0100 %d", i);

        (void)ical_zone_find(&fixture.zones, 0, str_of(id));
    }
    CHECK_CONTAINS(fixture.warnings.items[fixture.warnings.count - 1].reason,
                   "more time zones than the limit");
    close_zones(&fixture);
}
