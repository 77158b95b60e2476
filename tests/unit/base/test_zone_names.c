#include "base/zone_names.h"
#include "tests/test.h"

TEST(zone_names, finds_iana_names_in_any_case)
{
    char name[ZONE_NAME_MAX];

    CHECK(zone_find_name("EUROPE/paris", name));
    CHECK_STR(name, "Europe/Paris");
    CHECK(zone_find_name("europe/kiev", name));
    CHECK_STR(name, "Europe/Kiev");
    CHECK(!zone_find_name("Europe/Paris/", name));
    CHECK(!zone_find_name("", name));
}

TEST(zone_names, knows_what_windows_calls_them)
{
    char name[ZONE_NAME_MAX];

    CHECK(zone_find_windows("Romance Standard Time", name));
    CHECK_STR(name, "Europe/Paris");
    CHECK(zone_find_windows("W. Europe Standard Time", name));
    CHECK_STR(name, "Europe/Berlin");
    CHECK(!zone_find_windows("Customized Time Zone", name));
    CHECK(!zone_find_windows("\xff", name));
}

TEST(zone_names, finds_a_zone_by_its_city)
{
    char name[ZONE_NAME_MAX];

    CHECK(zone_find_city("sao paulo", name));
    CHECK_STR(name, "America/Sao_Paulo");
    CHECK(zone_find_city("Amsterdam", name));
    CHECK_STR(name, "Europe/Amsterdam");
    CHECK(!zone_find_city("Amster", name));
    CHECK(!zone_find_city("", name));
}

TEST(zone_names, a_fixed_zone_can_be_loaded_by_its_name)
{
    struct zone fixed = zone_fixed(5 * 3600 + 30 * 60);
    struct zone zone;
    struct error err;

    CHECK_STR(fixed.name, "UTC+05:30");
    CHECK(zone_load(fixed.name, &zone, &err));
    CHECK_INT(zone_offset_s(&zone, (struct instant){0}), 19800);
    CHECK(zone_load("UTC-03:30:12", &zone, &err));
    CHECK_INT(zone_offset_s(&zone, (struct instant){0}), -12612);
    CHECK_STR(zone_fixed(-12612).name, "UTC-03:30:12");
    CHECK(!zone_load("UTC+24:00", &zone, &err));
    CHECK(!zone_load("UTC+5", &zone, &err));
    CHECK(!zone_load("UTC+05:3x", &zone, &err));
}
