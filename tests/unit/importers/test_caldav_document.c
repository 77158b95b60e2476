/* test_caldav_document.c - resources put together */
#include <string.h>

#include "importers/caldav_document.h"
#include "tests/test.h"

#define HEAD(product)                                              \
    "BEGIN:VCALENDAR\r\nPRODID:" product "\r\nBEGIN:VTIMEZONE\r\n" \
    "TZID:X\r\nEND:VTIMEZONE\r\n"
#define EVENT(uid) "BEGIN:VEVENT\r\nUID:" uid "\r\nEND:VEVENT\r\n"
#define END        "END:VCALENDAR\r\n"

static void check_document(const char *const *calendars, const char *expected)
{
    struct caldav_document document = {0};
    struct buf out;

    buf_init(&out, 4096);
    document.out = &out;
    for (; *calendars != NULL; calendars++) {
        CHECK(caldav_document_is_whole(str_of(*calendars)));
        CHECK(caldav_document_add(&document, str_of(*calendars)));
    }
    caldav_document_end(&document);
    CHECK_STR(buf_text(&out), expected);
    buf_finish(&out);
}

TEST(caldav_document, has_one_calendar_for_those_that_are_alike)
{
    static const char *const calendars[] = {
        HEAD("a") EVENT("1") END,
        "\xEF\xBB\xBF" HEAD("a") EVENT("2") EVENT("2") END "\n\n",
        HEAD("b") EVENT("3") END,
        HEAD("a") EVENT("4") "end:vcalendar",
        NULL,
    };

    check_document(calendars,
                   HEAD("a") EVENT("1") EVENT("2") EVENT("2") END HEAD("b")
                       EVENT("3") END HEAD("a") EVENT("4") END);
}

TEST(caldav_document, leaves_what_is_unusual_as_it_came)
{
    static const char *const calendars[] = {
        HEAD("a") EVENT("1") END,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"
        "BEGIN:VTIMEZONE\nTZID:Y\nEND:VTIMEZONE\nEND:VCALENDAR\n",
        HEAD("a") EVENT("3") END,
        NULL,
    };

    check_document(calendars, HEAD("a") EVENT("1") END
                   "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n"
                   "BEGIN:VTIMEZONE\nTZID:Y\nEND:VTIMEZONE\nEND:VCALENDAR\n"
                   "\r\n" HEAD("a") EVENT("3") END);
}

TEST(caldav_document, is_empty_yet_a_calendar)
{
    static const char *const none[] = {NULL};

    check_document(none, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
                         "PRODID:-//kept//caldav//EN\r\nEND:VCALENDAR\r\n");
}

TEST(caldav_document, takes_only_whole_calendars)
{
    CHECK(!caldav_document_is_whole(STR("")));
    CHECK(!caldav_document_is_whole(STR("BEGIN:VCALENDAR")));
    CHECK(!caldav_document_is_whole(STR(HEAD("a") EVENT("1"))));
    CHECK(!caldav_document_is_whole(STR(HEAD("a") "X" END)));
    CHECK(!caldav_document_is_whole(STR("<html>" HEAD("a") END)));
    CHECK(caldav_document_is_whole(STR("\r\n" HEAD("a") END " ")));
}
