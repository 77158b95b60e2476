#include "domain/customer.h"
#include "domain/phone.h"
#include "tests/test.h"

static void check_phone(const char *text, const char *country,
                        enum phone_verdict verdict, const char *e164)
{
    char out[PHONE_E164_MAX];

    CHECK_INT(phone_read(text, country, out), verdict);
    CHECK_STR(out, e164);
}

TEST(phone, reads_numbers_as_people_write_them)
{
    check_phone("06 39 98 12 34", "FR", PHONE_GOOD, "+33639981234");
    check_phone("+33 (0)6 39 98 12 34", "FR", PHONE_GOOD, "+33639981234");
    check_phone("0033 639981234", "FR", PHONE_GOOD, "+33639981234");
    check_phone("(212) 555-0168", "US", PHONE_GOOD, "+12125550168");
    check_phone("+44 7700 900123", "FR", PHONE_GOOD, "+447700900123");
}

TEST(phone, knows_its_form)
{
    CHECK(phone_is_e164("+33639980001"));
    CHECK(!phone_is_e164("33639980001"));
    CHECK(!phone_is_e164("+33 6 39 98 00 01"));
    CHECK(!phone_is_e164("+3363998"));
    CHECK(!phone_is_e164("+1234567890123456"));
    CHECK(!phone_is_e164(""));
}

TEST(phone, knows_mobile_networks)
{
    CHECK(phone_is_mobile("+61491570006"));
    CHECK(!phone_is_mobile("+61255501234"));
    CHECK(!phone_is_mobile("nonsense"));
}

TEST(phone, needs_a_country_and_doubts_the_rest)
{
    check_phone("06 39 98 12 34", "", PHONE_DOUBTFUL, "");
    check_phone("123", "FR", PHONE_DOUBTFUL, "");
    check_phone("555-0168", "US", PHONE_DOUBTFUL, ""); /* whose area? */
    check_phone("ask at the desk", "FR", PHONE_NONE, "");
    check_phone("", "FR", PHONE_NONE, "");
}

TEST(phone, shows_only_its_ends)
{
    char out[PHONE_E164_MAX];

    CHECK_STR(phone_redact("+33639981234", out), "+33…34");
}

TEST(mail, takes_what_may_stand_in_an_envelope)
{
    static const char *const good[] = {"a@b.example", "a.b+c@example.org",
                                       "x@localhost", "é@example.org"};
    static const char *const bad[] = {
        "",
        "a",
        "@b.example",
        "a@",
        "a@b@c",
        "a b@c.org",
        "a@b.example\r\nRCPT TO:<x@y>",
        "<a@b.c>",
        "a@b..c",
        "a@b.c.",
        "\"a\"@b.c",
    };

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        CHECK(mail_is_plausible(good[i]));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK(!mail_is_plausible(bad[i]));
}
