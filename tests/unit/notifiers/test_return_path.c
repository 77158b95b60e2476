#include "base/str.h"
#include "notifiers/return_path.h"
#include "tests/test.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define BOX "bounce@example.org"

TEST(return_path, names_a_message_and_knows_it_again)
{
    struct arena arena = {0};
    const char *path = return_path_of(BOX, "secret", KEY, &arena);
    const char *found;

    CHECK_CONTAINS(path, "bounce+" KEY ".");
    CHECK_CONTAINS(path, "@example.org");
    CHECK(strcspn(path, "@") <= 64);
    found = return_path_key(BOX, "secret",
                            arena_printf(&arena, "<x@y.org>, \"A\" <%s>", path),
                            &arena);
    CHECK_STR(found, KEY);
    arena_free(&arena);
}

TEST(return_path, does_not_mind_in_which_case_it_comes_back)
{
    struct arena arena = {0};
    char *path =
        arena_strdup(&arena, return_path_of(BOX, "secret", KEY, &arena));

    for (char *at = path; *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    }
    CHECK_STR(return_path_key(BOX, "secret", path, &arena), KEY);
    arena_free(&arena);
}

TEST(return_path, believes_nothing_that_was_not_made_with_the_secret)
{
    static const char *const forged[] = {
        ("bounce+" KEY "@example.org"),
        ("bounce+" KEY ".0123456789abcdef@example.org"),
        ("bounce+" KEY ".@example.org"),
        "bounce+@example.org",
        ("+" KEY),
        "",
    };
    struct arena arena = {0};
    char *path =
        arena_strdup(&arena, return_path_of(BOX, "secret", KEY, &arena));

    for (size_t i = 0; i < ARRAY_LEN(forged); i++)
        CHECK_NULL(return_path_key(BOX, "secret", forged[i], &arena));
    CHECK_NULL(return_path_key(BOX, "other", path, &arena));
    CHECK_NULL(return_path_key(BOX, NULL, path, &arena));
    CHECK_NULL(return_path_key("bounce@example.com", "secret", path, &arena));
    CHECK_NULL(return_path_key(
        BOX, "secret", arena_printf(&arena, "%s.evil.example", path), &arena));
    path[8] = path[8] == '0' ? '1' : '0'; /* another message's key */
    CHECK_NULL(return_path_key(BOX, "secret", path, &arena));
    arena_free(&arena);
}

TEST(return_path, stays_plain_where_it_cannot_carry_a_token)
{
    struct arena arena = {0};

    CHECK_STR(return_path_of(BOX, NULL, KEY, &arena), BOX);
    CHECK_STR(return_path_of(BOX, "secret", "short", &arena), BOX);
    CHECK(return_path_is_good(BOX));
    CHECK(!return_path_is_good("a+b@example.org"));
    CHECK(!return_path_is_good("fifteen-and-more@example.org"));
    arena_free(&arena);
}
