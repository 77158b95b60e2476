#include "domain/money.h"
#include "tests/test.h"

static int64_t read(const char *text, const char *currency)
{
    struct error err;
    int64_t minor;

    return money_parse(text, currency, &minor, &err) ? minor : -999;
}

TEST(money, reads_amounts_exactly)
{
    CHECK_INT(read("90", "EUR"), 9000);
    CHECK_INT(read("90.5", "EUR"), 9050);
    CHECK_INT(read("0.07", "EUR"), 7);
    CHECK_INT(read("12,34", "EUR"), 1234);
    CHECK_INT(read("90.00", "JPY"), 90);
    CHECK_INT(read("1.234", "KWD"), 1234);
    CHECK_INT(read("-3.50", "EUR"), -350);
}

TEST(money, refuses_what_would_have_to_be_rounded_or_guessed)
{
    static const char *const bad[] = {"",         "x",   "1.234",
                                      "1,234.56", "1e3", "90 EUR",
                                      ".50",      "--1", "9999999999999"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK_INT(read(bad[i], "EUR"), -999);
    CHECK_INT(read("90.50", "JPY"), -999);
}

TEST(money, writes_what_it_reads)
{
    char text[MONEY_TEXT_MAX];

    CHECK_STR(money_format(180000, "EUR", text), "1800.00");
    CHECK_STR(money_format(-5, "EUR", text), "-0.05");
    CHECK_STR(money_format(90, "JPY", text), "90");
    CHECK_STR(money_format(INT64_MIN, "JPY", text), "-9223372036854775808");
}
