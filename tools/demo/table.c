#include "tools/demo/files.h"

/* The end of the last day waits for somebody to close it. */
#define LEFT_OPEN_FROM (16 * 60)

/* "2026-11-24 18:00" */
static const char *wall(int64_t minute, char out[CIVIL_TIME_TEXT_MAX])
{
    civil_format_time(civil_from_seconds(minute * MINUTE_S), out);
    out[10] = ' ';
    out[16] = '\0';
    return out;
}

static const char *status_of(const struct studio *studio,
                             const struct visit *visit)
{
    if (visit->said == 0 && visit->start / MINUTES_A_DAY == studio->last_open &&
        visit->start % MINUTES_A_DAY >= LEFT_OPEN_FROM)
        return "";
    switch (visit->fate) {
    case FATE_ATTENDED:
        return "attended";
    case FATE_LATE:
        return "late";
    case FATE_LEFT:
        return "left";
    case FATE_NO_SHOW:
        return "no-show";
    case FATE_UNMARKED:
        return "";
    case FATE_CANCELLED:
        return "cancelled";
    case FATE_CANCELLED_OFFICE:
        return "cancelled-office";
    case FATE_MOVED:
        return "moved";
    }
    return "";
}

static void put_row(const struct studio *studio, const struct visit *visit,
                    FILE *out)
{
    const struct person *person = visit->person;
    char start[CIVIL_TIME_TEXT_MAX];
    char booked[CIVIL_TIME_TEXT_MAX];
    char said[CIVIL_TIME_TEXT_MAX];
    char price[32] = "";
    char fee[32] = "";

    if (visit->has_price)
        (void)snprintf(price, sizeof(price), "%d.00", visit->treatment->price);
    if (visit->fee != 0)
        (void)snprintf(fee, sizeof(fee), "%d.00", visit->fee);
    (void)fprintf(
        out,
        "visit-%06d,%s,%d,%s,%s,%s,P%04d,%s,%s,%s,%s,%d,%s,%s,%s,%s,%s,%s\n",
        visit->number, wall(visit->start, start), visit->treatment->minutes,
        wall(visit->booked, booked), status_of(studio, visit),
        visit->said == 0 ? "" : wall(visit->said, said),
        (int)(person - studio->life.people), person->name, person->phone,
        person->mail, person->language, person->birth_year,
        visit->treatment->name, provider_name(visit->chair), price, fee,
        person->cover, person->work);
}

void write_table(const struct studio *studio, int chair)
{
    char name[32];
    FILE *out;

    (void)snprintf(name, sizeof(name), "chair-%d.csv", chair + 1);
    out = file_open(studio, name);
    (void)fputs("id,start,duration_min,booked_at,status,status_at,customer_id,"
                "name,phone,email,language,birth_year,service,provider,price,"
                "fee,group:cover,group:work\n",
                out);
    for (size_t i = 0; i < studio->life.count; i++) {
        const struct visit *visit = studio->order[i];

        if (visit->chair == chair && visit->start >= studio->from &&
            visit->start < studio->morning)
            put_row(studio, visit, out);
    }
    file_close(out);
}
