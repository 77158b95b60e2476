#include "domain/office.h"
#include "tests/test.h"

static const struct opening hours[] = {
    {.site = "", .week = {.day = {[MONDAY] = {1, {{540, 720}}}}}},
    {.site = "Annexe", .week = {.day = {[TUESDAY] = {1, {{600, 660}}}}}},
};

static const struct date_range august[] = {{{2026, 8, 1}, {2026, 8, 21}}};
static const struct date_range monday_off[] = {
    {{2026, 11, 23}, {2026, 11, 23}}};

static const struct provider providers[] = {
    {.name = "Dr Martin", .site = "", .closed = {monday_off, 1}},
};

static const struct office office = {
    .hours = hours,
    .hours_count = 2,
    .closed = {august, 1},
    .providers = providers,
    .provider_count = 1,
};

static size_t spans(const struct office *of, const char *site,
                    const char *provider, int month, int day)
{
    return office_open_spans(of, site, provider,
                             (struct civil_date){2026, month, day})
        .count;
}

TEST(office, opens_by_its_week_and_not_on_closed_days)
{
    CHECK_UINT(spans(&office, "", "", 11, 23), 1); /* a Monday */
    CHECK_UINT(spans(&office, "", "", 11, 24), 0); /* a Tuesday */
    CHECK_UINT(spans(&office, "", "", 8, 3), 0);   /* a Monday in August */
    CHECK_UINT(spans(&office, "", "Dr Martin", 11, 23), 0);
    CHECK_UINT(spans(&office, "Annexe", "", 11, 24), 1);
    CHECK_UINT(spans(&office, "Annexe", "", 11, 23), 0);
}

TEST(office, without_hours_is_open_on_working_days)
{
    const struct office plain = {0};

    CHECK_UINT(spans(&plain, "", "", 11, 24), 1);
    CHECK_UINT(spans(&plain, "", "", 11, 28), 0); /* a Saturday */
}
