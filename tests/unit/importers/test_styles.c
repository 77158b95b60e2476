/*
 * What booking programs write, each in its style: every field of every sample
 * as a person would read it.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "domain/money.h"
#include "importers/extract.h"
#include "tests/harness/extracting.h"
#include "tests/test.h"

#define STYLES     TEST_FIXTURES_DIR "/styles"
#define SUFFIX     ".expected.json"
#define PATH_BYTES 4096

struct sample {
    const char *name;
    struct arena arena;
    json_t *expected;
    struct office office;
    struct ical_calendar calendar;
    int failures;
};

static char *read_file(struct arena *arena, const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = arena_alloc(arena, 100000);

    CHECK(file != NULL);
    *len = fread(bytes, 1, 99999, file);
    fclose(file);
    return bytes;
}

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const char *currency_of(const char *country)
{
    static const char *const currencies[][2] = {{"US", "USD"},
                                                {"GB", "GBP"},
                                                {"SE", "SEK"}};

    for (size_t i = 0; i < ARRAY_LEN(currencies); i++) {
        if (strcmp(currencies[i][0], country) == 0)
            return currencies[i][1];
    }
    return "EUR";
}

static void read_sample(struct sample *sample)
{
    struct import_request request = {
        .from = {INT64_C(1767225600)}, /* 2026 */
        .until = {INT64_C(1798761600)},
    };
    char path[PATH_BYTES];
    struct error err;

    sample->office = (struct office){
        .country = text_at(sample->expected, "default_region"),
        .currency = currency_of(text_at(sample->expected, "default_region")),
    };
    CHECK(zone_load(text_at(sample->expected, "default_tz"),
                    &sample->office.zone, &err));
    request.default_zone = sample->office.zone;
    snprintf(path, sizeof(path), "%s/%.*s.ics", STYLES,
             (int)(strlen(sample->name) - strlen(SUFFIX)), sample->name);
    request.document.at =
        read_file(&sample->arena, path, &request.document.len);
    CHECK(ical_read(&request, &sample->arena, &sample->calendar, &err));
}

static void compare(struct sample *sample, const json_t *object,
                    const char *key, const char *got)
{
    const char *expected = text_at(object, key);

    if (str_same(got, expected))
        return;
    fprintf(stderr, "%s: %s is '%s', expected '%s'\n", sample->name, key,
            got == NULL ? "(null)" : got,
            expected == NULL ? "(null)" : expected);
    sample->failures++;
}

static void compare_price(struct sample *sample, const json_t *object,
                          const struct booking *booking)
{
    const json_t *price = json_object_get(object, "price");
    char amount[MONEY_TEXT_MAX];
    const char *currency = booking->price_currency;

    if (json_is_null(price)) {
        sample->failures += booking->has_price;
        return;
    }
    if (currency == NULL)
        currency = sample->office.currency;
    compare(sample, price, "amount",
            booking->has_price
                ? money_format(booking->price_minor, currency, amount)
                : NULL);
    compare(sample, price, "currency", currency);
}

static void compare_sample(struct sample *sample, const json_t *object,
                           const struct extracted *got)
{
    const struct booking *booking = &got->booking;
    char start[INSTANT_TEXT_MAX];
    char end[INSTANT_TEXT_MAX];

    compare(sample, object, "kind",
            got->block == BLOCK_NONE ? "appointment" : "block");
    compare(sample, object, "status", got->status);
    compare(sample, object, "customer_name", booking->customer_name);
    compare(sample, object, "phone_e164", booking->phone);
    compare(sample, object, "email", booking->mail);
    compare(sample, object, "service", booking->service);
    compare(sample, object, "staff", booking->provider);
    compare(sample, object, "location", booking->location);
    compare(sample, object, "uid", booking->uid);
    compare(sample, object, "start_utc", instant_format(booking->start, start));
    compare(sample, object, "end_utc", instant_format(booking->end, end));
    compare_price(sample, object, booking);
}

static int check_sample(const char *name)
{
    struct sample sample = {.name = name};
    char path[PATH_BYTES];
    struct extractor *extractor;
    json_t *visits;
    struct error err;

    snprintf(path, sizeof(path), "%s/%s", STYLES, name);
    sample.expected = json_load_file(path, 0, NULL);
    CHECK(sample.expected != NULL);
    read_sample(&sample);
    visits = json_object_get(sample.expected, "appointments");
    CHECK_UINT(sample.calendar.occurrence_count, json_array_size(visits));
    CHECK(extractor_create(&sample.office, NULL, &extractor, &err));
    for (size_t i = 0; i < sample.calendar.occurrence_count; i++) {
        struct extracted got;

        extract_visit_of(extractor, &sample.calendar,
                         &sample.calendar.occurrences[i], &sample.arena, &got);
        compare_sample(&sample, json_array_get(visits, i), &got);
    }
    extractor_destroy(extractor);
    json_decref(sample.expected);
    arena_free(&sample.arena);
    return sample.failures;
}

TEST(styles, are_read_as_a_person_reads_them)
{
    DIR *folder = opendir(STYLES);
    struct dirent *entry;
    int failures = 0;
    int samples = 0;

    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        if (strstr(entry->d_name, SUFFIX) == NULL)
            continue;
        failures += check_sample(entry->d_name);
        samples++;
    }
    closedir(folder);
    CHECK_INT(failures, 0);
    CHECK_INT(samples, 17);
}
