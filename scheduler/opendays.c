#include "scheduler/opendays.h"

/* From `date`, a day at a time: −1 back, 1 on. */
static bool count_off(const struct office *office, const char *site,
                      const char *provider, struct civil_date date, int step,
                      int64_t count, struct civil_date *out)
{
    assert(count > 0);
    for (int i = 1; i <= OPENDAYS_SEARCH_MAX; i++) {
        struct civil_date day = civil_add_days(date, i * step);

        if (office_open_spans(office, site, provider, day).count == 0)
            continue;
        if (--count > 0)
            continue;
        *out = day;
        return true;
    }
    return false;
}

bool opendays_before(const struct office *office, const char *site,
                     const char *provider, struct civil_date date,
                     int64_t count, struct civil_date *out)
{
    return count_off(office, site, provider, date, -1, count, out);
}

bool opendays_after(const struct office *office, const char *site,
                    const char *provider, struct civil_date date, int64_t count,
                    struct civil_date *out)
{
    return count_off(office, site, provider, date, 1, count, out);
}
