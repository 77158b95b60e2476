/* test_caldav.c - conversations with CalDAV servers, told from their end */
#include <string.h>

#include "tests/harness/caldav_talk.h"
#include "tests/test.h"

TEST(caldav, reads_a_calendar_for_the_first_time)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    begin(&talk, WORK);
    check_asked(&talk, "PROPFIND", WORK, "<resourcetype/>");
    CHECK_STR(talk.ask.headers[0].name, "Depth");
    CHECK_STR(talk.ask.headers[0].value, "0");
    answer(&talk, 207, MULTI(SHOWN));
    check_asked(&talk, "REPORT", WORK,
                "<C:time-range start=\"20250101T000000Z\" "
                "end=\"20260101T000000Z\"/>");
    answer(&talk, 207,
           MULTI(FOUND(PLACE, "") FOUND(PLACE "1.ics", ETAG("e1"))
                     FOUND(WORK "2%2eics", ETAG("e2"))));
    check_asked(&talk, "REPORT", WORK, "<href>" PLACE "1.ics</href>");
    CHECK_CONTAINS(talk.ask.body.at, "<href>" PLACE "2%2eics</href>");
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", DATA("e1", "one"))
                     FOUND(PLACE "2.ics", DATA("e3", "two"))));
    delta = check_done(&talk);
    CHECK(delta->is_whole && !delta->is_unchanged);
    CHECK_UINT(delta->kept_count, 2);
    CHECK_STR(delta->kept[0].href, PLACE "1.ics");
    CHECK_STR(delta->kept[0].uid, "one");
    CHECK_STR(delta->kept[1].etag, "e3");
    CHECK_STR(delta->collection, WORK);
    CHECK_STR(delta->token, "t2");
    CHECK_STR(delta->ctag, "c2");
    CHECK_INT(delta->whole.unix_s, talk.request.now.unix_s);
    CHECK_CONTAINS(buf_text(&talk.document), "UID:one");
    CHECK_CONTAINS(buf_text(&talk.document), "UID:two");
    end(&talk);
}

TEST(caldav, asks_only_for_what_has_changed)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    remember(&talk, "t<1>");
    begin(&talk, WORK);
    check_asked(&talk, "REPORT", WORK, "<sync-token>t&lt;1&gt;</sync-token>");
    CHECK_STR(talk.ask.headers[0].value, "0");
    answer(&talk, 207,
           MULTI(FOUND(PLACE "2.ics", ETAG("e9")) STATUS(PLACE "1.ics", "404")
                     STATUS(PLACE "never.ics", "404") FOUND(PLACE, IS_CALENDAR)
                         TOKEN("t3")));
    check_asked(&talk, "REPORT", WORK, "<href>" PLACE "2.ics</href>");
    CHECK_NULL(strstr(talk.ask.body.at, "1.ics"));
    answer(&talk, 207, MULTI(FOUND(PLACE "2.ics", DATA("e9", "two"))));
    delta = check_done(&talk);
    CHECK(!delta->is_whole && !delta->is_unchanged);
    CHECK_UINT(delta->gone_count, 1);
    CHECK_STR(delta->gone[0], "one");
    CHECK_UINT(delta->dropped_count, 1);
    CHECK_STR(delta->dropped[0], PLACE "1.ics");
    CHECK_UINT(delta->kept_count, 1);
    CHECK_STR(delta->token, "t3");
    CHECK_INT(delta->whole.unix_s, 1000000);
    CHECK_NULL(strstr(buf_text(&talk.document), "UID:one"));
    end(&talk);
}

