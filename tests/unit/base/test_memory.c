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
    CHECK_UINT(pattern_exhausted(pattern), 1);
    pattern_destroy(pattern);
}

/* Any pattern on any text: the whole list takes less than a few seconds. */
TEST(pattern, does_not_hang)
{
    static const char *const patterns[] = {
        "(a+)+$",
        "(a|aa)+$",
        "(.*a){12}$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:(?:a*)*)*b",
        "(?=(a+))*\\1*b",
        "(?R)?a(?R)?a",
        "((a?){1,50}){1,50}b",
        "(\\w+\\s*)+:",
        "a*a*a*a*a*a*b",
        "(?<name>.+)+ - (?<service>.+)+x",
        "(?:a(?=a*)){1,9999}b",
    };
    static char text[16000];

    memset(text, 'a', sizeof(text));
    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct pattern *pattern;
        struct error err;

        if (!pattern_create(patterns[i], &pattern, &err))
            continue; /* too large when it is compiled */
        for (size_t len = 30; len <= sizeof(text); len *= 8)
            (void)pattern_occurs(pattern, (struct str){text, len});
        pattern_destroy(pattern);
    }
}

TEST(pattern, is_not_tried_again_when_it_never_ends)
{
    static char text[4000];
    struct pattern *pattern;
    struct error err;

    memset(text, 'a', sizeof(text));
    CHECK(pattern_create("(a+)+b|^fine", &pattern, &err));
    for (int i = 0; i < 20; i++)
        CHECK(!pattern_occurs(pattern, (struct str){text, sizeof(text)}));
    CHECK_UINT(pattern_exhausted(pattern), 10);
    CHECK(!pattern_occurs(pattern, STR("fine")));
    pattern_destroy(pattern);
}

TEST(pattern, gives_all_its_groups_at_once)
{
    struct arena arena = {0};
    struct pattern *pattern;
    const char *groups[3];
    struct error err;

    CHECK(pattern_create("(?<who>[^:]+)(: (?<what>\\w+))?(?<empty>)", &pattern,
                         &err));
    CHECK_UINT(pattern_group_count(pattern), 3);
    CHECK_STR(pattern_group(pattern, 0), "empty");
    CHECK_STR(pattern_group(pattern, 2), "who");
    CHECK(pattern_captures(pattern, STR("Ada: Cut"), &arena, groups));
    CHECK_STR(groups[0], "");
    CHECK_STR(groups[1], "Cut");
    CHECK_STR(groups[2], "Ada");
    CHECK(pattern_captures(pattern, STR("Ada"), &arena, groups));
    CHECK_NULL(groups[1]);
    CHECK(!pattern_captures(pattern, STR(":"), &arena, groups));
    pattern_destroy(pattern);
    arena_free(&arena);
}

TEST(arena, is_empty_again_after_each_round)
{
    struct arena arena = {0};

    for (int round = 0; round < 3; round++) {
        char *small = arena_alloc(&arena, 100);
        char *large = arena_alloc(&arena, 100000);

        CHECK_INT(small[99], 0);
        CHECK_INT(large[99999], 0);
        memset(small, 'x', 100);
        memset(large, 'x', 100000);
        arena_clear(&arena);
    }
    arena_clear(&arena);
    arena_free(&arena);
    arena_clear(&arena);
    CHECK_NULL(arena.blocks);
}
