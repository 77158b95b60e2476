/*
 * made.h - appointments and customers that store tests begin with
 */
#ifndef TESTS_UNIT_STORE_MADE_H
#define TESTS_UNIT_STORE_MADE_H

#include "store/appointments.h"
#include "store/customers.h"
#include "tests/harness/db.h"
#include "tests/test.h"

/* Noon of Tuesday 2026-11-24, UTC. */
#define NOW_S INT64_C(1795521600)

static const struct author made_by = {.who = "test", .at = {NOW_S}};

static inline struct customer_id made_customer(struct db *db, const char *phone,
                                               const char *name)
{
    struct customer facts = {.name = name, .phone = phone};
    struct customer_id id;
    struct error err;

    CHECK(customer_keep(db, &facts, &made_by, &id, &err));
    return id;
}

/* An hour with a customer, `in_s` seconds from NOW_S. */
static inline struct appointment_id made_appointment(struct db *db,
                                                     struct customer_id who,
                                                     int64_t in_s)
{
    struct new_appointment fresh = {
        .slot =
            {
                .customer = who,
                .start = {NOW_S + in_s},
                .end = {NOW_S + in_s + 3600},
                .service = "Cleaning",
            },
        .reminded = -1,
        .lead = {100 * DAY_S},
    };
    struct appointment_id id;
    struct error err;

    CHECK(zone_load("Europe/Paris", &fresh.slot.zone, &err));
    CHECK(appointment_insert(db, &fresh, &made_by, &id, &err));
    return id;
}

#endif
