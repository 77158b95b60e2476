/*
 * The worked month of product.md, to the cent and to the printed digit.
 */
#include <stdio.h>
#include <string.h>

#include "analytics/report.h"
#include "tests/harness/db.h"
#include "tests/harness/visits.h"
#include "tests/test.h"

#define FIRST_S   INT64_C(1793516400) /* 2026-11-01T07:00:00+01:00 */
#define BOOKED_S  INT64_C(1790838000) /* a month before */
#define NOW_S     INT64_C(1796200000) /* December */
#define MINUTES   40
#define SLOT_S    (MINUTES * MINUTE_S)
#define CUSTOMERS 400

static const struct provider martin = {.name = "Dr Martin",
                                       .hourly_minor = 7200};

static struct office office_make(void)
{
    struct office office = {
        .name = "Cabinet des Lilas",
        .country = "FR",
        .currency = "EUR",
        .language = "fr",
        .short_notice = {24 * HOUR_S},
        .providers = &martin,
        .provider_count = 1,
    };
    struct error err = {0};

    CHECK(zone_load("Europe/Paris", &office.zone, &err));
    return office;
}

/* The next free slot, a customer of its own, booked long before. */
static struct visit_row next_row(int64_t *number)
{
    int64_t index = (*number)++;

    return (struct visit_row){
        .customer = index + 1,
        .start_s = FIRST_S + index * SLOT_S,
        .minutes = MINUTES,
        .service = "Cleaning",
        .provider = "Dr Martin",
        .price_minor = 9000,
        .booked_s = BOOKED_S,
    };
}

/* Attended, in the slot that `freed` left an hour after it was freed. */
static void add_refill(struct db *db, const struct visit_row *freed,
                       int64_t customer)
{
    struct visit_row row = *freed;

    row.customer = customer;
    row.state = NULL;
    row.by = NULL;
    row.booked_s = freed->said_s + HOUR_S;
    row.said_s = 0;
    row.result = "attended";
    (void)visit_add(db, &row);
}

static void add_missed(struct db *db, int64_t *number, bool fee)
{
    struct visit_row row = next_row(number);

    row.result = "no-show";
    row.fee_minor = fee ? 6000 : 0;
    (void)visit_add(db, &row);
}

static void add_cancelled(struct db *db, int64_t *number, const char *by,
                          int64_t notice_s, bool refilled)
{
    struct visit_row row = next_row(number);

    row.state = "cancelled";
    row.by = by;
    row.said_s = row.start_s - notice_s;
    (void)visit_add(db, &row);
    if (refilled)
        add_refill(db, &row, CUSTOMERS + row.customer);
}

static void add_attended(struct db *db, int64_t *number, int64_t comes_back)
{
    struct visit_row row = next_row(number);

    row.result = "attended";
    if (comes_back != 0) {
        row.customer = comes_back;
        row.booked_s = FIRST_S + DAY_S;
    }
    (void)visit_add(db, &row);
}

static void fill_month(struct db *db)
{
    int64_t number = 0;

    test_db_exec(db, "BEGIN");
    for (int i = 0; i < 20; i++)
        add_missed(db, &number, i == 0);
    for (int i = 0; i < 12; i++) {
        struct visit_row row = next_row(&number);

        (void)visit_add(db, &row);
    }
    for (int i = 0; i < 15; i++)
        add_cancelled(db, &number, "customer", 5 * HOUR_S, i < 9);
    for (int i = 0; i < 30; i++)
        add_cancelled(db, &number, "customer", 30 * HOUR_S, false);
    for (int i = 0; i < 10; i++)
        add_cancelled(db, &number, "office", HOUR_S, false);
    for (int i = 0; i < 313 - 9; i++)
        add_attended(db, &number, i < 5 ? i + 1 : 0);
    test_db_exec(db, "COMMIT");
}

static void make_report(struct db *db, const struct office *office,
                        struct arena *arena, struct report *out)
{
    struct report_request request = {.db = db,
                                     .office = office,
                                     .now = {NOW_S}};
    struct error err = {0};

    CHECK(period_parse("2026-11", &office->zone, &request.period, &err));
    if (!report_month(&request, arena, out, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        FAIL("no report");
    }
}

/* The whole test: a month, one check of it. */
static void with_month(void (*check)(const struct report *report,
                                     struct arena *arena))
{
    struct db *db = test_db_open();
    struct office office = office_make();
    struct arena arena = {0};
    struct report report;

