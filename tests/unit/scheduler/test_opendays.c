#include "scheduler/opendays.h"
#include "tests/test.h"

static const struct day_spans open_day = {.count = 1, .span = {{540, 1080}}};

/* Monday to Friday but Wednesday at `Lilas`; Monday and Saturday elsewhere. */
static struct opening openings[2];

static const struct date_range closed_days[] = {
    {{2026, 12, 24}, {2027, 1, 3}},
    {{2026, 11, 11}, {2026, 11, 11}},
};

static struct office office_open(void)
{
    openings[0] = (struct opening){.site = "Lilas"};
    openings[1] = (struct opening){.site = ""};
    for (int day = MONDAY; day <= FRIDAY; day++) {
        if (day != WEDNESDAY)
            openings[0].week.day[day] = open_day;
    }
    openings[1].week.day[MONDAY] = open_day;
    openings[1].week.day[SATURDAY] = open_day;
    return (struct office){
        .hours = openings,
        .hours_count = ARRAY_LEN(openings),
        .closed = {closed_days, ARRAY_LEN(closed_days)},
    };
}

static void check_before(const char *site, const char *date, int64_t count,
                         const char *expected)
{
    struct office office = office_open();
    struct civil_date from, got;
    struct error err;
    char text[CIVIL_DATE_TEXT_MAX];

    CHECK(civil_parse_date(date, &from, &err));
    CHECK(opendays_before(&office, site, "", from, count, &got));
    CHECK_STR(civil_format_date(got, text), expected);
}

TEST(opendays, counts_the_days_on_which_the_site_is_open)
{
    /* 2026-11-24 is a Tuesday. */
    check_before("Lilas", "2026-11-24", 1, "2026-11-23");
    check_before("Lilas", "2026-11-24", 2, "2026-11-20");
    check_before("Lilas", "2026-11-24", 3, "2026-11-19");
    check_before("Lilas", "2026-11-24", 4, "2026-11-17");
}

TEST(opendays, does_not_count_the_day_itself_be_it_open_or_closed)
{
    check_before("Lilas", "2026-11-26", 1, "2026-11-24");
    check_before("Lilas", "2026-11-25", 1, "2026-11-24");
    check_before("Lilas", "2026-11-22", 1, "2026-11-20");
}

TEST(opendays, uses_the_hours_of_every_site_for_one_without_its_own)
{
    check_before("Roses", "2026-11-24", 1, "2026-11-23");
    check_before("Roses", "2026-11-24", 2, "2026-11-21");
    check_before("", "2026-11-24", 3, "2026-11-16");
}

TEST(opendays, passes_over_closed_days_and_holidays)
{
    check_before("Lilas", "2026-11-12", 1, "2026-11-10");
    check_before("Lilas", "2027-01-04", 1, "2026-12-22");
    check_before("Lilas", "2027-01-05", 2, "2026-12-22");
}

TEST(opendays, counts_monday_to_friday_in_an_office_without_hours)
{
    struct office office = {.name = "plain"};
    struct civil_date got;

    CHECK(opendays_before(&office, "", "", (struct civil_date){2026, 11, 24}, 3,
                          &got));
    CHECK_INT(got.day, 19);
}

TEST(opendays, gives_up_on_an_office_that_never_opens)
{
    static const struct opening never = {.site = ""};
    struct office office = {.hours = &never, .hours_count = 1};
    struct civil_date got;

    CHECK(!opendays_before(&office, "", "", (struct civil_date){2026, 11, 24},
                           1, &got));
}
