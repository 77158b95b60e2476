#include "scheduler/opendays.h"

/* Who must work on a day for it to count. */
struct workers {
    const struct office *office;
    const char *site;
    const char *provider;
};

/* From `date`, a day at a time: −1 back, 1 on. */
static bool count_off(const struct workers *workers, struct civil_date date,
                      int step, int64_t count, struct civil_date *out)
{
    assert(count > 0);
    for (int i = 1; i <= OPENDAYS_SEARCH_MAX; i++) {
        struct civil_date day = civil_add_days(date, (int64_t)i * step);

        if (office_open_spans(workers->office, workers->site, workers->provider,
                              day)
                .count == 0)
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
    struct workers workers = {office, site, provider};

    return count_off(&workers, date, -1, count, out);
}

bool opendays_after(const struct office *office, const char *site,
                    const char *provider, struct civil_date date, int64_t count,
                    struct civil_date *out)
{
    struct workers workers = {office, site, provider};

    return count_off(&workers, date, 1, count, out);
}
