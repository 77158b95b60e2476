#include "tests/harness/visits.h"

#include <stdio.h>

#include "base/str.h"
#include "base/zone.h"
#include "tests/test.h"

static const char sql_customer[] =
    "INSERT INTO customer (id, name, created_s) VALUES (?1, ?2, 0)"
    " ON CONFLICT (id) DO NOTHING";

static const char sql_appointment[] =
    "INSERT INTO appointment (customer, start_s, end_s, zone, wall, service,"
    "    provider, price_minor, fee_minor, state, cancelled_by, said_s,"
    "    said_until_s, freed_s, booked_s, moved_to, created_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
    "         ?15, ?16, ?2)"
    " RETURNING id";

static const char sql_attendance[] =
    "INSERT INTO attendance (appointment, result, noted_s, who)"
    " VALUES (?1, ?2, 0, 'test')";

static const char sql_group[] =
    "INSERT INTO appointment_group (appointment, name, value)"
    " VALUES (?1, ?2, ?3)";

static void must(bool ok, const struct error *err)
{
    if (ok)
        return;
    (void)fprintf(stderr, "%s\n", err->text);
    FAIL("a row was not written");
}

static void add_customer(struct db *db, int64_t id)
{
    char name[32];
    struct error err = {0};

    if (id == 0)
        return;
    (void)snprintf(name, sizeof(name), "Customer %lld", (long long)id);
    must(db_do(db, sql_customer, &err, DB_VALUES(DB_I64(id), DB_TEXT(name))),
         &err);
}

int64_t visit_add(struct db *db, const struct visit_row *row)
{
    const char *zone_name = row->zone == NULL ? "Europe/Paris" : row->zone;
    int64_t freed_s = row->said_until_s != 0 ? row->said_until_s : row->said_s;
    char wall[CIVIL_TIME_TEXT_MAX];
    struct error err = {0};
    struct zone zone;
    int64_t id = 0;

    add_customer(db, row->customer);
    must(zone_load(zone_name, &zone, &err), &err);
    (void)civil_format_time(zone_civil(&zone, (struct instant){row->start_s}),
                            wall);
    must(db_ask_i64(
             db, sql_appointment, &id, &err,
             DB_VALUES(DB_I64_IF(row->customer != 0, row->customer),
                       DB_I64(row->start_s),
                       DB_I64(row->start_s + row->minutes * MINUTE_S),
                       DB_TEXT(zone_name), DB_TEXT(wall),
                       DB_TEXT(str_or_empty(row->service)),
                       DB_TEXT(str_or_empty(row->provider)),
                       DB_I64_IF(row->price_minor != 0,
                                 row->price_minor < 0 ? 0 : row->price_minor),
                       DB_I64(row->fee_minor),
                       DB_TEXT(row->state == NULL ? "booked" : row->state),
                       DB_TEXT(row->by),
                       DB_I64_IF(row->said_s != 0, row->said_s),
                       DB_I64_IF(row->said_until_s != 0, row->said_until_s),
                       DB_I64_IF(freed_s != 0, freed_s),
                       DB_I64_IF(row->booked_s != 0, row->booked_s),
                       DB_I64_IF(row->moved_to != 0, row->moved_to))),
         &err);
    if (row->result != NULL)
        must(db_do(db, sql_attendance, &err,
                   DB_VALUES(DB_I64(id), DB_TEXT(row->result))),
             &err);
    return id;
}

void visit_group(struct db *db, int64_t visit, const char *name,
                 const char *value)
{
    struct error err = {0};

    must(db_do(db, sql_group, &err,
               DB_VALUES(DB_I64(visit), DB_TEXT(name), DB_TEXT(value))),
         &err);
}
