#include <string.h>

#include "domain/name.h"
#include "tests/test.h"

static void check_key(const char *name, const char *key)
{
    char out[NAME_KEY_MAX];

    CHECK_STR(name_key(name, out), key);
}

static enum name_likeness compare(const char *left, const char *right)
{
    char l[NAME_KEY_MAX];
    char r[NAME_KEY_MAX];

    name_key(left, l);
    name_key(right, r);
    CHECK_INT(name_compare(l, r), name_compare(r, l));
    return name_compare(l, r);
}

TEST(name, loses_order_case_accents_and_titles_in_its_key)
{
    check_key("Ada Martin", "ada martin");
    check_key("MARTIN, Ada", "ada martin");
    check_key("  Dr.  Ádá   Martin ", "ada martin");
    check_key("Prof. Dr. Mme Ada Martin", "ada martin");
    check_key("Jean-Pierre O'Neill", "jean oneill pierre");
    check_key("A. Martin", "a martin");
    check_key("Ελένη ΠΑΠΠΆ", "ελενη παππα");
    check_key("王小明", "王小明");
    check_key("", "");
    check_key(NULL, "");
    check_key(" -- ", "");
}

TEST(name, keeps_the_title_that_tells_a_wife_from_her_husband)
{
    check_key("M. Martin", "m martin");
    check_key("Mme Martin", "martin mme");
    check_key("Dr Martin", "martin");
    CHECK_INT(compare("M. Martin", "Mme Martin"), NAME_OTHER);
    CHECK_INT(compare("Mme Ada Martin", "Ada Martin"), NAME_EQUAL);
}

TEST(name, takes_initials_parts_and_middle_names_for_variants)
{
    CHECK_INT(compare("A. Martin", "Ada Martin"), NAME_VARIANT);
    CHECK_INT(compare("Martin A.", "Ada Martin"), NAME_VARIANT);
    CHECK_INT(compare("Ada Lou Martin", "Ada Martin"), NAME_VARIANT);
    CHECK_INT(compare("Ada L. Martin", "Lou Ada Martin"), NAME_VARIANT);
    CHECK_INT(compare("Martin", "Ada Martin"), NAME_VARIANT);
    CHECK_INT(compare("A. M.", "Ada Martin"), NAME_OTHER);
    CHECK_INT(compare("Ben Martin", "Ada Martin"), NAME_OTHER);
    CHECK_INT(compare("B. Martin", "Ada Martin"), NAME_OTHER);
    CHECK_INT(compare("Ada Lou Martin", "Ada Eva Martin"), NAME_OTHER);
    CHECK_INT(compare("Ada Martin", "Ada Petit"), NAME_OTHER);
    CHECK_INT(compare("", "Ada Martin"), NAME_OTHER);
    CHECK_INT(compare("", ""), NAME_OTHER);
}

TEST(name, forgives_one_slip_in_one_long_word)
{
    CHECK_INT(compare("Ada Lovelace", "Ada Lovelaec"), NAME_OTHER);
    CHECK_INT(compare("Ada Lovelace", "Ada Lovleace"), NAME_VARIANT);
    CHECK_INT(compare("Ada Lovelace", "Ada Lovlace"), NAME_VARIANT);
    CHECK_INT(compare("Ada Lovelace", "Ada Lovalace"), NAME_VARIANT);
    CHECK_INT(compare("Anna Lovelace", "Anne Lovelace"), NAME_OTHER);
    CHECK_INT(compare("Alexandre Petit", "Alexandra Petit"), NAME_OTHER);
    CHECK_INT(compare("Gabriel Petit", "Gabriele Petit"), NAME_OTHER);
    CHECK_INT(compare("Johanes Meunier", "Johannes Meuniar"), NAME_OTHER);
    CHECK_INT(compare("Müller", "Mueller"), NAME_VARIANT);
}

TEST(name, knows_a_son_from_his_father)
{
    CHECK_INT(compare("John Smith Jr.", "John Smith"), NAME_OTHER);
    CHECK_INT(compare("John Smith Jr.", "Smith, John Jr"), NAME_EQUAL);
}

TEST(name, is_written_in_the_script_of_most_of_its_letters)
{
    char out[NAME_KEY_MAX];

    CHECK(name_unmix("\xD0\x90"
                     "da M\xD0\xB0rtin",
                     out)); /* Cyrillic A and a */
    CHECK_STR(out, "Ada Martin");
    CHECK(name_unmix("Ив\x61нов", out)); /* a Latin a */
    CHECK_STR(out, "Иванов");
    CHECK(!name_unmix("Ada Иванова", out));
    CHECK_STR(out, "Ada Иванова");
    check_key("\xD0\x90"
              "da Martin",
              "ada martin");
}

TEST(name, that_is_too_long_is_cut_and_not_feared)
{
    char name[4000];
    char out[NAME_KEY_MAX];

    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    CHECK_INT(strlen(name_key(name, out)), NAME_KEY_MAX - 1);
    for (size_t i = 0; i + 3 < sizeof(name); i += 3)
        memcpy(name + i, "\xE7\x8E\x8B", 3);
    CHECK(strlen(name_key(name, out)) < NAME_KEY_MAX);
    for (size_t i = 0; i + 1 < sizeof(name); i += 2)
        memcpy(name + i, "a ", 2);
    CHECK_INT(name_word_count(name_key(name, out)), NAME_WORDS_MAX);
}

TEST(name, is_full_with_two_words_or_in_a_script_without_spaces)
{
    char key[NAME_KEY_MAX];

    CHECK(name_is_full(name_key("Ada Martin", key)));
    CHECK(!name_is_full(name_key("Ada", key)));
    CHECK(!name_is_full(name_key("\xC3\x89lise", key)));
    CHECK(name_is_full("\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E"));
    CHECK(!name_is_full("\xE7\x8E\x8B"));
    CHECK(!name_is_full(""));
}
