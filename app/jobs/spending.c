#include "app/jobs/spending.h"

#include <stdio.h>

#include "app/jobs/watch.h"
#include "domain/money.h"

#define MICRO INT64_C(1000000)

static const char sql_load[] = "SELECT cost_micro FROM spending WHERE day = ?1";

static const char sql_save[] =
    "INSERT INTO spending (day, cost_micro) VALUES (?1, ?2)"
    " ON CONFLICT (day) DO UPDATE SET cost_micro = excluded.cost_micro";

static const char sql_return[] =
    "UPDATE spending SET cost_micro = max(0, cost_micro - ?2) WHERE day = ?1";

static int64_t micro_of(const struct office *office)
{
    int64_t micro = office->limits.spend_minor * MICRO;

    for (int i = money_decimals(office->currency); i > 0; i--)
        micro /= 10;
    return micro;
}

bool spending_load(struct db *db, const struct office *office,
                   struct instant now, struct spending *out, struct error *err)
{
    struct civil_date today = zone_civil(&office->zone, now).date;

    *out = (struct spending){.is_limited = office->limits.spend_minor != 0};
    if (!out->is_limited)
        return true;
    (void)civil_format_date(today, out->day);
    out->next_day = zone_day_start(&office->zone, civil_add_days(today, 1));
    out->limit_micro = micro_of(office);
    return db_ask_i64(db, sql_load, &out->spent_micro, err,
                      DB_VALUES(DB_TEXT(out->day)));
}

bool spending_take(struct spending *spending, int64_t cost_micro)
{
    if (!spending->is_limited)
        return true;
    if (spending->spent_micro + cost_micro > spending->limit_micro)
        return false;
    spending->spent_micro += cost_micro;
    return true;
}

bool spending_save(struct db *db, const struct spending *spending,
                   struct error *err)
{
    return !spending->is_limited ||
           db_do(db, sql_save, err,
                 DB_VALUES(DB_TEXT(spending->day),
                           DB_I64(spending->spent_micro)));
}

bool spending_return(struct db *db, const struct office *office,
                     struct instant now, int64_t cost_micro, struct error *err)
{
    char day[CIVIL_DATE_TEXT_MAX];

    if (office->limits.spend_minor == 0)
        return true;
    (void)civil_format_date(zone_civil(&office->zone, now).date, day);
    return db_do(db, sql_return, err,
                 DB_VALUES(DB_TEXT(day), DB_I64(cost_micro)));
}

bool spending_alarm(struct db *db, const struct office *office,
                    const struct spending *spending, struct instant now,
                    struct error *err)
{
    char amount[MONEY_TEXT_MAX];
    char text[200];
    const struct alarm alarm = {
        .kind = ALARM_SPENDING,
        .subject = spending->day,
        .text = text,
        .mend = "If that many are right, raise limits.spend_per_day in the "
                "office file; 'kept plan' shows what waits, 'kept callsheet' "
                "whom to telephone.",
    };

    (void)snprintf(text, sizeof(text),
                   "Today's %s %s for messages are spent; the rest waits for "
                   "tomorrow.",
                   money_format(office->limits.spend_minor, office->currency,
                                amount),
                   office->currency);
    return alarm_raise(db, &alarm, now, err);
}
