#include "analytics/slots.h"
#include "tests/harness/db.h"
#include "tests/harness/visits.h"
#include "tests/test.h"

#define MONDAY_S INT64_C(1793606400) /* 2026-11-02T08:00:00Z */
#define NOW_S    (MONDAY_S + 60 * DAY_S)

static const struct slots_query everything = {
    .from = {MONDAY_S - 400 * DAY_S},
    .until = {MONDAY_S + 30 * DAY_S},
    .booked_until = {MONDAY_S + 60 * DAY_S},
    .now = {NOW_S},
    .short_notice = {24 * HOUR_S},
};

struct bench {
    struct db *db;
    struct arena arena;
    struct slots slots;
};

static void bench_read(struct bench *bench, const struct slots_query *query)
{
    struct error err = {0};

    CHECK(slots_read(bench->db, query, &bench->arena, &bench->slots, &err));
}

static void bench_finish(struct bench *bench)
{
    arena_free(&bench->arena);
    test_db_close(bench->db);
}

TEST(slots, count_days_on_the_appointments_own_wall)
{
    struct bench bench = {.db = test_db_open()};
    /* 23:30 on Monday in São Paulo, booked at 23:00 on Friday there. */
    struct visit_row row = {.start_s = MONDAY_S + 18 * HOUR_S + 30 * MINUTE_S,
                            .minutes = 30,
                            .zone = "America/Sao_Paulo",
                            .booked_s = MONDAY_S - 3 * DAY_S + 18 * HOUR_S};

    (void)visit_add(bench.db, &row);
    row.booked_s = 0;
    (void)visit_add(bench.db, &row);
    bench_read(&bench, &everything);
    CHECK_UINT(bench.slots.count, 2);
    CHECK_INT(civil_weekday(civil_from_days(bench.slots.items[0].day)), MONDAY);
    CHECK_INT(bench.slots.items[0].lead, 3);
    CHECK_INT(bench.slots.items[1].lead, LEAD_UNKNOWN);
    bench_finish(&bench);
}

TEST(slots, know_when_a_slot_became_free)
{
    struct bench bench = {.db = test_db_open()};
    struct visit_row row = {.start_s = MONDAY_S, .minutes = 30};

    row.result = "no-show";
    (void)visit_add(bench.db, &row);
    row.result = NULL;
    row.state = "cancelled";
    row.by = "customer";
    row.said_s = MONDAY_S - HOUR_S;
    (void)visit_add(bench.db, &row);
    row.said_until_s = MONDAY_S + HOUR_S; /* found out afterwards */
    (void)visit_add(bench.db, &row);
    row.said_s = 0;
    row.said_until_s = 0;
    (void)visit_add(bench.db, &row);
    bench_read(&bench, &everything);
    CHECK_INT(bench.slots.items[0].freed.unix_s, MONDAY_S);
    CHECK_INT(bench.slots.items[1].freed.unix_s, MONDAY_S - HOUR_S);
    CHECK_INT(bench.slots.items[2].freed.unix_s, MONDAY_S);
    CHECK(bench.slots.items[2].freed_known);
    CHECK(!bench.slots.items[3].freed_known);
    bench_finish(&bench);
}

TEST(slots, are_free_when_their_loss_was_seen_whatever_the_row_lacks)
{
    struct bench bench = {.db = test_db_open()};
    struct visit_row row = {.start_s = MONDAY_S,
                            .minutes = 30,
                            .state = "cancelled",
                            .by = "customer",
                            .said_s = MONDAY_S - 3 * HOUR_S,
                            .said_until_s = MONDAY_S - HOUR_S};

    (void)visit_add(bench.db, &row);
    test_db_exec(bench.db, "UPDATE appointment SET freed_s = NULL");
    bench_read(&bench, &everything);
    CHECK_INT(bench.slots.items[0].freed.unix_s, MONDAY_S - HOUR_S);
    bench_finish(&bench);
}

/* One slot at `from_s`, moved at `said_s` to the next day. */
static struct slot moved_slot(const char *result, int64_t said_s)
{
    struct bench bench = {.db = test_db_open()};
    struct visit_row row = {.start_s = MONDAY_S + DAY_S,
                            .minutes = 30,
                            .booked_s = MONDAY_S - 9 * DAY_S,
                            .result = "attended"};
    struct slot slot;

    row.moved_to = visit_add(bench.db, &row);
    row.start_s = MONDAY_S;
    row.state = "moved";
    row.said_s = said_s;
    row.result = result;
    (void)visit_add(bench.db, &row);
    bench_read(&bench, &everything);
    slot = bench.slots.items[1];
    bench_finish(&bench);
    return slot;
}

TEST(slots, are_taken_when_a_visit_moves_there_but_booked_before)
{
    struct slot slot = moved_slot(NULL, MONDAY_S - HOUR_S);

    CHECK_INT(slot.taken.unix_s, MONDAY_S - HOUR_S);
    CHECK_INT(slot.booked.unix_s, MONDAY_S - 9 * DAY_S);
}

TEST(slots, are_booked_anew_when_a_missed_visit_moves_there)
{
    struct slot slot = moved_slot("no-show", MONDAY_S + HOUR_S);

    CHECK_INT(slot.taken.unix_s, MONDAY_S + HOUR_S);
    CHECK_INT(slot.booked.unix_s, MONDAY_S + HOUR_S);
}

TEST(slots, hold_later_visits_that_were_booked_in_time)
{
    struct bench bench = {.db = test_db_open()};
    struct slots_query query = everything;
    struct visit_row row = {.start_s = MONDAY_S + 40 * DAY_S, .minutes = 30};

    query.booked_until.unix_s = MONDAY_S + 35 * DAY_S;
    row.booked_s = MONDAY_S + 35 * DAY_S;
    (void)visit_add(bench.db, &row);
    row.booked_s++;
    (void)visit_add(bench.db, &row);
    row.booked_s = MONDAY_S;
    row.start_s = NOW_S + 1;
    (void)visit_add(bench.db, &row);
    row.start_s = everything.from.unix_s - 1;
    (void)visit_add(bench.db, &row);
    bench_read(&bench, &query);
    CHECK_UINT(bench.slots.count, 1);
    bench_finish(&bench);
}

TEST(slots, of_nobody_named_are_the_only_providers)
{
    struct bench bench = {.db = test_db_open()};
    struct slots_query query = everything;
    struct visit_row row = {.start_s = MONDAY_S, .minutes = 30};

    (void)visit_add(bench.db, &row);
    query.sole_provider = "Dr Martin";
    bench_read(&bench, &query);
    CHECK_STR(bench.slots.providers.items[bench.slots.items[0].provider],
              "Dr Martin");
    bench_finish(&bench);
}

TEST(slots, are_refused_with_their_number_when_a_row_is_damaged)
{
    struct bench bench = {.db = test_db_open()};
    struct visit_row row = {.start_s = MONDAY_S, .minutes = 30};
    struct error err = {0};

    (void)visit_add(bench.db, &row);
    test_db_exec(bench.db, "UPDATE appointment SET wall = 'tomorrow'");
    CHECK(!slots_read(bench.db, &everything, &bench.arena, &bench.slots, &err));
    CHECK_INT(err.kind, ERROR_MACHINE);
    CHECK_CONTAINS(err.text, "appointment 1");
    bench_finish(&bench);
}
