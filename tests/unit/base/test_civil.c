#include "base/civil.h"
#include "tests/test.h"

TEST(civil, counts_every_day_of_four_centuries_there_and_back)
{
    struct civil_date date = {1800, 1, 1};

    for (int64_t day = civil_to_days(date); date.year < 2201; day++) {
        CHECK_INT(civil_to_days(date), day);
        CHECK_INT(civil_compare(civil_from_days(day), date), 0);
        if (++date.day > civil_days_in_month(date.year, date.month)) {
            date.day = 1;
            date.month = date.month == 12 ? 1 : date.month + 1;
            date.year += date.month == 1;
        }
    }
}

TEST(civil, knows_leap_years_and_weekdays)
{
    CHECK_INT(civil_days_in_month(2024, 2), 29);
    CHECK_INT(civil_days_in_month(2100, 2), 28);
    CHECK_INT(civil_days_in_month(2000, 2), 29);
    CHECK_INT(civil_weekday((struct civil_date){2026, 11, 24}), TUESDAY);
    CHECK_INT(civil_weekday((struct civil_date){1969, 12, 31}), WEDNESDAY);
}

TEST(civil, reads_dates_times_and_minutes_strictly)
{
    struct civil_date date;
    struct civil_time time;
    struct error err;
    int minute;

    CHECK(civil_parse_date("2026-02-28", &date, &err));
    CHECK_INT(date.day, 28);
    CHECK(!civil_parse_date("2026-02-29", &date, &err));
    CHECK(!civil_parse_date("2026-2-28", &date, &err));
    CHECK(!civil_parse_date("2026-02-28T", &date, &err));
    CHECK(civil_parse_time("2026-02-28 09:05", &time, &err));
    CHECK_INT(time.minute, 5);
    CHECK(!civil_parse_time("2026-02-28", &time, &err));
    CHECK(!civil_parse_time("2026-02-28T24:00", &time, &err));
    CHECK(civil_parse_minute("24:00", &minute, &err));
    CHECK_INT(minute, 1440);
    CHECK(!civil_parse_minute("24:01", &minute, &err));
    CHECK(!civil_parse_minute("9:00", &minute, &err));
}
