#include "base/clock.h"
#include "base/locale.h"
#include "tests/test.h"

static const struct civil_time tuesday = {.date = {2026, 11, 24},
                                          .hour = 14,
                                          .minute = 5};

static void check_time(const char *language, enum locale_style style,
                       const char *expected)
{
    struct buf out;

    buf_init(&out, 200);
    locale_time(language, style, tuesday, &out);
    CHECK_STR(buf_text(&out), expected);
    buf_finish(&out);
}

TEST(locale, says_dates_in_the_readers_language)
{
    check_time("fr", LOCALE_DATE, "mardi 24 novembre");
    check_time("fr", LOCALE_TIME, "14:05");
    check_time("en", LOCALE_WEEKDAY, "Tuesday");
    check_time("en-GB", LOCALE_TIME, "14:05");
    check_time("de", LOCALE_DATE, "Dienstag, 24. November");
    check_time("fr", LOCALE_MONTH, "novembre 2026");
}

TEST(locale, uses_spaces_and_digits_that_an_sms_has)
{
    check_time("en", LOCALE_TIME, "2:05 PM");
    check_time("ar", LOCALE_TIME, "2:05 م");
}

TEST(locale, falls_back_where_a_tag_is_unknown)
{
    check_time("fr-XX", LOCALE_WEEKDAY, "mardi");
    CHECK(locale_is_known("fr-CH"));
    CHECK(locale_is_known("zh"));
    CHECK(!locale_is_known("qq"));
    CHECK(!locale_is_known(""));
}

TEST(locale, writes_money_and_numbers)
{
    struct buf out;

    buf_init(&out, 200);
    locale_money("fr", 1800.5, "EUR", &out);
    CHECK_STR(buf_text(&out), "1 800,50 €");
    buf_clear(&out);
    locale_number("en", 1234.56, 1, &out);
    CHECK_STR(buf_text(&out), "1,234.6");
    buf_finish(&out);
}

TEST(locale, guesses_currency_and_language_of_a_country)
{
    struct arena arena = {0};

    CHECK_STR(locale_currency("FR", &arena), "EUR");
    CHECK_STR(locale_currency("JP", &arena), "JPY");
    CHECK_STR(locale_currency("", &arena), "EUR");
    CHECK_STR(locale_language("FR", &arena), "fr");
    CHECK_STR(locale_language("BR", &arena), "pt");
    CHECK_STR(locale_language("", &arena), "en");
    arena_free(&arena);
}

TEST(clock, stands_still_or_runs_as_told)
{
    struct clock standing = clock_standing((struct instant){1795539600});
    struct clock running = clock_running((struct instant){1795539600}, 1000000);
    struct instant begin = clock_now(&running);

    CHECK_INT(clock_now(&standing).unix_s, 1795539600);
    while (clock_now(&running).unix_s < begin.unix_s + 1000)
        continue;
    CHECK(running.is_pretended);
    CHECK_INT(clock_real_ms_until(&running, (struct instant){1795539600}), 1);
    CHECK_INT(clock_real_ms_until(&standing, (struct instant){1795539660}),
              60000);
}

TEST(clock, says_to_the_millisecond_how_long_it_takes)
{
    struct clock running = clock_running((struct instant){1795539600}, 10);
    int64_t wait_ms =
        clock_real_ms_until(&running, (struct instant){1795539660});

    CHECK(wait_ms <= 6000 && wait_ms > 5000);
    running.from_ms += 59950;
    wait_ms = clock_real_ms_until(&running, (struct instant){1795539660});
    CHECK(wait_ms <= 5 && wait_ms >= 1);
}
