#include "base/instant.h"
#include "tests/test.h"

static int64_t read(const char *text)
{
    struct instant at = {-1};
    struct error err;

    return instant_parse(text, &at, &err) ? at.unix_s : -1;
}

TEST(instant, reads_what_rfc_3339_allows)
{
    CHECK_INT(read("2026-11-24T17:00:00Z"), 1795539600);
    CHECK_INT(read("2026-11-24T18:00:00+01:00"), 1795539600);
    CHECK_INT(read("2026-11-24 18:00+01:00"), 1795539600);
    CHECK_INT(read("2026-11-24T12:30:00.75-04:30"), 1795539600);
    CHECK_INT(read("1969-12-31T23:59:59Z"), -1);
}

TEST(instant, refuses_what_has_no_offset_or_no_sense)
{
    static const char *const bad[] = {
        "",
        "2026-11-24",
        "2026-11-24T17:00:00",
        "tomorrow",
        "2026-02-30T17:00:00Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T17:00:00+1",
        "2026-11-24T17:00:00Zx",
    };
    struct instant at;
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(!instant_parse(bad[i], &at, &err));
        CHECK_INT(err.kind, ERROR_INPUT);
    }
}

TEST(instant, writes_utc)
{
    char text[INSTANT_TEXT_MAX];

    CHECK_STR(instant_format((struct instant){1795539600}, text),
              "2026-11-24T17:00:00Z");
    CHECK_STR(instant_format((struct instant){-1}, text),
              "1969-12-31T23:59:59Z");
}