TEST(caldav, is_done_when_nothing_has_changed)
{
    struct talk talk = {0};

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(TOKEN("t2")));
    CHECK(check_done(&talk)->is_unchanged);
    CHECK_STR(check_done(&talk)->token, "t2");
    CHECK_NULL(strstr(buf_text(&talk.document), "VEVENT"));
    end(&talk);

    /* Without a token the ctag says so. */
    talk = (struct talk){0};
    remember(&talk, NULL);
    begin(&talk, WORK);
    check_asked(&talk, "PROPFIND", WORK, "getctag");
    answer(&talk, 207, MULTI(FOUND(PLACE, IS_CALENDAR CTAG("c1"))));
    CHECK(check_done(&talk)->is_unchanged);
    end(&talk);
}

TEST(caldav, takes_a_cut_list_of_changes_in_pieces)
{
    struct talk talk = {0};

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", ETAG("e5")) STATUS(PLACE, "507")
                     TOKEN("t2")));
    check_asked(&talk, "REPORT", WORK, "<sync-token>t2</sync-token>");
    answer(&talk, 207, MULTI(STATUS(PLACE "1.ics", "404") TOKEN("t3")));
    /* The later news of 1.ics is the better one. */
    CHECK_STR(check_done(&talk)->gone[0], "one");
    CHECK_STR(check_done(&talk)->token, "t3");
    end(&talk);
}

/* Whatever a server says to our token: ETags tell the rest. */
static void check_fallback(int status, const char *body, const char *token)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, status, body);
    check_asked(&talk, "PROPFIND", WORK, "sync-token");
    answer(&talk, 207, MULTI(SHOWN));
    check_asked(&talk, "REPORT", WORK, "calendar-query");
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", ETAG("e1"))
                     FOUND(PLACE "3.ics", ETAG("e3"))));
    /* 2.ics is not on the list, which proves nothing yet. */
    check_asked(&talk, "REPORT", WORK, "2.ics</href>");
    CHECK_CONTAINS(talk.ask.body.at, "3.ics</href>");
    CHECK_NULL(strstr(talk.ask.body.at, "1.ics"));
    answer(&talk, 207,
           MULTI(STATUS(PLACE "2.ics", "404")
                     FOUND(PLACE "3.ics", DATA("e3", "three"))));
    delta = check_done(&talk);
    CHECK(!delta->is_whole);
    CHECK_STR(delta->token, token);
    CHECK_UINT(delta->gone_count, 1);
    CHECK_STR(delta->gone[0], "two");
    CHECK_UINT(delta->kept_count, 1);
    CHECK_STR(delta->kept[0].uid, "three");
    CHECK_INT(delta->whole.unix_s, talk.request.now.unix_s);
    end(&talk);
}

TEST(caldav, compares_etags_when_its_token_has_run_out)
{
    static const char ran_out[] =
        "<d:error xmlns:d=\"DAV:\"><d:valid-sync-token/></d:error>";

    check_fallback(403, ran_out, "t2");
    check_fallback(403, "", "t2");
    check_fallback(409, ran_out, "t2");
    check_fallback(507, ran_out, "t2");
}

TEST(caldav, leaves_tokens_alone_where_they_do_not_work)
{
    static const int statuses[] = {400, 415, 418, 500, 501, 503};

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        check_fallback(statuses[i], "<html>no</html>", NULL);
    check_fallback(207, MULTI(""), NULL);
    check_fallback(207, "<d:multistatus xmlns:d=\"DAV:\"><d:resp", NULL);
}

TEST(caldav, does_not_take_a_gap_in_a_list_for_a_removal)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    remember(&talk, NULL);
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(SHOWN));
    answer(&talk, 207, MULTI(""));
    check_asked(&talk, "REPORT", WORK, "1.ics</href>");
    CHECK_CONTAINS(talk.ask.body.at, "2.ics</href>");
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", DATA("e1", "one"))
                     FOUND(PLACE "2.ics", DATA("e2", "two"))));
    delta = check_done(&talk);
    CHECK(delta->is_unchanged);
    CHECK_UINT(delta->gone_count, 0);
    /* They left the time range: no need to ask again tomorrow. */
    CHECK_UINT(delta->dropped_count, 2);
    end(&talk);

    /* A series might come back into it. */
    talk = (struct talk){0};
    remember(&talk, NULL);
    talk.memory.count = 1;
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(SHOWN));
    answer(&talk, 207, MULTI(""));
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics",
                       ETAG("e1") "<c:calendar-data>BEGIN:VCALENDAR\n"
                                  "BEGIN:VEVENT\nUID:one\nRRULE:FREQ=DAILY\n"
                                  "END:VEVENT\nEND:VCALENDAR\n"
                                  "</c:calendar-data>")));
    CHECK_UINT(check_done(&talk)->dropped_count, 0);
    end(&talk);
}

