/*
 * demo_office FOLDER [YYYY-MM-DD] - the files of a fictional dental office
 *
 *     office.yaml   what it says of itself       kept.yaml   its gateways
 *     chair-N.csv   14 months up to yesterday, as its old program exports them
 *     chair-N.ics   today and the two weeks after it, as its calendar has them
 *
 * It is noon of that day, or of today. Prints what a script wants to know, as
 * assignments of the shell: `now`, `today`, and `last_open`, the last day
 * before today on which somebody worked.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tools/demo/files.h"

#define NOON (12 * 60)

FILE *file_open(const struct studio *studio, const char *name)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", studio->folder, name);
    file = fopen(path, "we");
    if (file == NULL) {
        (void)fprintf(stderr, "demo_office: '%s': %s\n", path, strerror(errno));
        exit(1);
    }
    return file;
}

void file_close(FILE *file)
{
    bool failed = ferror(file) != 0;

    if (fclose(file) == 0 && !failed)
        return;
    (void)fputs("demo_office: the disk is full\n", stderr);
    exit(1);
}

const char *provider_name(int chair)
{
    static const char *const names[LIFE_CHAIRS] = {"Dr Églantine",
                                                   "Dr Sorbier"};

    return names[chair];
}

static int by_start(const void *left, const void *right)
{
    const struct visit *a = *(const struct visit *const *)left;
    const struct visit *b = *(const struct visit *const *)right;

    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void sort_visits(struct studio *studio, struct arena *arena)
{
    studio->order =
        arena_new_array(arena, studio->life.count, const struct visit *);
    for (size_t i = 0; i < studio->life.count; i++)
        studio->order[i] = &studio->life.visits[i];
    qsort(studio->order, studio->life.count, sizeof(*studio->order), by_start);
}

/* The day asked for, or today where the office is. */
static bool read_day(int argc, char **argv, struct studio *out,
                     struct error *err)
{
    struct clock clock = clock_system();

    if (!zone_load(OFFICE_ZONE, &out->zone, err))
        return false;
    out->today = zone_civil(&out->zone, clock_now(&clock)).date;
    if (argc == 3 && !civil_parse_date(argv[2], &out->today, err))
        return false;
    if (out->today.year < LIFE_EPOCH.year + 2 || out->today.year > 2099)
        return error_set(err, ERROR_INPUT,
                         "the demonstration works from %d to 2099",
                         LIFE_EPOCH.year + 2);
    return true;
}

static void settle_times(struct studio *studio)
{
    int64_t today = civil_to_days(studio->today);
    int months =
        studio->today.year * 12 + studio->today.month - 1 - HISTORY_MONTHS;
    struct civil_date from = {months / 12, months % 12 + 1, 1};

    studio->from = civil_to_days(from) * MINUTES_A_DAY;
    studio->morning = today * MINUTES_A_DAY;
    studio->now = studio->morning + NOON;
    studio->last_open = today - 1;
    while (life_hours(studio->last_open).count == 0)
        studio->last_open--;
}

static void tell(const struct studio *studio)
{
    char now[INSTANT_TEXT_MAX];
    char today[CIVIL_DATE_TEXT_MAX];
    char last[CIVIL_DATE_TEXT_MAX];

    (void)printf(
        "now=%s today=%s last_open=%s\n",
        instant_format(zone_instant(&studio->zone,
                                    civil_from_seconds(studio->now * MINUTE_S),
                                    NULL),
                       now),
        civil_format_date(studio->today, today),
        civil_format_date(civil_from_days(studio->last_open), last));
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct studio studio = {0};
    struct error err;

    if (argc < 2 || argc > 3) {
        (void)fputs("usage: demo_office FOLDER [YYYY-MM-DD]\n", stderr);
        return 2;
    }
    studio.folder = argv[1];
    if (!read_day(argc, argv, &studio, &err)) {
        (void)fprintf(stderr, "demo_office: %s\n", err.text);
        return 2;
    }
    settle_times(&studio);
    life_run(&studio.life, studio.now, &arena);
    sort_visits(&studio, &arena);
    write_office(&studio);
    for (int chair = 0; chair < LIFE_CHAIRS; chair++) {
        write_table(&studio, chair);
        write_calendar(&studio, chair);
    }
    tell(&studio);
    arena_free(&arena);
    return 0;
}
