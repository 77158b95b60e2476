#include "analytics/format.h"
#include "tests/test.h"

TEST(format, groups_thousands)
{
    static const struct {
        int64_t minor;
        const char *currency;
        const char *text;
    } cases[] = {
        {0, "EUR", "0.00"},
        {82800, "EUR", "828.00"},
        {276000, "EUR", "2,760.00"},
        {-123456789, "EUR", "-1,234,567.89"},
        {-12345, "EUR", "-123.45"},
        {1234567, "JPY", "1,234,567"},
        {1234567, "KWD", "1,234.567"},
        {INT64_MIN, "EUR", "-92,233,720,368,547,758.08"},
    };
    char out[FORMAT_MONEY_MAX];

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(format_money(cases[i].minor, cases[i].currency, out),
                  cases[i].text);
}

TEST(format, prints_rates_as_the_handbook_does)
{
    struct rate rate = rate_bounded(20, 333, 12, 12);
    struct rate none = rate_bounded(0, 0, 0, 0);
    struct rate certain = rate_bounded(20, 333, 0, 0);
    char out[FORMAT_RATE_MAX];

    CHECK_STR(format_count(&rate, out), "20/333");
    CHECK_STR(format_rate(&rate, out), "6.0 %");
    CHECK_STR(format_interval(&rate, out), "3.92–9.09 %");
    CHECK_STR(format_bounds(&rate, out), "20/345–32/345 = 5.8–9.3 %");
    CHECK_STR(format_rate(&none, out), "-");
    CHECK_STR(format_interval(&none, out), "-");
    CHECK_STR(format_bounds(&none, out), "");
    CHECK_STR(format_bounds(&certain, out), "");
}