TEST(caldav, compares_everything_once_a_day)
{
    struct talk talk = {0};

    remember(&talk, "t1");
    talk.memory.whole.unix_s = 1000000 + 3600 - CALDAV_WHOLE_S;
    begin(&talk, WORK);
    check_asked(&talk, "PROPFIND", WORK, "sync-token");
    answer(&talk, 207, MULTI(FOUND(PLACE, IS_CALENDAR CTAG("c1"))));
    check_asked(&talk, "REPORT", WORK, "calendar-query");
    end(&talk);
}

TEST(caldav, lists_members_where_a_query_is_not_understood)
{
    static const int statuses[] = {400, 403, 415, 500, 501};

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        struct talk talk = {0};

        begin(&talk, WORK);
        answer(&talk, 207, MULTI(SHOWN));
        answer(&talk, statuses[i], "");
        check_asked(&talk, "PROPFIND", WORK, "<getetag/>");
        CHECK_STR(talk.ask.headers[0].value, "1");
        answer(&talk, 207,
               MULTI(FOUND(PLACE, IS_CALENDAR) FOUND(PLACE "1.ics", ETAG("e1"))
                         FOUND(PLACE "sub", "<d:resourcetype><d:collection/>"
                                            "</d:resourcetype>")));
        check_asked(&talk, "REPORT", WORK, "1.ics</href>");
        CHECK_NULL(strstr(talk.ask.body.at, "sub"));
        end(&talk);
    }
}

TEST(caldav, fetches_one_by_one_what_a_batch_did_not_bring)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    begin(&talk, WORK);
    answer(&talk, 207, MULTI(SHOWN));
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", "") FOUND(PLACE "2.ics", "")
                     FOUND(PLACE "3.ics", "")));
    answer(&talk, 501, "no multiget here");
    check_asked(&talk, "GET", WORK "1.ics", "");
    talk.etag = "\"g1\"";
    answer(&talk, 200, EVENT("one"));
    check_asked(&talk, "GET", WORK "2.ics", "");
    answer(&talk, 404, "");
    check_asked(&talk, "GET", WORK "3.ics", "");
    answer(&talk, 500, "");
    delta = check_done(&talk);
    CHECK_UINT(delta->kept_count, 1);
    CHECK_STR(delta->kept[0].etag, "g1");
    CHECK_UINT(delta->unread_count, 1);
    CHECK_NULL(delta->token);
    CHECK_INT(delta->whole.unix_s, 0);
    end(&talk);
}

TEST(caldav, reads_again_what_has_no_etag)
{
    struct talk talk = {0};

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(FOUND(PLACE "1.ics", "") TOKEN("t2")));
    check_asked(&talk, "REPORT", WORK, "1.ics</href>");
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics",
                       "<c:calendar-data>" EVENT("one") "</c:calendar-data>")));
    CHECK_STR(check_done(&talk)->kept[0].etag, "");
    end(&talk);
}

