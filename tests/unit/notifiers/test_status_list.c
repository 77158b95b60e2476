#include "notifiers/status_list.h"
#include "tests/test.h"

TEST(status_list, names_statuses_and_ranges)
{
    CHECK(status_list_holds("200-299", 200));
    CHECK(status_list_holds("200-299", 299));
    CHECK(!status_list_holds("200-299", 300));
    CHECK(!status_list_holds("200-299", 199));
    CHECK(status_list_holds("200, 202,302", 302));
    CHECK(!status_list_holds("200, 202,302", 201));
    CHECK(!status_list_holds(NULL, 200));
    CHECK(!status_list_holds("", 200));
}

TEST(status_list, refuses_what_is_none)
{
    static const char *const bad[] = {
        "",     "abc",     "2xx",     "20",  "2000", "200-",
        "-200", "299-200", "200;300", "099", "600",  "200 300",
    };
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (status_list_check(bad[i], &err))
            FAIL(bad[i]);
        CHECK_INT(err.kind, ERROR_USAGE);
    }
    CHECK(status_list_check("200-299,302", &err));
}
