#include "importers/extract_words.h"
#include "tests/test.h"

static struct arena arena;

TEST(extract_words, tell_people_from_services)
{
    static const struct {
        const char *person;
        const char *service;
    } cases[] = {
        {"Anna Berger", "Haarschnitt"},
        {"J.D.", "Initial Physiotherapy Assessment"},
        {"Gwen Avery", "Men's Cut (45 min)"},
        {"Rosa", "Cut"},
        {"Theo Marsh", "Piano"},
        {"Paula", "Yoga 1:1"},
        {"Mme Camille Rousseau", "Soin du visage"},
        {"Lena Probst", "Weekly physio"},
        {"Gürkan Şahin", "Küche & Bad"},
        {"Ludwig van Beethoven", "Klavierstunde"},
        {"Newton", "New patient exam"},
        {"Žaneta Dvořáčková", "ošetření pleti"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK(words_person_score(cases[i].person, &arena) -
                  words_person_score(cases[i].service, &arena) >=
              WORDS_LEAD);
    arena_free(&arena);
}

TEST(extract_words, know_time_that_is_only_taken)
{
    CHECK(words_are_busy("Busy", &arena));
    CHECK(words_are_busy("Mittagspause", &arena));
    CHECK(words_are_busy("Occupé", &arena));
    CHECK(words_are_busy("lunch!", &arena));
    CHECK(!words_are_busy("Lunch with Ada", &arena));
    CHECK(!words_are_busy("", &arena));
    CHECK(words_are_preparation("Prepare for Ada", &arena));
    arena_free(&arena);
}

TEST(extract_words, know_lengths)
{
    CHECK(words_are_duration("45 min", &arena));
    CHECK(words_are_duration("1h30", &arena));
    CHECK(words_are_duration("1 Stunde 30 Minuten", &arena));
    CHECK(!words_are_duration("45 people", &arena));
    CHECK(!words_are_duration("45", &arena));
    CHECK(!words_are_duration("min", &arena));
    arena_free(&arena);
}

TEST(extract_words, find_a_name_in_any_order)
{
    CHECK(words_have_name("Mme ROUSSEAU, Camille", "Camille Rousseau", &arena));
    CHECK(!words_have_name("Camille", "Camille Rousseau", &arena));
    CHECK(!words_have_name("Annabel", "Anna", &arena));
    CHECK(!words_have_name("Anna", "", &arena));
    arena_free(&arena);
}
