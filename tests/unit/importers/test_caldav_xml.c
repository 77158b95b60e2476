/* test_caldav_xml.c - answers in the shapes that servers give them */
#include <string.h>

#include "base/buf.h"
#include "importers/caldav_xml.h"
#include "tests/test.h"

static struct caldav_answer read_good(const char *xml, struct arena *arena)
{
    struct caldav_answer answer;
    struct error err;

    if (!caldav_answer_read(str_of(xml), arena, &answer, &err))
        FAIL(err.text);
    return answer;
}

static void check_bad(struct str xml, const char *said)
{
    struct arena arena = {0};
    struct caldav_answer answer;
    struct error err;

    CHECK(!caldav_answer_read(xml, &arena, &answer, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK_CONTAINS(err.text, said);
    arena_free(&arena);
}

TEST(caldav_xml, reads_radicale)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<?xml version='1.0' encoding='utf-8'?>\n"
        "<multistatus xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
        "xmlns:CS=\"http://calendarserver.org/ns/\"><response>"
        "<href>/ada/work/</href><propstat><prop><resourcetype><C:calendar />"
        "<collection /></resourcetype><displayname>Work</displayname>"
        "<current-user-principal><href>/ada/</href></current-user-principal>"
        "<C:supported-calendar-component-set><C:comp name=\"VEVENT\" />"
        "<C:comp name=\"VJOURNAL\" /></C:supported-calendar-component-set>"
        "<CS:getctag>\"5a8e\"</CS:getctag>"
        "<sync-token>http://radicale.org/ns/sync/44bc</sync-token></prop>"
        "<status>HTTP/1.1 200 OK</status></propstat><propstat><prop>"
        "<C:calendar-home-set /></prop>"
        "<status>HTTP/1.1 404 Not Found</status></propstat></response>"
        "</multistatus>",
        &arena);
    const struct caldav_props *props = &answer.responses[0].props;

    CHECK_UINT(answer.count, 1);
    CHECK_STR(answer.responses[0].href, "/ada/work/");
    CHECK(props->is_calendar && props->is_collection && props->takes_events);
    CHECK_STR(props->name, "Work");
    CHECK_STR(props->principal, "/ada/");
    CHECK_STR(props->ctag, "\"5a8e\"");
    CHECK_STR(props->token, "http://radicale.org/ns/sync/44bc");
    CHECK_UINT(props->home_count, 0);
    CHECK_NULL(props->etag);
    arena_free(&arena);
}

TEST(caldav_xml, reads_nextcloud)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\" "
        "xmlns:s=\"http://sabredav.org/ns\" "
        "xmlns:cal=\"urn:ietf:params:xml:ns:caldav\" "
        "xmlns:cs=\"http://calendarserver.org/ns/\" "
        "xmlns:oc=\"http://owncloud.org/ns\"><d:response>"
        "<d:href>/remote.php/dav/calendars/ada/work/1.ics</d:href>"
        "<d:propstat><d:prop><d:getetag>&quot;c3c9&quot;</d:getetag>"
        "<cal:calendar-data>BEGIN:VCALENDAR&#13;\nBEGIN:VEVENT&#13;\n"
        "SUMMARY:Bach &amp; S&#xF6;hne&#13;\nEND:VEVENT&#13;\n"
        "END:VCALENDAR&#13;\n</cal:calendar-data></d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        "<d:response><d:href>/remote.php/dav/calendars/ada/work/2.ics</d:href>"
        "<d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
        "<d:sync-token>http://sabre.io/ns/sync/42</d:sync-token>"
        "</d:multistatus>",
        &arena);

    CHECK_UINT(answer.count, 2);
    CHECK_STR(answer.responses[0].props.etag, "c3c9");
    CHECK(str_equal(answer.responses[0].props.data,
                    STR("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
                        "SUMMARY:Bach & S\xC3\xB6hne\r\nEND:VEVENT\r\n"
                        "END:VCALENDAR\r\n")));
    CHECK_INT(answer.responses[1].status, 404);
    CHECK_STR(answer.token, "http://sabre.io/ns/sync/42");
    arena_free(&arena);
}

TEST(caldav_xml, reads_icloud)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<?xml version='1.0' encoding='UTF-8'?><multistatus xmlns='DAV:'>"
        "<response xmlns=\"DAV:\"><href>/123456/principal/</href><propstat>"
        "<prop><calendar-home-set xmlns=\"urn:ietf:params:xml:ns:caldav\">"
        "<href xmlns=\"DAV:\">https://p34-caldav.icloud.com:443/123456/"
        "calendars/</href></calendar-home-set></prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>",
        &arena);

    CHECK_UINT(answer.responses[0].props.home_count, 1);
    CHECK_STR(answer.responses[0].props.homes[0],
              "https://p34-caldav.icloud.com:443/123456/calendars/");
    arena_free(&arena);
}

TEST(caldav_xml, reads_google)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<D:multistatus xmlns:D=\"DAV:\" xmlns:caldav=\"urn:ietf:params:xml:"
        "ns:caldav\" xmlns:cs=\"http://calendarserver.org/ns/\">\n"
        " <D:response>\n  <D:href>/caldav/v2/ada%40example.org/events/"
        "a_R20260203.ics</D:href>\n  <D:propstat>\n"
        "   <D:status>HTTP/1.1 200 OK</D:status>\n   <D:prop>\n"
        "    <D:getetag>\"63862\"</D:getetag>\n   </D:prop>\n"
        "  </D:propstat>\n </D:response>\n</D:multistatus>\n",
        &arena);

    /* The status may stand first. */
    CHECK_STR(answer.responses[0].props.etag, "63862");
    arena_free(&arena);
}

