#include "importers/ical_line.h"
#include "tests/test.h"

static struct ical_line split(const char *text)
{
    struct ical_line line;

    CHECK(ical_line_split(str_of(text), &line));
    return line;
}

static const char *param(struct arena *arena, const char *text,
                         const char *name)
{
    struct ical_line line = split(text);
    struct str value;

    return ical_param(&line, name, &value)
               ? arena_strndup(arena, value.at, value.len)
               : NULL;
}

TEST(ical_line, splits_at_the_first_colon_outside_quotes)
{
    struct ical_line line =
        split("attendee;CN=\"Lee: Ann\":mailto:a@b.example");

    CHECK(ical_is(line.name, "ATTENDEE"));
    CHECK(str_equal(line.value, STR("mailto:a@b.example")));
    CHECK(!ical_line_split(STR("no colon here"), &line));
    CHECK(!ical_line_split(STR(":value"), &line));
}

TEST(ical_line, finds_the_time_behind_a_zone_with_a_colon)
{
    struct arena arena = {0};

    CHECK(str_equal(split("DTSTART;TZID=GMT+05:30:20260701T090000").value,
                    STR("20260701T090000")));
    CHECK_STR(param(&arena, "DTSTART;TZID=GMT+05:30:20260701T090000", "TZID"),
              "GMT+05:30");
    CHECK_STR(param(&arena, "DTSTART;TZID=\"W. Europe:20260701T090000\"",
                    "TZID"),
              "W. Europe");
    CHECK(str_equal(split("SUMMARY:at 10:20260701T090000").value,
                    STR("at 10:20260701T090000")));
    arena_free(&arena);
}

TEST(ical_line, reads_parameters_with_and_without_quotes)
{
    struct arena arena = {0};

    CHECK_STR(param(&arena, "A;X=1;cn=\"Lee; Ann\":v", "CN"), "Lee; Ann");
    CHECK_STR(param(&arena, "A;;VALUE=DATE:v", "VALUE"), "DATE");
    CHECK_NULL(param(&arena, "A;X=1:v", "CN"));
    CHECK_NULL(param(&arena, "A:v", "CN"));
    arena_free(&arena);
}

TEST(ical_line, reads_times_in_every_form_that_occurs)
{
    static const struct {
        const char *text;
        bool is_date, is_utc, is_odd;
        int hour, minute;
    } cases[] = {
        {"20260505", true, false, false, 0, 0},
        {"20260505T091500", false, false, false, 9, 15},
        {"20260505T091500Z", false, true, false, 9, 15},
        {"20260505t091500z", false, true, false, 9, 15},
        {" 20260505T0915 ", false, false, true, 9, 15},
        {"2026-05-05", true, false, true, 0, 0},
        {"2026-05-05T09:15:00Z", false, true, true, 9, 15},
        {"2026-05-05 09:15", false, false, true, 9, 15},
        {"2026-05-05T11:15:00+02:00", false, true, true, 9, 15},
        {"20260505T091560", false, false, false, 9, 15},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct ical_time time;

        CHECK(ical_time_read(str_of(cases[i].text), &time));
        CHECK_INT(
            civil_compare(time.wall.date, (struct civil_date){2026, 5, 5}), 0);
        CHECK_INT(time.is_date, cases[i].is_date);
        CHECK_INT(time.is_utc, cases[i].is_utc);
        CHECK_INT(time.is_odd, cases[i].is_odd);
        CHECK_INT(time.wall.hour, cases[i].hour);
        CHECK_INT(time.wall.minute, cases[i].minute);
    }
}

TEST(ical_line, refuses_times_that_do_not_exist)
{
    static const char *const cases[] = {
        "",
        "2026",
        "20260231",
        "00000004T000000",
        "20260004",
        "20261301",
        "20260505T",
        "20260505T256000",
        "20260505X",
        "20260505T240000",
        "20260505T0915000",
        "2026-0505",
        "T090000",
        "20260505T096000",
        "99991231T120000+9",
        "20260505Z",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct ical_time time;

        CHECK(!ical_time_read(str_of(cases[i]), &time));
    }
}

TEST(ical_line, reads_durations_and_keeps_days_and_hours_apart)
{
    struct ical_duration duration;

    CHECK(ical_duration_read(STR("P1W2DT3H4M5S"), &duration));
    CHECK_INT(duration.days, 9);
    CHECK_INT(duration.s, 3 * HOUR_S + 4 * MINUTE_S + 5);
    CHECK(ical_duration_read(STR("-PT15M"), &duration));
    CHECK(duration.is_negative);
    CHECK(ical_duration_read(STR("PT24H"), &duration));
    CHECK_INT(duration.days, 0);
    CHECK(!ical_duration_read(STR("P"), &duration));
    CHECK(!ical_duration_read(STR("PT-2H"), &duration));
    CHECK(!ical_duration_read(STR("P1H"), &duration));
    CHECK(!ical_duration_read(STR("PT1D"), &duration));
    CHECK(!ical_duration_read(STR("P99999999999W"), &duration));
    CHECK(!ical_duration_read(STR("P13333333333333333333D"), &duration));
    CHECK(!ical_duration_read(STR("1H"), &duration));
}

TEST(ical_line, reads_offsets_of_less_than_a_day)
{
    int offset;

    CHECK(ical_offset_read(STR("+0530"), &offset));
    CHECK_INT(offset, 19800);
    CHECK(ical_offset_read(STR("-053012"), &offset));
    CHECK_INT(offset, -19812);
    CHECK(!ical_offset_read(STR("+5328"), &offset));
    CHECK(!ical_offset_read(STR("0100"), &offset));
}

TEST(ical_line, undoes_escapes_once)
{
    struct arena arena = {0};

    CHECK_STR(ical_unescape(STR("a\\,b\\;c\\nd\\\\n"), &arena), "a,b;c\nd\\n");
    CHECK_STR(ical_unescape(STR("end\\"), &arena), "end\\");
    arena_free(&arena);
}
