#include "importers/extract_state.h"
#include "tests/test.h"

static struct arena arena;

TEST(extract_state, knows_what_was_cancelled)
{
    static const char *const cases[][2] = {
        {"Canceled: Ada", "Ada"},
        {"Annulé : Ada", "Ada"},
        {"Abgesagt: Ada: Cut", "Ada: Cut"},
        {"Cancelled - Ada - Cut", "Ada - Cut"},
        {"[CANCELLED] Ada", "Ada"},
        {"(annulé) Ada", "Ada"},
        {"Ada: Cut", "Ada: Cut"},
        {"Cancelled", "Cancelled"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(state_behind_cancelled(cases[i][0], &arena), cases[i][1]);
    arena_free(&arena);
}

TEST(extract_state, takes_off_what_is_neither_who_nor_what_for)
{
    static const char *const cases[][2] = {
        {"New booking: Ada - Cut", "Ada - Cut"},
        {"FW: RE: Ada - Cut", "Ada - Cut"},
        {"[Confirmed] Ada", "Ada"},
        {"RDV – Ada", "Ada"},
        {"Ada #12345 - Cut", "Ada - Cut"},
        {"Ada #2b", "Ada #2b"},
        {"\uFF08Ada\uFF09\uFF1ACut", "(Ada): Cut"},
        {"Ada - Cut", "Ada - Cut"},
        {"Paid", "Paid"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(state_without(cases[i][0], &arena), cases[i][1]);
    arena_free(&arena);
}

TEST(extract_state, knows_states_and_rooms)
{
    CHECK(state_is("Paid", &arena));
    CHECK(state_is("Neue Buchung", &arena));
    CHECK(!state_is("Cut", &arena));
    CHECK(!state_is("", &arena));
    CHECK(state_is_room("Room 2", &arena));
    CHECK(state_is_room("Fauteuil 1", &arena));
    CHECK(!state_is_room("Room", &arena));
    CHECK(!state_is_room("Room service for Ada", &arena));
    arena_free(&arena);
}