TEST(caldav_xml, reads_zimbra_and_sogo)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<D:multistatus xmlns:D=\"DAV:\" "
        "xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:response>"
        "<D:href>/dav/ada@example.org/Calendar/</D:href>"
        "<D:status>HTTP/1.1 507 Insufficient Storage</D:status>"
        "<D:error><D:number-of-matches-within-limits/></D:error></D:response>"
        "<D:response><D:href>/dav/ada@example.org/Calendar/1.ics</D:href>"
        "<D:propstat><D:prop><D:getetag>W/\"7-7\"</D:getetag></D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        "<D:response><D:href>/SOGo/dav/ada/Calendar/personal/2.ics</D:href>"
        "<D:propstat><D:prop><D:getetag>gcs00000001</D:getetag>"
        "<n1:calendar-data xmlns:n1=\"urn:ietf:params:xml:ns:caldav\">"
        "<![CDATA[BEGIN:VCALENDAR <b>&amp;]]></n1:calendar-data></D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        "</D:multistatus>",
        &arena);

    CHECK_UINT(answer.count, 3);
    CHECK_INT(answer.responses[0].status, 507);
    CHECK_STR(answer.responses[0].error, "number-of-matches-within-limits");
    CHECK_STR(answer.responses[1].props.etag, "7-7");
    CHECK_STR(answer.responses[2].props.etag, "gcs00000001");
    CHECK(str_equal(answer.responses[2].props.data,
                    STR("BEGIN:VCALENDAR <b>&amp;")));
    arena_free(&arena);
}

TEST(caldav_xml, reads_refusals)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\">"
        "<d:valid-sync-token/><s:message>x</s:message></d:error>",
        &arena);

    CHECK_STR(answer.error, "valid-sync-token");
    CHECK_UINT(answer.count, 0);
    answer = read_good("<multistatus xmlns='DAV:'><response><href>/</href>"
                       "<propstat><prop><current-user-principal>"
                       "<unauthenticated/></current-user-principal></prop>"
                       "</propstat></response></multistatus>",
                       &arena);
    CHECK(answer.responses[0].props.is_stranger);
    arena_free(&arena);
}

TEST(caldav_xml, believes_a_property_only_where_it_was_found)
{
    struct arena arena = {0};
    struct caldav_answer answer = read_good(
        "<multistatus xmlns='DAV:'><response><href>/1.ics</href><propstat>"
        "<prop><getetag>good</getetag></prop><status>HTTP/1.1 200 OK</status>"
        "</propstat><propstat><prop><getetag>bad</getetag><displayname>no"
        "</displayname></prop><status>HTTP/1.1 403 Forbidden</status>"
        "</propstat><getetag>stray</getetag></response></multistatus>",
        &arena);

    CHECK_STR(answer.responses[0].props.etag, "good");
    CHECK_NULL(answer.responses[0].props.name);
    arena_free(&arena);
}

TEST(caldav_xml, takes_no_definitions)
{
    check_bad(STR("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                  "\"&a;&a;&a;&a;\">]><multistatus xmlns='DAV:'>&b;"
                  "</multistatus>"),
              "DTD");
    check_bad(STR("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"
                  "<multistatus xmlns='DAV:'/>"),
              "DTD");
    check_bad(STR("<multistatus xmlns='DAV:'>&a;</multistatus>"), "none");
}

TEST(caldav_xml, has_limits)
{
    struct buf deep;

    buf_init(&deep, 1024UL * 1024);
    (void)buf_add_text(&deep, "<multistatus xmlns='DAV:'>");
    for (int i = 0; i < 100000; i++)
        (void)buf_add_text(&deep, "<a>");
    check_bad(buf_str(&deep), "nested");
    buf_finish(&deep);
}

TEST(caldav_xml, is_not_to_be_confused_with_a_page)
{
    static const char whole[] = "<multistatus xmlns='DAV:'><response><href>/1"
                                "</href></response></multistatus>";

    check_bad(STR(""), "none");
    check_bad(STR("BEGIN:VCALENDAR"), "none");
    check_bad(STR("<html xmlns='DAV:'><p>Welcome</p></html>"), "no answer");
    check_bad(STR("<multistatus/>"), "no answer");
    for (size_t len = 0; len < sizeof(whole) - 1; len++)
        check_bad((struct str){whole, len}, "");
}

TEST(caldav_xml, compares_etags_without_their_dress)
{
    struct arena arena = {0};

    CHECK_STR(caldav_etag("\"abc\"", &arena), "abc");
    CHECK_STR(caldav_etag("W/\"abc\"", &arena), "abc");
    CHECK_STR(caldav_etag("\"abc-gzip\"", &arena), "abc");
    CHECK_STR(caldav_etag("abc", &arena), "abc");
    CHECK_STR(caldav_etag("\"", &arena), "\"");
    CHECK_NULL(caldav_etag(NULL, &arena));
    arena_free(&arena);
}
