/*
 * The corpus of calendars: what each of them means, as several independent
 * programs agree or somebody has read against the RFC.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <jansson.h>

#include "base/utf8.h"
#include "importers/ical.h"
#include "tests/harness/shared.h"
#include "tests/test.h"

#define PATH_BYTES 4096

/* The processor time that any file may take here, sanitizers and all. */
#define CPU_S_MAX  2.0

/* One file and what came of it. */
struct corpus {
    const char *folder;
    const char *name; /* of the expectation */
    struct arena arena;
    json_t *expected;
    struct ical_calendar calendar;
    struct error err;
    bool is_read;
    int failures;
};

static void complain(struct corpus *corpus, const char *what, const char *which)
{
    if (corpus->failures++ < 5)
        fprintf(stderr, "%s: %s%s\n", corpus->name, what, which);
}

static char *read_file(struct corpus *corpus, const char *name, size_t *len)
{
    char path[PATH_BYTES];
    struct stat status;
    char *bytes;
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", corpus->folder, name);
    file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &status) != 0)
        FAIL("a file of the corpus cannot be read");
    *len = (size_t)status.st_size;
    bytes = arena_alloc(&corpus->arena, *len + 1);
    if (fread(bytes, 1, *len, file) != *len)
        FAIL("a file of the corpus cannot be read");
    fclose(file);
    return bytes;
}

static struct instant midnight(const char *date)
{
    struct civil_time time = {0};
    struct error err;

    CHECK(civil_parse_date(date, &time.date, &err));
    return (struct instant){civil_to_seconds(time)};
}

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void read_corpus(struct corpus *corpus, const char *file)
{
    struct import_request request = {0};
    json_t *window = json_object_get(corpus->expected, "window");
    const char *zone = text_at(corpus->expected, "default_tz");
    double used;
    clock_t before;

    request.document.at = read_file(corpus, file, &request.document.len);
    request.from =
        midnight(window == NULL ? "2026-01-01"
                                : json_string_value(json_array_get(window, 0)));
    request.until =
        midnight(window == NULL ? "2028-01-01"
                                : json_string_value(json_array_get(window, 1)));
    CHECK(zone_load(zone, &request.default_zone, &corpus->err));
    before = clock();
    corpus->is_read =
        ical_read(&request, &corpus->arena, &corpus->calendar, &corpus->err);
    used = (double)(clock() - before) / CLOCKS_PER_SEC;
    if (used > CPU_S_MAX)
        complain(corpus, "took too long", "");
}

/* How kept expand prints a start or an end. */
static const char *when(struct corpus *corpus, bool all_day,
                        struct civil_date date, struct instant at)
{
    char *out = arena_alloc(&corpus->arena, CIVIL_TIME_TEXT_MAX);

    return all_day ? civil_format_date(date, out) : instant_format(at, out);
}

/* An expected summary without the NUL bytes that one file has. */
static const char *summary_of(struct corpus *corpus, const json_t *object)
{
    const json_t *text = json_object_get(object, "summary");
    char *out;
    size_t len = 0;

    if (!json_is_string(text) || json_string_length(text) == 0)
        return "";
    out = arena_alloc(&corpus->arena, json_string_length(text) + 1);
    for (size_t i = 0; i < json_string_length(text); i++) {
        if (json_string_value(text)[i] != '\0')
            out[len++] = json_string_value(text)[i];
    }
    return out;
}

/*
 * Equal, but that U+FFFD in the expectation stands for any character: there
 * the references gave up on a byte that we can read.
 */
static bool is_same_text(struct str expected, struct str got)
{
    uint32_t wanted;
    uint32_t point;

    while (utf8_next(&expected, &wanted)) {
        if (!utf8_next(&got, &point) || (wanted != point && wanted != 0xFFFD))
            return false;
    }
    return got.len == 0;
}

static bool is_like(struct corpus *corpus,
                    const struct ical_occurrence *occurrence,
                    const json_t *expected, bool exactly)
{
    const struct ical_event *event = occurrence->event;
    const char *uid = text_at(expected, "uid");
    const char *start = when(corpus, occurrence->all_day, occurrence->first_day,
                             occurrence->start);
    const char *end = when(corpus, occurrence->all_day, occurrence->day_after,
                           occurrence->end);

    if (!str_same(uid, event->has_uid ? event->uid : NULL) ||
        (text_at(expected, "start_utc") != NULL &&
         !str_same(text_at(expected, "start_utc"), start)))
        return false;
    if (!exactly)
        return true;
    return str_same(text_at(expected, "end_utc"), end) &&
           str_same(text_at(expected, "status"), event->status) &&
           (json_object_get(expected, "summary") == NULL ||
            is_same_text(str_of(summary_of(corpus, expected)),
                         str_of(str_or_empty(event->summary))));
}

static const char *describe(struct corpus *corpus,
                            const struct ical_occurrence *occurrence)
{
    return arena_printf(&corpus->arena, "%s %s-%s %s '%s'",
                        occurrence->event->uid,
                        when(corpus, occurrence->all_day, occurrence->first_day,
                             occurrence->start),
                        when(corpus, occurrence->all_day, occurrence->day_after,
                             occurrence->end),
                        str_or_empty(occurrence->event->status),
                        str_or_empty(occurrence->event->summary));
}

static const char *dump(struct corpus *corpus, const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    const char *copy = arena_strdup(&corpus->arena, text);

    free(text);
    return copy;
}

