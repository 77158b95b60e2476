#include <stdio.h>
#include <string.h>

#include "analytics/report.h"
#include "tests/harness/db.h"
#include "tests/harness/visits.h"
#include "tests/test.h"

#define NOVEMBER_S INT64_C(1793523600) /* 2026-11-01T09:00:00Z */
#define NOW_S      (NOVEMBER_S + 35 * DAY_S)

struct bench {
    struct db *db;
    struct arena arena;
    struct office office;
    struct instant now;
    struct report report;
};

static const struct provider providers[] = {
    {.name = "Dr Martin", .hourly_minor = 7200},
    {.name = "Dr Roux"},
};

static void bench_init(struct bench *bench)
{
    struct error err = {0};

    *bench = (struct bench){
        .db = test_db_open(),
        .now = {NOW_S},
        .office = {.name = "Cabinet des Lilas",
                   .currency = "EUR",
                   .short_notice = {24 * HOUR_S},
                   .providers = providers,
                   .provider_count = 2},
    };
    CHECK(zone_load("Europe/Paris", &bench->office.zone, &err));
}

static void bench_finish(struct bench *bench)
{
    arena_free(&bench->arena);
    test_db_close(bench->db);
}

static void bench_report(struct bench *bench)
{
    struct report_request request = {.db = bench->db,
                                     .office = &bench->office,
                                     .now = bench->now};
    struct error err = {0};

    CHECK(period_parse("2026-11", &bench->office.zone, &request.period, &err));
    CHECK(report_month(&request, &bench->arena, &bench->report, &err));
}

static char *bench_text(struct bench *bench)
{
    struct report_style style = {.width = 80};
    struct buf text;
    char *copy;

    buf_init(&text, 100000);
    report_text(&bench->report, &style, &text);
    copy = arena_strdup(&bench->arena, buf_text(&text));
    buf_finish(&text);
    return copy;
}

/* `times` visits of one customer, a day apart from `start_s`. */
static void add(struct bench *bench, int64_t customer, int64_t start_s,
                const char *result, int times)
{
    for (int i = 0; i < times; i++) {
        struct visit_row row = {.customer = customer,
                                .start_s = start_s + i * DAY_S,
                                .minutes = 40,
                                .provider = "Dr Martin",
                                .price_minor = 9000,
                                .booked_s = start_s - 40 * DAY_S,
                                .result = result};

        (void)visit_add(bench->db, &row);
    }
}

TEST(report, of_an_empty_month_says_so_without_dividing_by_nothing)
{
    struct bench bench;
    const char *json;

    bench_init(&bench);
    bench_report(&bench);
    json = report_json(&bench.report, &bench.arena);
    CHECK_CONTAINS(json, "\"total\": 0");
    CHECK_CONTAINS(json, "\"value\": null");
    CHECK(strstr(json, "nan") == NULL);
    CHECK_CONTAINS(bench_text(&bench), "0 appointments");
    CHECK_UINT(bench.report.advice_count, 0);
    bench_finish(&bench);
}

TEST(report, names_who_misses_often)
{
    struct bench bench;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S, "attended", 28);
    add(&bench, 2, NOVEMBER_S, "no-show", 4);
    bench_report(&bench);
    CHECK_INT(bench.report.people.often, 1);
    CHECK_CONTAINS(bench_text(&bench), "Customer 2");
    CHECK_CONTAINS(report_json(&bench.report, &bench.arena),
                   "\"name\": \"Customer 2\"");
    CHECK_CONTAINS(bench.report.advice[0], "1 of 2 customers account for 4");
    bench_finish(&bench);
}

TEST(report, tells_chance_from_change)
{
    struct bench bench;

    bench_init(&bench);
    for (int month = 1; month <= 3; month++) {
        add(&bench, 1, NOVEMBER_S - 30 * month * DAY_S, "attended", 19);
        add(&bench, 1, NOVEMBER_S - 30 * month * DAY_S, "no-show", 1);
    }
    add(&bench, 1, NOVEMBER_S, "attended", 18);
    add(&bench, 1, NOVEMBER_S, "no-show", 2);
    bench_report(&bench);
    CHECK_INT(bench.report.change.months, 3);
    CHECK_DOUBLE(bench.report.change.centre, 0.05, 1e-12);
    CHECK_INT(bench.report.change.verdict, CHANGE_NONE);
    add(&bench, 1, NOVEMBER_S, "no-show", 20);
    bench_report(&bench);
    CHECK_INT(bench.report.change.verdict, CHANGE_HIGHER);
    bench_finish(&bench);
}

TEST(report, sees_no_change_in_a_history_of_two_months)
{
    struct bench bench;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S - 30 * DAY_S, "attended", 19);
    add(&bench, 1, NOVEMBER_S - 60 * DAY_S, "attended", 19);
    add(&bench, 1, NOVEMBER_S, "no-show", 19);
    bench_report(&bench);
    CHECK_INT(bench.report.change.verdict, CHANGE_UNKNOWN);
    bench_finish(&bench);
}

TEST(report, does_not_guess_chairs_where_there_are_several)
{
    struct bench bench;
    struct visit_row row = {.customer = 1,
                            .start_s = NOVEMBER_S,
                            .minutes = 40,
                            .price_minor = 9000,
                            .result = "no-show"};

    bench_init(&bench);
    (void)visit_add(bench.db, &row);
    row.customer = 2;
    row.booked_s = NOVEMBER_S;
    row.result = "attended";
    (void)visit_add(bench.db, &row);
    bench_report(&bench);
    CHECK_INT(bench.report.loss.refilled_minor, 0);
    bench.office.provider_count = 1;
    bench_report(&bench);
    CHECK_INT(bench.report.loss.refilled_minor, 13800);
    bench_finish(&bench);
}

