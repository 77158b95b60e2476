/*
 * A feed in two or three states: what the importer may conclude from each,
 * through the whole room and a small store in memory.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "importers/extract.h"
#include "importers/reconcile.h"
#include "tests/harness/extracting.h"
#include "tests/test.h"

#define FEEDS      TEST_FIXTURES_DIR "/feeds"
#define SUFFIX     ".expected-sync.json"
#define PATH_BYTES 4096
#define KNOWN_MAX  100
#define STEP_S     HOUR_S /* between two fetches */

struct scenario {
    const char *name;
    struct arena arena;
    json_t *expected;
    struct office office;
    struct extractor *extractor;
    struct instant now;
    struct known_booking known[KNOWN_MAX];
    size_t known_count;
    int failures;
};

struct step {
    struct scenario *scenario;
    struct booking *fetched;
    size_t fetched_count;
    struct reconcile_result result;
};

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static struct str read_file(struct arena *arena, const char *name)
{
    char path[PATH_BYTES];
    char *bytes = arena_alloc(arena, 100000);
    FILE *file;
    size_t len;

    snprintf(path, sizeof(path), "%s/%s", FEEDS, name);
    file = fopen(path, "rb");
    CHECK(file != NULL);
    len = fread(bytes, 1, 100000, file);
    fclose(file);
    return (struct str){bytes, len};
}

/* Reads one state of the feed; false when it is no calendar. */
static bool fetch(struct step *step, const char *file)
{
    struct scenario *scenario = step->scenario;
    struct ical_calendar calendar;
    struct import_request request = {
        .document = read_file(&scenario->arena, file),
        .from = {scenario->now.unix_s - 30 * DAY_S},
        .until = {scenario->now.unix_s + 400 * DAY_S},
        .default_zone = scenario->office.zone,
    };
    struct error err;

    if (!ical_read(&request, &scenario->arena, &calendar, &err))
        return false;
    step->fetched = arena_new_array(&scenario->arena, calendar.occurrence_count,
                                    struct booking);
    for (size_t i = 0; i < calendar.occurrence_count; i++) {
        struct extracted extracted;

        extract_visit_of(scenario->extractor, &calendar,
                         &calendar.occurrences[i], &scenario->arena,
                         &extracted);
        if (extracted.block == BLOCK_NONE)
            step->fetched[step->fetched_count++] = extracted.booking;
    }
    return true;
}

static void compare(struct step *step)
{
    struct reconcile_request request = {
        .known = step->scenario->known,
        .known_count = step->scenario->known_count,
        .fetched = step->fetched,
        .fetched_count = step->fetched_count,
        .now = step->scenario->now,
        .zone = step->scenario->office.zone,
    };

    reconcile(&request, &step->scenario->arena, &step->result);
}

/* Whether the change says what an expectation says. */
static bool is_expected(const struct step *step, const struct change *change,
                        const json_t *expected)
{
    const struct known_booking *known =
        change->known == RECONCILE_NONE ? NULL
                                        : &step->scenario->known[change->known];
    const struct booking *fetched = change->fetched == RECONCILE_NONE
                                        ? NULL
                                        : &step->fetched[change->fetched];
    const char *word = text_at(expected, "change");
    const char *to = text_at(expected, "to_start_utc");
    const char *replaces = text_at(expected, "replaces_uid");
    char start[INSTANT_TEXT_MAX];
    char to_start[INSTANT_TEXT_MAX];

    /* The corpus calls "cancelled" what is withdrawn here. */
    if (change->kind == CHANGE_WITHDRAWN && strcmp(word, "cancelled") == 0)
        word = "withdrawn";
    instant_format(known != NULL ? known->start : fetched->start, start);
    instant_format(fetched != NULL ? fetched->start : known->start, to_start);
    return strcmp(change_kind_name(change->kind), word) == 0 &&
           strcmp(fetched != NULL ? fetched->uid : known->uid,
                  text_at(expected, "uid")) == 0 &&
           strcmp(start, text_at(expected, "start_utc")) == 0 &&
           (to == NULL || strcmp(to_start, to) == 0) &&
           (replaces == NULL ||
            (known != NULL && strcmp(known->uid, replaces) == 0)) &&
           change->is_probable ==
               json_is_true(json_object_get(expected, "probable"));
}

static bool is_shown(const struct change *change)
{
    return change->kind != CHANGE_UNCHANGED && change->kind != CHANGE_CHANGED &&
           !change->is_held;
}