/* Both lists hold the same; the order of equal starts is open. */
static void check_all(struct corpus *corpus)
{
    json_t *list = json_object_get(corpus->expected, "occurrences");
    const struct ical_calendar *calendar = &corpus->calendar;
    bool *is_taken =
        arena_new_array(&corpus->arena, calendar->occurrence_count, bool);
    json_t *expected;
    size_t index;

    if (!corpus->is_read && json_array_size(list) > 0)
        complain(corpus, "not read: ", corpus->err.text);
    json_array_foreach(list, index, expected)
    {
        size_t i = 0;

        while (i < calendar->occurrence_count &&
               (is_taken[i] ||
                !is_like(corpus, &calendar->occurrences[i], expected, true)))
            i++;
        if (i == calendar->occurrence_count)
            complain(corpus, "missing ", dump(corpus, expected));
        else
            is_taken[i] = true;
    }
    for (size_t i = 0; i < calendar->occurrence_count; i++) {
        if (!is_taken[i])
            complain(corpus,
                     "too much: ", describe(corpus, &calendar->occurrences[i]));
    }
}

static bool has(struct corpus *corpus, const json_t *expected)
{
    for (size_t i = 0; i < corpus->calendar.occurrence_count; i++) {
        if (is_like(corpus, &corpus->calendar.occurrences[i], expected, false))
            return true;
    }
    return false;
}

static void check_each(struct corpus *corpus, const char *key, bool wanted)
{
    json_t *list = json_object_get(corpus->expected, key);
    json_t *item;
    size_t index;

    json_array_foreach(list, index, item)
    {
        json_t *expected = json_is_string(item)
                               ? json_pack("{s:O}", "uid", item)
                               : json_incref(item);

        if (has(corpus, expected) != wanted)
            complain(corpus, wanted ? "missing " : "must not be there: ",
                     dump(corpus, expected));
        json_decref(expected);
    }
}

static void check_limits(struct corpus *corpus)
{
    const json_t *max =
        json_object_get(corpus->expected, "max_occurrences_per_event");

    for (size_t i = 0; max != NULL && i < corpus->calendar.event_count; i++) {
        const struct ical_event *event = &corpus->calendar.events[i];
        json_int_t count = 0;

        for (size_t j = 0; j < corpus->calendar.occurrence_count; j++)
            count += corpus->calendar.occurrences[j].event == event;
        if (count > json_integer_value(max))
            complain(corpus, "too many of ", event->uid);
    }
}

static void check_some(struct corpus *corpus)
{
    const char *parse = text_at(corpus->expected, "parse");

    if (parse != NULL && strcmp(parse, "reject") == 0 && corpus->is_read)
        complain(corpus, "was read", "");
    if (parse != NULL && strncmp(parse, "accept", 6) == 0 && !corpus->is_read)
        complain(corpus, "not read: ", corpus->err.text);
    check_each(corpus, "must_include", true);
    check_each(corpus, "must_include_uids", true);
    check_each(corpus, "must_not_include", false);
    check_each(corpus, "must_not_include_uids", false);
    check_each(corpus, "should_not_include", false);
    check_limits(corpus);
    if (json_is_true(json_object_get(corpus->expected, "must_warn")) &&
        corpus->calendar.warnings.count + corpus->calendar.skipped.count == 0)
        complain(corpus, "no warning", "");
}

static bool run_case(const char *folder, const char *name)
{
    struct corpus corpus = {.folder = folder, .name = name};
    char *json;
    size_t len;
    char file[PATH_BYTES];
    char *dot;

    json = read_file(&corpus, name, &len);
    corpus.expected = json_loadb(json, len, JSON_ALLOW_NUL, NULL);
    CHECK(corpus.expected != NULL);
    snprintf(file, sizeof(file), "%s", name);
    dot = strstr(file, ".w2.expected.json");
    if (dot == NULL)
        dot = strstr(file, ".expected.json");
    if (dot == NULL)
        dot = strstr(file, ".partial.json");
    CHECK(dot != NULL);
    snprintf(dot, sizeof(file) - (size_t)(dot - file), ".ics");
    read_corpus(&corpus, file);
    if (strstr(name, ".partial.json") == NULL)
        check_all(&corpus);
    else
        check_some(&corpus);
    json_decref(corpus.expected);
    arena_free(&corpus.arena);
    return corpus.failures == 0;
}

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name);

    return len >= strlen(end) && strcmp(name + len - strlen(end), end) == 0;
}

/* Every expectation in `folder` whose name ends so. */
static void run_folder(const char *folder, const char *end)
{
    DIR *dir = opendir(folder);
    int passed = 0;
    int all = 0;

    CHECK(dir != NULL);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!ends_with(entry->d_name, end))
            continue;
        all++;
        passed += run_case(folder, entry->d_name);
    }
    closedir(dir);
    fprintf(stderr, "%d of %d %s\n", passed, all, end);
    CHECK(all > 0);
    CHECK_INT(passed, all);
}

TEST(corpus, our_own_calendars_mean_what_is_expected)
{
    run_folder(TEST_FIXTURES_DIR "/feeds", ".expected.json");
    run_folder(TEST_FIXTURES_DIR "/feeds", ".partial.json");
}

TEST(corpus, every_calendar_means_what_is_expected)
{
    run_folder(shared_path("ics/feeds"), ".expected.json");
}

TEST(corpus, every_partial_expectation_holds)
{
    run_folder(shared_path("ics/feeds"), ".partial.json");
}