TEST(report, lists_what_makes_it_less_sure)
{
    struct bench bench;
    struct visit_row row = {.start_s = NOVEMBER_S, .result = "no-show"};
    const struct report_problems *problems = &bench.report.problems;

    bench_init(&bench);
    (void)visit_add(bench.db, &row);
    row.result = NULL;
    row.customer = 1;
    row.booked_s = NOVEMBER_S + 3 * DAY_S;
    (void)visit_add(bench.db, &row);
    row.state = "withdrawn";
    (void)visit_add(bench.db, &row);
    row.start_s = NOVEMBER_S + 20 * DAY_S;
    row.booked_s = 0;
    row.state = "booked";
    (void)visit_add(bench.db, &row);
    bench.now.unix_s = NOVEMBER_S + 10 * DAY_S;
    bench_report(&bench);
    CHECK_INT(bench.report.counts.of[OUTCOME_FUTURE], 1);
    CHECK_INT(problems->unmarked, 1);
    CHECK_INT(problems->withdrawn, 1);
    CHECK_INT(problems->no_customer, 1);
    CHECK_INT(problems->no_price, 1);
    CHECK_INT(problems->no_time, 1);
    CHECK_INT(problems->booked_after, 2);
    CHECK_INT(problems->booked_unknown, 1);
    bench_finish(&bench);
}

TEST(report, gives_at_most_three_sentences_of_advice)
{
    struct bench bench;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S, "attended", 20);
    add(&bench, 2, NOVEMBER_S, "no-show", 5);
    add(&bench, 3, NOVEMBER_S, NULL, 10);
    for (int i = 0; i < 5; i++) {
        struct visit_row row = {.customer = 4,
                                .start_s = NOVEMBER_S + i * DAY_S,
                                .minutes = 40,
                                .state = "cancelled",
                                .by = "customer",
                                .said_s = NOVEMBER_S + i * DAY_S - HOUR_S,
                                .price_minor = 9000};

        (void)visit_add(bench.db, &row);
    }
    bench_report(&bench);
    CHECK_UINT(bench.report.advice_count, REPORT_ADVICE_MAX);
    CHECK_CONTAINS(bench.report.advice[0], "10 of 35 visits are unmarked");
    bench_finish(&bench);
}

TEST(report, survives_names_that_are_not_utf_8)
{
    struct bench bench;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S, "attended", 28);
    add(&bench, 2, NOVEMBER_S, "no-show", 4);
    test_db_exec(bench.db,
                 "UPDATE customer SET name = CAST(x'5a6fe9' AS TEXT)");
    bench_report(&bench);
    CHECK_CONTAINS(report_json(&bench.report, &bench.arena),
                   "\"name\": \"Zoé\"");
    (void)bench_text(&bench);
    bench_finish(&bench);
}

static void read_profiles(struct bench *bench, struct profiles_report *out)
{
    struct profiles_request request = {.db = bench->db,
                                       .office = &bench->office,
                                       .from = PROFILES_FROM_START,
                                       .until = {NOW_S},
                                       .now = {NOW_S}};
    struct error err = {0};

    CHECK(profiles_read(&request, &bench->arena, out, &err));
}

TEST(report, of_groups_hides_cells_that_are_too_small)
{
    struct bench bench;
    struct profiles_report profiles;
    struct report_style style = {.width = 80, .bars = true};
    struct buf text;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S, "attended", 8);
    add(&bench, 2, NOVEMBER_S, "no-show", 2);
    for (int64_t i = 1; i <= 10; i++)
        visit_group(bench.db, i, "employment",
                    i % 2 == 0 ? "working"
                    : i < 9    ? "retired"
                               : "student");
    read_profiles(&bench, &profiles);
    CHECK_UINT(profiles.groups.count, 1);
    CHECK_UINT(profiles.groups.items[0].count, 1);
    CHECK_INT(profiles.groups.items[0].hidden, 2);
    CHECK_STR(profiles.groups.items[0].cells[0].value, "working");
    CHECK_INT(profiles.groups.items[0].cells[0].rate.numerator, 1);
    CHECK_INT(profiles.groups.items[0].cells[0].rate.denominator, 5);

    buf_init(&text, 100000);
    profiles_text(&profiles, &style, &text);
    CHECK_CONTAINS(buf_text(&text), "working");
    CHECK_CONTAINS(buf_text(&text), "1/5");
    CHECK(strstr(buf_text(&text), "student") == NULL);
    CHECK_CONTAINS(buf_text(&text), "2 with fewer than 5 visits");
    buf_finish(&text);
    bench_finish(&bench);
}

TEST(report, of_profiles_has_every_customer_with_denominators)
{
    struct bench bench;
    struct profiles_report profiles;
    const char *json;

    bench_init(&bench);
    add(&bench, 1, NOVEMBER_S, "attended", 8);
    add(&bench, 2, NOVEMBER_S, "no-show", 2);
    add(&bench, 3, NOW_S + DAY_S, NULL, 2);
    read_profiles(&bench, &profiles);
    json = profiles_json(&profiles, &bench.arena);
    CHECK_CONTAINS(json, "\"customers\": 2");
    CHECK_CONTAINS(json, "\"missed_two\": 1");
    CHECK_CONTAINS(json, "\"id\": \"2\"");
    CHECK_CONTAINS(json, "\"from\": null");
    CHECK(strstr(json, "Customer 3") == NULL);
    bench_finish(&bench);
}
