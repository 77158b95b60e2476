/* test_caldav_find.c - from an address to the calendar that is meant */
#include <string.h>

#include "tests/harness/caldav_talk.h"
#include "tests/test.h"

TEST(caldav_find, finds_the_calendar_of_a_host)
{
    struct talk talk = {0};

    begin(&talk, HOST "/");
    check_asked(&talk, "PROPFIND", HOST "/.well-known/caldav", "principal");
    talk.location = HOST "/remote.php/dav/";
    answer(&talk, 207, MULTI(FOUND("/remote.php/dav/", PRINCIPAL("p/ada/"))));
    check_asked(&talk, "PROPFIND", HOST "/remote.php/dav/p/ada/", "home-set");
    answer(&talk, 207,
           MULTI(FOUND("/remote.php/dav/p/ada/", HOME("/calendars/ada/"))));
    check_asked(&talk, "PROPFIND", HOST "/calendars/ada/", "component-set");
    CHECK_STR(talk.ask.headers[0].value, "1");
    answer(&talk, 207,
           MULTI(FOUND("/calendars/ada/", "") FOUND("/calendars/ada/inbox/", "")
                     FOUND("/calendars/ada/tasks/", IS_CALENDAR
                           "<c:supported-calendar-component-set>"
                           "<c:comp name=\"VJOURNAL\"/>"
                           "</c:supported-calendar-component-set>") SHOWN));
    check_asked(&talk, "REPORT", WORK, "calendar-query");
    answer(&talk, 207, MULTI(""));
    CHECK_STR(check_done(&talk)->token, "t2");
    CHECK(check_done(&talk)->is_whole);
    CHECK_CONTAINS(buf_text(&talk.document), "END:VCALENDAR");
    end(&talk);
}

TEST(caldav_find, knocks_at_the_address_where_well_known_is_not)
{
    struct talk talk = {0};

    begin(&talk, HOST);
    answer(&talk, 404, "not here");
    check_asked(&talk, "PROPFIND", HOST "/", "principal");
    answer(&talk, 207, MULTI(FOUND("/", PRINCIPAL("/p/"))));
    check_asked(&talk, "PROPFIND", HOST "/p/", "home-set");
    end(&talk);

    talk = (struct talk){0};
    begin(&talk, HOST "/dav");
    check_asked(&talk, "PROPFIND", HOST "/dav", "principal");
    answer(&talk, 405, "");
    check_asked(&talk, "PROPFIND", HOST "/.well-known/caldav", "principal");
    say(&talk, 404, "");
    check_failed(&talk, ERROR_REFUSED,
                 "speaks CalDAV (the server answered 405");
    end(&talk);
}

TEST(caldav_find, takes_the_name_that_the_server_uses)
{
    struct talk talk = {0};

    begin(&talk, HOST "/calendars/ada/work");
    answer(&talk, 207, MULTI(SHOWN));
    check_asked(&talk, "REPORT", WORK, "calendar-query");
    end(&talk);
}

TEST(caldav_find, asks_which_of_several_calendars)
{
    struct talk talk = {0};
    const struct caldav_choice *choices;
    size_t count;

    begin(&talk, HOST "/p/");
    answer(&talk, 207, MULTI(FOUND("/p/", HOME("/calendars/ada/"))));
    say(&talk, 207,
        MULTI(SHOWN FOUND("/calendars/ada/home/",
                          IS_CALENDAR "<d:displayname>Home</d:displayname>")
                  FOUND("https://other.example.net/x/", IS_CALENDAR)));
    check_failed(&talk, ERROR_USAGE,
                 "2 calendars, name one of them: " WORK ", " HOST
                 "/calendars/ada/home/");
    choices = caldav_choices(talk.sync, &count);
    CHECK_UINT(count, 2);
    CHECK_STR(choices[1].url, HOST "/calendars/ada/home/");
    CHECK_STR(choices[1].name, "Home");
    end(&talk);
}

TEST(caldav_find, follows_to_a_sister_and_to_nobody_else)
{
    struct talk talk = {0};

    begin(&talk, HOST "/p/");
    answer(&talk, 207, MULTI(FOUND("/p/", HOME("https://p7.example.org/h/"))));
    check_asked(&talk, "PROPFIND", "https://p7.example.org/h/", "");
    end(&talk);

    talk = (struct talk){0};
    begin(&talk, HOST "/p/");
    say(&talk, 207, MULTI(FOUND("/p/", HOME("https://example.net/h/"))));
    check_failed(&talk, ERROR_REFUSED, "'https://example.net'");
    end(&talk);
}

TEST(caldav_find, logs_in_again_where_it_was_sent)
{
    struct talk talk = {0};

    begin(&talk, HOST "/");
    talk.location = "https://cloud.example.org/dav/";
    answer(&talk, 401, "");
    check_asked(&talk, "PROPFIND", "https://cloud.example.org/dav/", "");
    say(&talk, 401, "");
    check_failed(&talk, ERROR_REFUSED, "another login");
    end(&talk);

    talk = (struct talk){0};
    begin(&talk, HOST "/");
    talk.location = "http://dav.example.org/dav/";
    say(&talk, 207, MULTI(""));
    check_failed(&talk, ERROR_REFUSED, "sends on to 'http://dav.example.org'");
    end(&talk);

    talk = (struct talk){0};
    begin(&talk, HOST "/");
    talk.location = "https://ada:secret@dav.example.org/";
    say(&talk, 207, MULTI(""));
    check_failed(&talk, ERROR_INPUT, "an address that is none");
    CHECK_NULL(strstr(talk.err.text, "secret"));
    end(&talk);
}

TEST(caldav_find, takes_no_other_calendar_for_one_that_is_gone)
{
    struct talk talk = {0};

    remember(&talk, NULL);
    begin(&talk, HOST "/p/");
    check_asked(&talk, "PROPFIND", WORK, "");
    say(&talk, 404, "");
    check_failed(&talk, ERROR_REFUSED, "found there is gone (404)");
    end(&talk);

    talk = (struct talk){0};
    remember(&talk, NULL);
    begin(&talk, WORK);
    say(&talk, 410, "");
    check_failed(&talk, ERROR_REFUSED, "no calendar at that address (410)");
    end(&talk);
}

TEST(caldav_find, says_why_it_cannot)
{
    static const struct {
        int status;
        const char *body;
        enum error_kind kind;
        const char *said;
    } rows[] = {
        {401, "", ERROR_REFUSED, "another login"},
        {429, "", ERROR_TEMPORARY, "busy (429)"},
        {503, "", ERROR_TEMPORARY, "busy (503)"},
        {207, "<html/>", ERROR_INPUT, "XML"},
        {207,
         MULTI(FOUND(PLACE, "<d:current-user-principal><d:unauthenticated/>"
                            "</d:current-user-principal>")),
         ERROR_REFUSED, "without a login"},
        {207,
         MULTI(FOUND(PLACE,
                     IS_CALENDAR "<c:supported-calendar-component-set>"
                                 "<c:comp name=\"VJOURNAL\"/>"
                                 "</c:supported-calendar-component-set>")),
         ERROR_USAGE, "takes no events"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct talk talk = {0};

        begin(&talk, WORK);
        say(&talk, rows[i].status, rows[i].body);
        check_failed(&talk, rows[i].kind, rows[i].said);
        end(&talk);
    }
}
