#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/dice.h"
#include "base/pattern.h"
#include "tests/test.h"

TEST(arena, keeps_what_it_gave_while_it_grows)
{
    struct arena arena = {0};
    char *first = arena_strdup(&arena, "first");
    int *items = NULL;
    size_t count = 0;
    size_t room = 0;

    for (int i = 0; i < 10000; i++) {
        arena_reserve(&arena, items, count, room, int);
        items[count++] = i;
    }
    CHECK_STR(first, "first");
    CHECK_INT(items[0], 0);
    CHECK_INT(items[9999], 9999);
    CHECK_STR(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
    CHECK_NULL(arena_strdup(&arena, NULL));
    arena_free(&arena);
    CHECK_NULL(arena.blocks);
}

TEST(buf, drops_what_does_not_fit_and_says_so)
{
    struct buf buf;

    buf_init(&buf, 5);
    CHECK(buf_add_text(&buf, "abc"));
    CHECK(!buf_add_text(&buf, "def"));
    CHECK(buf.full);
    CHECK_STR(buf_text(&buf), "abc");
    CHECK(buf_printf(&buf, "%d", 42));
    CHECK_STR(buf_text(&buf), "abc42");
    buf_clear(&buf);
    CHECK(!buf.full);
    CHECK_STR(buf_text(&buf), "");
    buf_finish(&buf);
}

TEST(crypto, tells_the_borders_of_parts_apart)
{
    char one[CRYPTO_FINGERPRINT_MAX];
    char two[CRYPTO_FINGERPRINT_MAX];
    char again[CRYPTO_FINGERPRINT_MAX];

    (void)crypto_fingerprint((const struct str[]){STR("a"), STR("bc")}, 2, one);
    (void)crypto_fingerprint((const struct str[]){STR("ab"), STR("c")}, 2, two);
    (void)crypto_fingerprint((const struct str[]){STR("a"), STR("bc")}, 2,
                             again);
    CHECK(strcmp(one, two) != 0);
    CHECK_STR(one, again);
    CHECK_INT(strlen(one), 32);
}

TEST(crypto, gives_another_token_each_time)
{
    char one[CRYPTO_TOKEN_MAX];
    char two[CRYPTO_TOKEN_MAX];

    CHECK_INT(strlen(crypto_token(one)), 22);
    CHECK(strcmp(one, crypto_token(two)) != 0);
}

TEST(dice, repeats_with_its_seed_and_stays_below_its_limit)
{
    struct dice one = {42};
    struct dice two = {42};

    for (int i = 0; i < 1000; i++) {
        uint32_t value = dice_below(&one, 6);

        CHECK(value < 6);
        CHECK_UINT(dice_below(&two, 6), value);
    }
    CHECK(dice_unit(&one) < 1.0);
}

TEST(pattern, finds_without_regard_to_case_and_captures_by_name)
{
    struct arena arena = {0};
    struct pattern *pattern;
    struct error err;

    CHECK(pattern_create("^(?<service>détartrage|cleaning) - (?<who>.+)$",
                         &pattern, &err));
    CHECK(pattern_occurs(pattern, STR("Cleaning - Ada")));
    CHECK(pattern_occurs(pattern, STR("DÉTARTRAGE - Ada")));
    CHECK(!pattern_occurs(pattern, STR("Lunch")));
    CHECK_STR(pattern_capture(pattern, STR("cleaning - Ada L"), "who", &arena),
              "Ada L");
    CHECK_NULL(pattern_capture(pattern, STR("cleaning - Ada"), "no", &arena));
    pattern_destroy(pattern);
    arena_free(&arena);
}

TEST(pattern, says_where_it_is_wrong_and_gives_up_in_time)
{
    struct pattern *pattern;
    struct error err;

    CHECK(!pattern_create("a(b", &pattern, &err));
    CHECK_INT(err.kind, ERROR_USAGE);
    CHECK(pattern_create("(a+)+$", &pattern, &err));
    CHECK(!pattern_occurs(
        pattern, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")));
    CHECK(!pattern_occurs(pattern, STR("\xff\xfe")));
    pattern_destroy(pattern);
}
