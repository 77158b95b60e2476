#include <string.h>

#include "analytics/segment.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

static const struct period period = {.from = {MADE_START_S},
                                     .until = {MADE_START_S + 30 * DAY_S}};

static const struct segment *find(const struct segments *segments,
                                  const char *name)
{
    for (size_t i = 0; i < segments->count; i++) {
        if (strcmp(segments->items[i].name, name) == 0)
            return &segments->items[i];
    }
    FAIL("no such segment");
}

TEST(segment, puts_lead_times_into_their_buckets)
{
    static const struct {
        int32_t lead;
        const char *name;
    } cases[] = {
        {-400, "<0"},  {-1, "<0"},    {0, "0"},        {1, "1"},
        {2, "2"},      {3, "3-6"},    {6, "3-6"},      {7, "7-13"},
        {13, "7-13"},  {14, "14-29"}, {29, "14-29"},   {30, "30-59"},
        {59, "30-59"}, {60, "60+"},   {100000, "60+"}, {LEAD_UNKNOWN, ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct slot slot = made_slot(OUTCOME_ATTENDED, 0, 40, -100);
        struct arena arena = {0};
        struct slots slots = made_slots(&slot, 1, &arena);
        struct segments out;

        slot.lead = cases[i].lead;
        segments_of(&slots, &period, BREAKDOWN_LEAD, &arena, &out);
        CHECK_UINT(out.count, 1);
        CHECK_STR(out.items[0].name, cases[i].name);
        arena_free(&arena);
    }
}

TEST(segment, adds_up_to_the_whole)
{
    struct slot items[OUTCOME_COUNT];
    struct arena arena = {0};
    struct slots slots = made_slots(items, OUTCOME_COUNT, &arena);
    struct segments out;
    int64_t missed = 0;
    int64_t all = 0;

    for (int i = 0; i < OUTCOME_COUNT; i++) {
        items[i] = made_slot((enum outcome)i, 10 * i, 10 * i + 5, -100);
        items[i].day = i;
    }
    segments_of(&slots, &period, BREAKDOWN_WEEKDAY, &arena, &out);
    for (size_t i = 0; i < out.count; i++) {
        missed += out.items[i].rate.numerator;
        all += out.items[i].rate.denominator;
    }
    CHECK_INT(missed, 2);
    CHECK_INT(all, OUTCOME_COUNT - 1);
    CHECK_UINT(out.count, WEEKDAY_COUNT);
    CHECK_STR(out.items[0].name, "monday");
    arena_free(&arena);
}

TEST(segment, sorts_services_by_name_and_the_unknown_last)
{
    struct slot items[] = {
        made_slot(OUTCOME_ATTENDED, 0, 5, -100),
        made_slot(OUTCOME_NO_SHOW, 10, 15, -100),
        made_slot(OUTCOME_ATTENDED, 20, 25, -100),
        made_slot(OUTCOME_FUTURE, 30, 35, -100),
    };
    struct arena arena = {0};
    struct slots slots = made_slots(items, 4, &arena);
    struct segments out;

    items[1].service = names_number(&slots.services, "Scaling");
    items[2].service = names_number(&slots.services, "Crown");
    items[3].service = names_number(&slots.services, "Only to come");
    segments_of(&slots, &period, BREAKDOWN_SERVICE, &arena, &out);
    CHECK_UINT(out.count, 3);
    CHECK_STR(out.items[0].name, "Crown");
    CHECK_STR(out.items[2].name, "");
    CHECK_INT(find(&out, "Scaling")->rate.numerator, 1);
    arena_free(&arena);
}
