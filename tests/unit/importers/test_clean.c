#include "importers/clean.h"
#include "tests/test.h"

static struct arena arena;

TEST(clean, makes_one_line_of_any_text)
{
    static const struct {
        const char *text;
        const char *line;
    } cases[] = {
        {"Ada Lovelace", "Ada Lovelace"},
        {"  Ada \t Lovelace\r\n", "Ada Lovelace"},
        {"Ada\xC2\xA0Lovelace", "Ada Lovelace"},
        {"\xE2\x80\xAE"
         "Ada\xE2\x80\x8B\x01",
         "Ada"},
        {"caf\xE9", "café"},
        {"cafe\xCC\x81", "café"},
        {"one\n\ntwo", "one two"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(clean_line(str_of(cases[i].text), &arena), cases[i].line);
    CHECK_NULL(clean_line(STR(" \t\n"), &arena));
    CHECK_NULL(clean_line((struct str){0}, &arena));
    arena_free(&arena);
}

TEST(clean, keeps_lines_apart_where_they_count)
{
    CHECK_STR(clean_text(STR("\na \r\n b\n\n\n\nc\n"), &arena), "a\nb\n\nc");
    arena_free(&arena);
}

TEST(clean, folds_letters_for_comparing)
{
    static const struct {
        const char *text;
        const char *folded;
    } cases[] = {
        {"Téléphone", "telephone"},
        {"ŽANETA Dvořáčková", "zaneta dvorackova"},
        {"Te\xCC\x81l", "tel"}, /* decomposed */
        {"T\xCC\xB2"
         "el",
         "tel"}, /* cannot be composed */
        {"ИВАН", "иван"},
        {"电话", "电话"},
        {"3×4", "3×4"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(clean_fold(str_of(cases[i].text), &arena), cases[i].folded);
    CHECK_STR(clean_fold((struct str){0}, &arena), "");
    arena_free(&arena);
}

TEST(clean, cuts_between_letters)
{
    CHECK_STR(clean_cut("éèê", 2, &arena), "éè");
    CHECK_STR(clean_cut("éèê", 9, &arena), "éèê");
    arena_free(&arena);
}
