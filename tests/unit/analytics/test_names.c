#include <stdio.h>

#include "analytics/names.h"
#include "tests/test.h"

TEST(names, gives_each_name_one_number_however_many_there_are)
{
    struct arena arena = {0};
    struct names names;
    char text[32];

    names_init(&names, &arena);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 1000; i++) {
            (void)snprintf(text, sizeof(text), "service %zu", i);
            CHECK_UINT(names_number(&names, text), i);
        }
    }
    CHECK_UINT(names.count, 1000);
    CHECK_STR(names.items[7], "service 7");
    arena_free(&arena);
}

TEST(names, takes_nothing_as_the_empty_name)
{
    struct arena arena = {0};
    struct names names;

    names_init(&names, &arena);
    CHECK_UINT(names_number(&names, NULL), 0);
    CHECK_UINT(names_number(&names, ""), 0);
    CHECK_UINT(names_number(&names, "x"), 1);
    arena_free(&arena);
}
