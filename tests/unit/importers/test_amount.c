#include "importers/amount.h"
#include "tests/test.h"

TEST(amount, reads_prices_as_people_write_them)
{
    static const struct {
        const char *text;
        const char *office;
        int64_t minor; /* −1: no amount */
        const char *currency;
    } cases[] = {
        {"$50.00", "USD", 5000, "USD"},
        {"$50", "CAD", 5000, "CAD"},
        {"$50", "EUR", 5000, "USD"},
        {"US$50", "CAD", 5000, "USD"},
        {"£32", "GBP", 3200, "GBP"},
        {"65,00 €", "EUR", 6500, "EUR"},
        {"€ 1.234,50", "EUR", 123450, "EUR"},
        {"1 234,50 EUR", "EUR", 123450, "EUR"},
        {"CHF 1'200.-", "CHF", 120000, "CHF"},
        {"1,200", "USD", 120000, "USD"},
        {"1,200.5", "USD", 120050, "USD"},
        {"90", "EUR", 9000, "EUR"},
        {"5000 ¥", "JPY", 5000, "JPY"},
        {"¥300", "CNY", 30000, "CNY"},
        {"450 kr", "NOK", 45000, "NOK"},
        {"450 kr", "EUR", 45000, "SEK"},
        {"120 zł", "EUR", 12000, "PLN"},
        {"R$ 80,00", "EUR", 8000, "BRL"},
        {"from 40 to 60 EUR", "EUR", 4000, "EUR"},
        {"VAT 7", "EUR", 700, "EUR"},
        {"free", "EUR", -1, ""},
        {"", "EUR", -1, ""},
        {"12345678901234567890", "EUR", -1, ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct amount amount = {.minor = -1};
        bool ok = amount_read(str_of(cases[i].text), cases[i].office, &amount);

        CHECK_INT(ok, cases[i].minor >= 0);
        if (!ok)
            continue;
        CHECK_INT(amount.minor, cases[i].minor);
        CHECK_STR(amount.currency, cases[i].currency);
    }
}
