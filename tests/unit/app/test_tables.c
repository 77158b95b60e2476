/*
 * What practice and booking programs export, each table beside what a person
 * reads in it: every field of every row, every warning and rejection.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "app/mapping.h"
#include "domain/money.h"
#include "importers/csv.h"
#include "tests/test.h"

#define TABLES     TEST_FIXTURES_DIR "/tables"
#define SUFFIX     ".expected.json"
#define PATH_BYTES 4096
#define FILE_BYTES 100000

static struct str read_table(struct arena *arena, const char *name)
{
    FILE *file = fopen(arena_printf(arena, TABLES "/%s.csv", name), "rb");
    char *bytes = arena_alloc(arena, FILE_BYTES);
    size_t len;

    CHECK(file != NULL);
    len = fread(bytes, 1, FILE_BYTES, file);
    CHECK(len < FILE_BYTES);
    fclose(file);
    return (struct str){bytes, len};
}

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static struct office expected_office(const json_t *expected)
{
    const json_t *object = json_object_get(expected, "office");
    struct office office = {.country = text_at(object, "country"),
                            .currency = text_at(object, "currency")};
    struct error err;

    CHECK(zone_load(text_at(object, "zone"), &office.zone, &err));
    return office;
}

/* What a row does not say is not there. */
static void set_text(json_t *object, const char *key, const char *value)
{
    if (value != NULL)
        json_object_set_new(object, key, json_string(value));
}

static void set_time(json_t *object, const char *key, struct instant at)
{
    char text[INSTANT_TEXT_MAX];

    set_text(object, key, instant_format(at, text));
}

static void set_money(json_t *object, const char *key, int64_t minor,
                      const char *currency)
{
    char text[MONEY_TEXT_MAX];

    set_text(object, key, money_format(minor, currency, text));
}

static void set_number(json_t *object, const char *key, int value)
{
    if (value > 0)
        json_object_set_new(object, key, json_integer(value));
}

static void set_outcome(json_t *row, const struct booking *booking)
{
    set_text(row, "state", appointment_state_name(booking->state));
    if (booking->cancelled_by == CANCELLED_BY_CUSTOMER)
        set_text(row, "cancelled_by", "customer");
    if (booking->cancelled_by == CANCELLED_BY_OFFICE)
        set_text(row, "cancelled_by", "office");
    if (booking->said_known)
        set_time(row, "said", booking->said);
    if (booking->attendance_known)
        set_text(row, "attendance", attendance_name(booking->attendance));
    if (booking->booked_known)
        set_time(row, "booked", booking->booked);
}

static json_t *booking_json(const struct booking *booking,
                            const struct office *office)
{
    json_t *row = json_object();

    if (strncmp(booking->uid, "row-", 4) != 0)
        set_text(row, "uid", booking->uid);
    set_time(row, "start", booking->start);
    if (booking->end.unix_s != booking->start.unix_s)
        set_time(row, "end", booking->end);
    if (booking->all_day)
        json_object_set_new(row, "all_day", json_true());
    set_text(row, "customer_id", booking->customer_external);
    set_text(row, "name", booking->customer_name);
    set_text(row, "phone", booking->phone);
    set_text(row, "phone_doubt", booking->phone_doubt);
    set_text(row, "mail", booking->mail);
    set_text(row, "language", booking->language);
    set_number(row, "birth_year", booking->birth_year);
    set_text(row, "service", booking->service);
    set_text(row, "provider", booking->provider);
    set_text(row, "site", booking->site);
    set_text(row, "notes", booking->notes);
    if (booking->has_price)
        set_money(row, "price", booking->price_minor,
                  booking->price_currency == NULL ? office->currency
                                                  : booking->price_currency);
    set_text(row, "price_currency", booking->price_currency);
    set_outcome(row, booking);
    return row;
}

static json_t *customer_json(const struct csv_customer *customer)
{
    json_t *row = json_object();

    set_text(row, "customer_id", customer->external);
    set_text(row, "name", customer->name);
    set_text(row, "phone", customer->phone);
    set_text(row, "phone_doubt", customer->phone_doubt);
    set_text(row, "mail", customer->mail);
    set_text(row, "language", customer->language);
    set_number(row, "birth_year", customer->birth_year);
    return row;
}

static json_t *notes_json(const struct import_notes *notes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notes->count; i++)
        json_array_append_new(list,
                              json_sprintf("%zu: %s", notes->items[i].line,
                                           notes->items[i].reason));
    return list;
}

static json_t *result_json(const struct csv_result *result,
                           const struct office *office)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < result->booking_count; i++)
        json_array_append_new(rows, booking_json(&result->bookings[i], office));
    for (size_t i = 0; i < result->customer_count; i++)
        json_array_append_new(rows, customer_json(&result->customers[i]));
    return json_pack("{s:s?, s:o, s:o, s:o, s:I}", "map",
                     result->map == NULL ? NULL : result->map->name, "rows",
                     rows, "rejected", notes_json(&result->rejected),
                     "warnings", notes_json(&result->warnings), "ignored",
                     (json_int_t)result->ignored_count);
}

/* Reads one table; says what it got when that is not what is expected. */
static bool is_as_expected(const char *name)
{
    struct arena arena = {0};
    json_t *expected =
        json_load_file(arena_printf(&arena, TABLES "/%s" SUFFIX, name), 0,
                       NULL);
    struct office office = expected_office(expected);
    struct csv_request request = {.document = read_table(&arena, name),
                                  .office = &office};
    struct csv_result result;
    struct error err;
    json_t *got;
    bool ok;

    request.known = mapping_all_shipped(&arena, &request.known_count);
    if (!csv_read(&request, &arena, &result, &err))
        FAIL(err.text);
    got = result_json(&result, &office);
    json_object_set(got, "office", json_object_get(expected, "office"));
    ok = json_equal(got, expected) == 1;
    if (!ok) {
        fprintf(stderr, "%s: got\n", name);
        json_dumpf(got, stderr, JSON_INDENT(1) | JSON_SORT_KEYS);
        fputc('\n', stderr);
    }
    json_decref(got);
    json_decref(expected);
    arena_free(&arena);
    return ok;
}

TEST(tables, are_read_as_a_person_reads_them)
{
    DIR *folder = opendir(TABLES);
    const struct dirent *entry;
    size_t count = 0;
    size_t failures = 0;

    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        size_t len = strlen(entry->d_name);
        char name[PATH_BYTES];

        if (len <= strlen(SUFFIX) ||
            strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) != 0)
            continue;
        (void)snprintf(name, sizeof(name), "%.*s", (int)(len - strlen(SUFFIX)),
                       entry->d_name);
        failures += !is_as_expected(name);
        count++;
    }
    closedir(folder);
    CHECK_UINT(failures, 0);
    CHECK(count >= 24);
}
