/* test_caldav_href.c - one resource in many spellings */
#include "importers/caldav_href.h"
#include "tests/test.h"

static const char base[] = "https://dav.example.org/calendars/ada/work/";

static void check_resolved(const char *href, const char *expected)
{
    struct arena arena = {0};

    CHECK_STR(caldav_href_resolve(base, href, &arena), expected);
    arena_free(&arena);
}

TEST(caldav_href, is_whole_or_a_path_or_relative)
{
    check_resolved("https://dav.example.org/x.ics",
                   "https://dav.example.org/x.ics");
    check_resolved("HTTP://other.example.org", "HTTP://other.example.org");
    check_resolved("/x.ics", "https://dav.example.org/x.ics");
    check_resolved("x.ics", "https://dav.example.org/calendars/ada/work/x.ics");
    check_resolved("//dav.example.org/x", "https://dav.example.org/x");
    check_resolved("/x%40y.ics#part", "https://dav.example.org/x%40y.ics");
    check_resolved("/Müller 1.ics",
                   "https://dav.example.org/M%C3%BCller%201.ics");
}

TEST(caldav_href, leads_nowhere_else)
{
    check_resolved("", NULL);
    check_resolved("file:///etc/passwd", NULL);
    check_resolved("javascript:alert(1)", NULL);
    check_resolved("https://ada@dav.example.org/", NULL);
    check_resolved("https:///x", NULL);
    check_resolved("/calendars/../../etc", NULL);
    check_resolved("/calendars/%2E%2e/x", NULL);
    check_resolved("..", NULL);
    check_resolved("/x\r\nHost: y", NULL);
    check_resolved("/a..b/.c/...", "https://dav.example.org/a..b/.c/...");
}

TEST(caldav_href, is_one_in_every_spelling)
{
    static const char *const spellings[] = {
        "/ada%40example.org/M%C3%BCller.ics",
        "/ada@example.org/M%c3%bcller.ics",
        "/%61da@example.org/M\xC3\xBCller.ics",
    };
    struct arena arena = {0};

    for (size_t i = 0; i < ARRAY_LEN(spellings); i++)
        CHECK_STR(caldav_href_key(spellings[i], &arena),
                  "/ada%40example.org/M%C3%BCller.ics");
    CHECK_STR(caldav_href_key("/a%2Fb/%zz%", &arena), "/a%2Fb/%25zz%25");
    arena_free(&arena);
}

TEST(caldav_href, is_near_when_the_server_is_the_same)
{
    CHECK(caldav_href_is_near("https://a.example/", "https://A.example:443"));
    CHECK(caldav_href_is_near("http://[::1]:80/", "http://[::1]/x"));
    CHECK(!caldav_href_is_near("https://a.example/", "http://a.example/"));
    CHECK(!caldav_href_is_near("https://a.example/", "https://a.example:8443"));
    CHECK(!caldav_href_is_near("https://a.example", "https://a.example.net"));
}

TEST(caldav_href, takes_the_login_to_sisters_only)
{
    const char *cloud = "https://caldav.icloud.com/";

    CHECK(caldav_href_may_follow(cloud, "https://p7-caldav.icloud.com:443/"));
    CHECK(caldav_href_may_follow("http://a.example", "https://a.example"));
    CHECK(!caldav_href_may_follow(cloud, "http://p7-caldav.icloud.com/"));
    CHECK(!caldav_href_may_follow(cloud, "https://icloud.com.example.net/"));
    CHECK(!caldav_href_may_follow(cloud, "https://xicloud.com/"));
    CHECK(!caldav_href_may_follow("https://example.org", "https://a.org"));
    CHECK(!caldav_href_may_follow("https://10.0.0.1/", "https://11.0.0.1/"));
    CHECK(!caldav_href_may_follow("http://a.example:1", "http://a.example:2"));
}