TEST(caldav, fetches_fifty_at_a_time)
{
    struct talk talk = {0};
    struct buf list;
    size_t total;
    int batches = 0;

    buf_init(&list, 1024UL * 1024);
    (void)buf_add_text(&list, "<d:multistatus xmlns:d=\"DAV:\">");
    for (int i = 0; i < 120; i++)
        (void)buf_printf(&list, STATUS(PLACE "%d.ics", "200"), i);
    (void)buf_add_text(&list, "</d:multistatus>");
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(SHOWN));
    answer(&talk, 207, buf_text(&list));
    buf_finish(&list);
    while (strcmp(talk.ask.method, "REPORT") == 0) {
        int hrefs = 0;

        for (const char *at = talk.ask.body.at;
             (at = strstr(at, "<href>")) != NULL; at++)
            hrefs++;
        CHECK_INT(hrefs, batches == 2 ? 20 : 50);
        CHECK_UINT(caldav_progress(talk.sync, &total), batches * 50);
        CHECK_UINT(total, 120);
        batches++;
        answer(&talk, 207, MULTI(""));
        while (talk.more && strcmp(talk.ask.method, "GET") == 0)
            answer(&talk, 404, "");
        if (!talk.more)
            break;
    }
    CHECK_INT(batches, 3);
    end(&talk);
}

TEST(caldav, knows_an_event_that_has_another_name)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207,
           MULTI(STATUS(PLACE "1.ics", "404") FOUND(PLACE "new.ics", ETAG("e7"))
                     TOKEN("t2")));
    answer(&talk, 207, MULTI(FOUND(PLACE "new.ics", DATA("e7", "one"))));
    delta = check_done(&talk);
    CHECK_UINT(delta->gone_count, 0);
    CHECK_STR(delta->dropped[0], PLACE "1.ics");
    CHECK_STR(delta->kept[0].href, PLACE "new.ics");
    end(&talk);
}

TEST(caldav, keeps_an_event_that_was_there_twice)
{
    static const struct caldav_resource twice[] = {
        {PLACE "1.ics", "e1", "one"},
        {PLACE "copy.ics", "e2", "one"},
    };
    struct talk talk = {0};

    remember(&talk, "t1");
    talk.memory.resources = twice;
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(STATUS(PLACE "copy.ics", "404") TOKEN("t2")));
    CHECK_UINT(check_done(&talk)->gone_count, 0);
    CHECK_UINT(check_done(&talk)->dropped_count, 1);
    end(&talk);
}

TEST(caldav, knows_a_very_long_uid_as_the_reader_does)
{
    struct talk talk = {0};
    struct buf xml;

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207, MULTI(FOUND(PLACE "1.ics", "") TOKEN("t2")));
    buf_init(&xml, 8192);
    (void)buf_printf(&xml, MULTI(FOUND(PLACE "1.ics", DATA("e2", "%02000d"))),
                     7);
    answer(&talk, 207, buf_text(&xml));
    buf_finish(&xml);
    CHECK_UINT(strlen(check_done(&talk)->kept[0].uid), strlen("kept-") + 32);
    end(&talk);
}

TEST(caldav, does_not_keep_tasks)
{
    struct talk talk = {0};
    const struct caldav_delta *delta;

    remember(&talk, "t1");
    begin(&talk, WORK);
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics", ETAG("e7"))
                     FOUND(PLACE "task.ics", ETAG("e8")) TOKEN("t2")));
    answer(&talk, 207,
           MULTI(FOUND(PLACE "1.ics",
                       ETAG("e7") "<c:calendar-data>BEGIN:VCALENDAR\n"
                                  "BEGIN:VJOURNAL\nUID:one\nEND:VJOURNAL\n"
                                  "END:VCALENDAR\n</c:calendar-data>")
                     FOUND(PLACE "task.ics",
                           ETAG("e8") "<c:calendar-data>BEGIN:VCALENDAR\n"
                                      "BEGIN:VJOURNAL\nUID:t\nEND:VJOURNAL\n"
                                      "END:VCALENDAR\n</c:calendar-data>")));
    delta = check_done(&talk);
    CHECK_UINT(delta->kept_count, 0);
    CHECK_STR(delta->gone[0], "one");
    end(&talk);
}
