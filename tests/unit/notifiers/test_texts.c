#include "notifiers/texts.h"
#include "tests/test.h"

static bool is_section(const char *file, const char *key, const char *expected)
{
    return str_equal(texts_section(str_of(file), key), str_of(expected));
}

TEST(texts, are_found_by_their_heading)
{
    const char *file = "# note\n\n[a]\none\n\ntwo\n\n[b.c]\nthree\n[d]\n";

    CHECK(is_section(file, "a", "one\n\ntwo"));
    CHECK(is_section(file, "b.c", "three"));
    CHECK(is_section(file, "d", ""));
    CHECK(is_section(file, "b", ""));
    CHECK(is_section("", "a", ""));
    CHECK(is_section("[a]\n", "a", ""));
    CHECK(is_section("[a]\none\n[ab]\ntwo", "a", "one"));
    CHECK(is_section("[a]\none [b]\n[ab]\ntwo", "b", ""));
    CHECK(is_section("[ab]\n[a]\nx", "ab", ""));
    CHECK(is_section("[a]\nend", "a", "end"));
}

TEST(texts, speak_exactly_the_languages_there_are)
{
    struct arena arena = {0};

    CHECK(texts_find("fr", "sms", &arena) != NULL);
    CHECK(texts_find("FR", "sms", &arena) != NULL);
    CHECK_NULL(texts_find("f", "sms", &arena));
    CHECK_NULL(texts_find("fr-CH", "sms", &arena));
    CHECK_NULL(texts_find("fr", "telegram", &arena));
    arena_free(&arena);
}
