/*
 * 110,527 real appointments and what others computed from them (evidence.md
 * 5.1); both lie beside the checkout.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analytics/profile.h"
#include "analytics/segment.h"
#include "tests/harness/shared.h"
#include "tests/test.h"
#include "tests/unit/analytics/made.h"

#define ROWS       110527
#define LINE_BYTES 512
#define COLUMNS    14

enum { PATIENT = 0, SCHEDULED = 3, DAY = 4, NO_SHOW = 13 };

static const struct office office = {.currency = "BRL"};

static int64_t day_of(char *text)
{
    struct civil_date date;
    struct error err = {0};

    text[10] = '\0';
    CHECK(civil_parse_date(text, &date, &err));
    return civil_to_days(date);
}

static void read_row(char *line, struct names *patients, struct slot *out)
{
    char *cells[COLUMNS];
    int64_t booked;

    for (int i = 0; i < COLUMNS; i++)
        cells[i] = strsep(&line, ",\r\n");
    booked = day_of(cells[SCHEDULED]);
    *out = (struct slot){
        .customer = (int64_t)names_number(patients, cells[PATIENT]) + 1,
        .outcome = strcmp(cells[NO_SHOW], "Yes") == 0 ? OUTCOME_NO_SHOW
                                                      : OUTCOME_ATTENDED,
        .day = (int32_t)day_of(cells[DAY]),
    };
    out->lead = (int32_t)(out->day - booked);
    out->start.unix_s = out->day * DAY_S;
    out->end = out->start;
}

static int compare_starts(const void *left, const void *right)
{
    const struct slot *l = left;
    const struct slot *r = right;

    return (l->start.unix_s > r->start.unix_s) -
           (l->start.unix_s < r->start.unix_s);
}

static struct slots read_rows(struct arena *arena)
{
    char command[4096];
    char line[LINE_BYTES];
    struct slot *items = arena_new_array(arena, ROWS, struct slot);
    struct names patients;
    size_t count = 0;
    FILE *rows;

    (void)snprintf(command, sizeof(command), "gzip -dc '%s'",
                   shared_path("data/vitoria2016.csv.gz"));
    rows = popen(command, "r");
    CHECK(rows != NULL);
    names_init(&patients, arena);
    CHECK(fgets(line, sizeof(line), rows) != NULL);
    while (count < ROWS && fgets(line, sizeof(line), rows) != NULL)
        read_row(line, &patients, &items[count++]);
    CHECK_INT(pclose(rows), 0);
    CHECK_UINT(count, ROWS);
    qsort(items, count, sizeof(*items), compare_starts);
    return made_slots(items, count, arena);
}

static const struct segment *find(const struct segments *segments,
                                  const char *name)
{
    for (size_t i = 0; i < segments->count; i++) {
        if (strncmp(segments->items[i].name, name, strlen(name)) == 0)
            return &segments->items[i];
    }
    FAIL("no such segment");
}

struct reference {
    char table[32];
    char key[32];
    long long n;
    long long missed;
    double percent;
    double low;
    double high;
};

static void check_rate(const struct rate *rate,
                       const struct reference *reference)
{
    CHECK_INT(rate->denominator, reference->n);
    CHECK_INT(rate->numerator, reference->missed);
    CHECK_DOUBLE(rate->value * 100, reference->percent, 0.00005001);
    CHECK_DOUBLE(rate->low * 100, reference->low, 0.00005001);
    CHECK_DOUBLE(rate->high * 100, reference->high, 0.00005001);
}

/* "Mon" of the reference is "monday" here. */
static void check_weekday(const struct segments *segments,
                          const struct reference *reference)
{
    char name[32];

    (void)snprintf(name, sizeof(name), "%c%s", reference->key[0] | 0x20,
                   reference->key + 1);
    check_rate(&find(segments, name)->rate, reference);
}

TEST(vitoria, has_the_published_tables_to_four_decimals)
{
    static const struct period all = {.until = {INT64_MAX}};
    FILE *file = fopen(shared_path("data/reference_vitoria2016.csv"), "r");
    char line[LINE_BYTES];
    struct arena arena = {0};
    struct slots slots = read_rows(&arena);
    struct segments weekdays;
    struct segments leads;
    struct reference r;
    int checked = 0;

    CHECK(file != NULL);
    segments_of(&slots, &all, BREAKDOWN_WEEKDAY, &arena, &weekdays);
    segments_of(&slots, &all, BREAKDOWN_LEAD, &arena, &leads);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (sscanf(line, "%31[^,],%31[^,],%lld,%lld,%lf,%lf,%lf", r.table,
                   r.key, &r.n, &r.missed, &r.percent, &r.low, &r.high) != 7)
            continue;
        if (strcmp(r.table, "weekday") == 0)
            check_weekday(&weekdays, &r);
        else if (strcmp(r.table, "lead_days") == 0)
            check_rate(&find(&leads, r.key)->rate, &r);
        else
            continue;
        checked++;
    }
    CHECK_INT(checked, 6 + 9);
    CHECK_INT(fclose(file), 0);
    arena_free(&arena);
}

TEST(vitoria, has_as_many_who_missed_once_twice_and_three_times)
{
    struct arena arena = {0};
    struct slots slots = read_rows(&arena);
    struct tariff tariff;
    struct profiles people;

    tariff_gather(&slots, &office, (struct instant){0},
                  (struct instant){INT64_MAX}, &arena, &tariff);
    profiles_of(&slots, &tariff, (struct instant){0},
                (struct instant){INT64_MAX}, &arena, &people);
    CHECK_UINT(people.count, 62299);
    CHECK_INT(people.missed_one, 17663);
    CHECK_INT(people.missed_two, 3226);
    CHECK_INT(people.missed_three, 808);
    CHECK_INT(people.mean.numerator, 22319);
    CHECK_INT(people.mean.denominator, ROWS);
    arena_free(&arena);
}

TEST(vitoria, gives_the_prior_that_others_fitted)
{
    static const struct civil_date split = {2016, 5, 20};
    struct arena arena = {0};
    struct slots slots = read_rows(&arena);
    struct history *histories = arena_new_array(&arena, ROWS, struct history);
    struct prior prior;

    for (size_t i = 0; i < slots.count; i++) {
        const struct slot *slot = &slots.items[i];

        if (slot->day > civil_to_days(split))
            continue;
        histories[slot->customer].visits++;
        histories[slot->customer].missed += outcome_is_missed(slot->outcome);
    }
    prior = prior_fit(histories, ROWS, &arena);
    CHECK_INT(prior.source, PRIOR_LIKELIHOOD);
    CHECK_DOUBLE(prior.a, 1.119380, 0.001);
    CHECK_DOUBLE(prior.b, 4.189736, 0.003);
    arena_free(&arena);
}
