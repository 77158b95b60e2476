#include "scheduler/opendays.h"

bool opendays_before(const struct office *office, const char *site,
                     struct civil_date date, int64_t count,
                     struct civil_date *out)
{
    assert(count > 0);
    for (int i = 1; i <= OPENDAYS_SEARCH_MAX; i++) {
        struct civil_date day = civil_add_days(date, -i);

        if (office_open_spans(office, site, "", day).count == 0)
            continue;
        if (--count > 0)
            continue;
        *out = day;
        return true;
    }
    return false;
}