    fill_month(db);
    make_report(db, &office, &arena, &report);
    check(&report, &arena);
    arena_free(&arena);
    test_db_close(db);
}

static void check_counts(const struct report *report, struct arena *arena)
{
    (void)arena;
    CHECK_INT(counts_total(&report->counts), 400);
    CHECK_INT(report->counts.of[OUTCOME_NO_SHOW], 20);
    CHECK_INT(report->counts.of[OUTCOME_UNMARKED], 12);
    CHECK_INT(report->counts.of[OUTCOME_CANCELLED_SHORT], 15);
    CHECK_INT(report->counts.of[OUTCOME_CANCELLED_EARLY], 30);
    CHECK_INT(report->counts.of[OUTCOME_CANCELLED_OFFICE], 10);
    CHECK_INT(report->counts.of[OUTCOME_ATTENDED], 313);
}

TEST(worked_month, counts_its_400_appointments)
{
    with_month(check_counts);
}

static void check_loss(const struct report *report, struct arena *arena)
{
    const struct loss *loss = &report->loss;

    (void)arena;
    CHECK_INT(loss->contract_minor, 180000);
    CHECK_INT(loss->time_minor, 96000);
    CHECK_INT(loss->contribution_minor, 180000);
    CHECK_INT(loss->gross_minor, 276000);
    CHECK_INT(loss->refilled_minor, 0);
    CHECK_INT(loss->rebooked_minor, 45000);
    CHECK_INT(loss->fees_minor, 6000);
    CHECK_INT(loss->messages_minor, 0);
    CHECK_INT(loss->net_minor, 225000);
    CHECK_INT(loss->net_contribution_minor, 129000);
    CHECK_INT(loss->short_unrefilled_minor, 82800);
    CHECK_INT(loss->short_open, 6);
    CHECK_INT(loss->tiers[PRICE_APPOINTMENT].count, 20);
}

TEST(worked_month, loses_what_the_owner_expects_to_the_cent)
{
    with_month(check_loss);
}

static void check_text(const struct report *report, struct arena *arena)
{
    static const char *const printed[] = {
        "20/400",
        "5.0 %",
        "3.26–7.60 %",
        "5.0–8.0 %",
        "20/333",
        "6.0 %",
        "20/345–32/345 = 5.8–9.3 %",
        "15/348",
        "4.3 %",
        "35/348",
        "10.1 %",
        "45/378",
        "11.9 %",
        "333/345",
        "96.5 %",
        "1,800.00",
        "960.00",
        "2,760.00",
        "450.00",
        "60.00",
        "2,250.00",
        "1,290.00",
        "828.00",
        "November 2026",
        "Cabinet des Lilas",
    };
    struct report_style style = {.width = 80, .bars = true};
    struct buf text;

    (void)arena;
    buf_init(&text, 100000);
    report_text(report, &style, &text);
    for (size_t i = 0; i < ARRAY_LEN(printed); i++)
        CHECK_CONTAINS(buf_text(&text), printed[i]);
    CHECK(!text.full);
    CHECK(strstr(buf_text(&text), "\\x") == NULL);
    buf_finish(&text);
}

TEST(worked_month, prints_every_figure_of_its_table)
{
    with_month(check_text);
}

static void check_json(const struct report *report, struct arena *arena)
{
    static const char *const parts[] = {
        "\"month\": \"2026-11\"",
        "\"from\": \"2026-10-31T23:00:00Z\"",
        "\"until\": \"2026-11-30T23:00:00Z\"",
        "\"zone\": \"Europe/Paris\"",
        "\"total\": 400",
        "\"no_show\": 20",
        "\"value\": 0.05,",
        "\"bound_high\": 0.08,",
        "\"bound_low\": null",
        "\"currency\": \"EUR\"",
        "\"gross_minor\": 276000",
        "\"net_minor\": 225000",
        "\"net_contribution_minor\": 129000",
        "\"short_unrefilled_minor\": 82800",
        "\"segments\": {",
        "\"people\": {",
        "\"definitions\": {",
    };
    const char *json = report_json(report, arena);

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        CHECK_CONTAINS(json, parts[i]);
}

TEST(worked_month, says_the_same_in_json)
{
    with_month(check_json);
}
