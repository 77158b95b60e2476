#include <stdio.h>

#include "base/clock.h"
#include "base/locale_formats.h"
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

static void check_manner(struct locale_formats *formats, const char *language,
                         const char *pattern, const char *expected)
{
    struct locale_manner manner = {
        .language = language,
        .style = LOCALE_DATE,
        .pattern = pattern,
    };
    struct buf out;

    buf_init(&out, 200);
    locale_formats_time(formats, &manner, tuesday, &out);
    CHECK_STR(buf_text(&out), expected);
    buf_finish(&out);
}

/* Asked for again it is the same, kept or not; more than fit push out. */
/* Whatever was written before in the same place. */
TEST(locale_formats, write_every_day_and_hour_as_if_for_the_first_time)
{
    struct locale_formats *formats = locale_formats_create();

    for (int i = 0; i < 2000; i++) {
        struct locale_manner manner = {
            .language = i % 2 == 0 ? "fr" : "en-US",
            .style = i % 3 == 0 ? LOCALE_TIME : LOCALE_DATE,
        };
        struct civil_time wall = {
            .date = civil_from_days(20000 + i % 331),
            .hour = i % 24,
            .minute = i * 7 % 60,
        };
        struct buf kept, anew;

        buf_init(&kept, 200);
        buf_init(&anew, 200);
        locale_formats_time(formats, &manner, wall, &kept);
        locale_time(manner.language, manner.style, wall, &anew);
        CHECK_STR(buf_text(&kept), buf_text(&anew));
        buf_finish(&kept);
        buf_finish(&anew);
    }
    locale_formats_destroy(formats);
}

TEST(locale_formats, keep_what_was_asked_for_apart)
{
    struct locale_formats *formats = locale_formats_create();

    for (int round = 0; round < 2; round++) {
        check_manner(formats, "es", NULL, "martes, 24 de noviembre");
        check_manner(formats, "es", "EEEE d 'de' MMMM",
                     "martes 24 de noviembre");
        check_manner(formats, "zh", NULL, "11月24日星期二");
        check_manner(formats, "zh-TW", NULL, "11月24日 星期二");
        check_manner(formats, "de", "", "Dienstag, 24. November");
        check_manner(NULL, "de", "EEE", "Di.");
        for (int i = 0; i < 40; i++) {
            char pattern[16];

            (void)snprintf(pattern, sizeof(pattern), "'%d'", i);
            check_manner(formats, "fr", pattern,
                         pattern[2] == '\''
                             ? (char[]){pattern[1], '\0'}
                             : (char[]){pattern[1], pattern[2], '\0'});
        }
    }
    locale_formats_destroy(formats);
    locale_formats_destroy(NULL);
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

TEST(locale, makes_latin_letters_plain_and_leaves_others)
{
    struct arena arena = {0};

    CHECK_STR(locale_latin("Łódź, Größe, été", "éö", &arena),
              "Lodz, Grösse, été");
    CHECK_STR(locale_latin("hi 🙂 there ✅", "", &arena), "hi  there ");
    CHECK_STR(locale_latin("Жду, 北京", "", &arena), "Жду, 北京");
    CHECK_STR(locale_latin("", "", &arena), "");
    CHECK(locale_is_right_to_left("he"));
    CHECK(locale_is_right_to_left("ar-EG"));
    CHECK(!locale_is_right_to_left("zh-Hant"));
    CHECK(!locale_is_right_to_left("nonsense"));
    arena_free(&arena);
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