static void check_changes(struct step *step, const json_t *expected)
{
    size_t shown = 0;

    for (size_t i = 0; i < step->result.change_count; i++) {
        const struct change *change = &step->result.changes[i];
        bool found = false;

        if (!is_shown(change))
            continue;
        shown++;
        for (size_t k = 0; k < json_array_size(expected); k++)
            found |= is_expected(step, change, json_array_get(expected, k));
        if (!found) {
            fprintf(stderr, "%s: unexpected '%s'\n", step->scenario->name,
                    change_kind_name(change->kind));
            step->scenario->failures++;
        }
    }
    if (shown != json_array_size(expected)) {
        fprintf(stderr, "%s: %zu changes, expected %zu\n", step->scenario->name,
                shown, json_array_size(expected));
        step->scenario->failures++;
    }
}

/* What the store does with a word about a visit that did not come. */
static void apply_absence(struct scenario *scenario,
                          const struct change *change)
{
    struct known_booking *known = &scenario->known[change->known];

    if (change->content != NULL)
        known->content = change->content;
    if (change->kind == CHANGE_MISSING)
        known->missing_since = scenario->now;
    if (change->kind == CHANGE_CANCELLED)
        known->state = APPOINTMENT_CANCELLED;
    if (change->kind == CHANGE_WITHDRAWN) {
        known->state = APPOINTMENT_WITHDRAWN;
        known->gone = true;
    }
}

static void apply_visit(struct scenario *scenario, const struct change *change,
                        const struct booking *fetched)
{
    size_t index = change->known;
    struct known_booking *known;

    if (index == RECONCILE_NONE) {
        CHECK(scenario->known_count < KNOWN_MAX);
        index = scenario->known_count++;
    }
    known = &scenario->known[index];
    if (change->content != NULL)
        known->content = change->content;
    known->uid = fetched->uid;
    known->recurrence = fetched->recurrence;
    known->sequence = fetched->sequence;
    known->start = fetched->start;
    known->end = fetched->end;
    known->title = fetched->summary;
    known->phone = fetched->phone;
    known->mail = fetched->mail;
    known->name = fetched->customer_name;
    known->service = fetched->service;
    known->missing_since.unix_s = 0;
    if (change->state_said)
        known->state = fetched->state;
}

static void apply(struct step *step, const struct change *change)
{
    if (change->is_held)
        return;
    if (change->fetched == RECONCILE_NONE)
        apply_absence(step->scenario, change);
    else
        apply_visit(step->scenario, change, &step->fetched[change->fetched]);
}

static void run_step(struct scenario *scenario, const json_t *expected)
{
    struct step step = {.scenario = scenario};
    const char *state = "rejected";

    if (fetch(&step, text_at(expected, "file"))) {
        compare(&step);
        state = step.result.verdict == RECONCILE_OK ? "ok" : "suspicious";
    }
    if (strcmp(state, text_at(expected, "state")) != 0) {
        fprintf(stderr, "%s: %s, expected %s\n", scenario->name, state,
                text_at(expected, "state"));
        scenario->failures++;
    }
    check_changes(&step, json_object_get(expected, "changes"));
    for (size_t i = 0; i < step.result.change_count; i++)
        apply(&step, &step.result.changes[i]);
}

static int run_scenario(const char *name)
{
    struct scenario *scenario = calloc(1, sizeof(*scenario));
    char path[PATH_BYTES];
    struct error err;
    json_t *steps;
    int failures;

    CHECK(scenario != NULL);
    snprintf(path, sizeof(path), "%s/%s", FEEDS, name);
    scenario->name = name;
    scenario->expected = json_load_file(path, 0, NULL);
    CHECK(scenario->expected != NULL);
    CHECK(instant_parse(text_at(scenario->expected, "now"), &scenario->now,
                        &err));
    CHECK(zone_load(text_at(scenario->expected, "default_tz"),
                    &scenario->office.zone, &err));
    scenario->office.country = "DE";
    scenario->office.currency = "EUR";
    CHECK(
        extractor_create(&scenario->office, NULL, &scenario->extractor, &err));
    steps = json_object_get(scenario->expected, "steps");
    for (size_t i = 0; i < json_array_size(steps); i++) {
        run_step(scenario, json_array_get(steps, i));
        scenario->now.unix_s += STEP_S;
    }
    failures = scenario->failures;
    extractor_destroy(scenario->extractor);
    json_decref(scenario->expected);
    arena_free(&scenario->arena);
    free(scenario);
    return failures;
}

TEST(sync, concludes_no_more_than_a_feed_says)
{
    DIR *folder = opendir(FEEDS);
    struct dirent *entry;
    int failures = 0;
    int scenarios = 0;

    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        if (strstr(entry->d_name, SUFFIX) == NULL)
            continue;
        failures += run_scenario(entry->d_name);
        scenarios++;
    }
    closedir(folder);
    CHECK_INT(failures, 0);
    CHECK_INT(scenarios, 11);
}
