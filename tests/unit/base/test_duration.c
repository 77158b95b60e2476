#include "base/duration.h"
#include "tests/test.h"

TEST(duration, reads_numbers_with_their_units)
{
    static const struct {
        const char *text;
        int64_t s;
    } cases[] = {
        {"90m", 5400}, {"24h", 86400},       {"3d", 259200},  {"2w", 1209600},
        {"30s", 30},   {"1d 12h", 129600},   {"1h30m", 5400}, {" 15m ", 900},
        {"0h", 0},     {"3660d", 316224000},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct span span;
        struct error err;

        CHECK(duration_parse(cases[i].text, &span, &err));
        CHECK_INT(span.s, cases[i].s);
    }
}

TEST(duration, refuses_everything_else)
{
    static const char *const cases[] = {
        "",
        " ",
        "15",
        "m",
        "-15m",
        "1.5h",
        "15 m",
        "15min",
        "3661d",
        "1d,2h",
        "15m x",
        "99999999999999999999s",
        "1830d 1831d",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct span span;
        struct error err;

        CHECK(!duration_parse(cases[i], &span, &err));
        CHECK_INT(err.kind, ERROR_INPUT);
    }
}
