#include <stdio.h>
#include <string.h>

#include "base/dice.h"
#include "domain/phone_reader.h"
#include "tests/test.h"

/* Heads of numbers tried a country, and ends of each. */
#define HEADS 60
#define TAILS 4

static void check_same(struct phone_reader *reader, const char *country,
                       const char *text)
{
    char expected[PHONE_E164_MAX];
    char got[PHONE_E164_MAX];
    enum phone_verdict verdict = phone_read(text, country, expected);
    enum phone_verdict read = phone_reader_read(reader, text, got);

    if (verdict == read && strcmp(expected, got) == 0)
        return;
    (void)fprintf(stderr, "%s '%s': %d %s, the library says %d %s\n", country,
                  text, read, got, verdict, expected);
    CHECK(false);
}

static char digit(struct dice *dice)
{
    return (char)('0' + dice_below(dice, 10));
}

/* A start that somebody could dial: national, with a code, without sense. */
static size_t make_head(struct dice *dice, int code, char out[64])
{
    static const char *const starts[] = {"",  "0", "00%d", "+%d", "+%d0",
                                         "+", "1", "%d",   "8",   "01"};
    size_t start = dice_below(dice, ARRAY_LEN(starts));
    const char *place = strstr(starts[start], "%d");
    size_t len = strlen(starts[start]);

    if (place == NULL)
        return (size_t)snprintf(out, 64, "%s", starts[start]);
    return (size_t)snprintf(out, 64, "%.*s%d%s", (int)(len - strlen(place)),
                            starts[start], code, place + 2);
}

/* Writes the digits with signs between them, as people do. */
static void spread(struct dice *dice, const char *digits, char out[128])
{
    static const char *const gaps[] = {" ", "-", ".", "/", " (", ") ", " - "};
    size_t len = 0;

    for (; *digits != '\0'; digits++) {
        out[len++] = *digits;
        if (*digits != '+' && digits[1] != '\0' && dice_below(dice, 6) == 0)
            len += (size_t)snprintf(out + len, 8, "%s",
                                    gaps[dice_below(dice, ARRAY_LEN(gaps))]);
    }
    out[len] = '\0';
}

static void check_country(const char *country, int code, struct dice *dice)
{
    struct phone_reader *reader = phone_reader_create(country);

    for (int i = 0; i < HEADS; i++) {
        char digits[64];
        char text[128];
        size_t len = make_head(dice, code, digits);
        size_t total = 7 + dice_below(dice, 10);
        size_t idle = dice_below(dice, 5);

        while (len < total)
            digits[len++] = digit(dice);
        digits[len] = '\0';
        for (int j = 0; j < TAILS; j++) {
            for (size_t at = len - idle; at < len; at++)
                digits[at] = j == 0 ? '0' : digit(dice);
            spread(dice, digits, text);
            check_same(reader, country, text);
        }
    }
    phone_reader_destroy(reader);
}

/* The property all of phone_reader.c stands on. */
TEST(phone_reader, agrees_with_the_library_in_every_country)
{
    struct dice dice = {.state = 20261125};
    int countries = 0;

    for (char first = 'A'; first <= 'Z'; first++) {
        for (char second = 'A'; second <= 'Z'; second++) {
            char country[3] = {first, second, '\0'};

            if (!phone_country_exists(country))
                continue;
            check_country(country, phone_country_code(country), &dice);
            countries++;
        }
    }
    check_country("", 44, &dice);
    CHECK(countries > 200);
}

TEST(phone_reader, agrees_about_what_is_more_than_digits)
{
    static const char *const texts[] = {
        "06 39 98 00 01",
        "06 39 98 00 01 ext. 12",
        "06 39 98 00 02 ext. 12",
        "tel:+33639980001",
        "+33 (0)6 39 98 00 01",
        "(01) 99 00 00 01",
        "ask",
        "",
        "0",
        "+",
        "()",
        "0639980001 0639980002",
        "06.39.98.00.01/",
        "+33 6 39 98 00 01                                            000",
        "+33 6 39 98 00 01                                             000",
    };
    struct phone_reader *reader = phone_reader_create("FR");

    for (size_t i = 0; i < 2 * ARRAY_LEN(texts); i++)
        check_same(reader, "FR", texts[i % ARRAY_LEN(texts)]);
    phone_reader_destroy(reader);
}
