/*
 * fuzz_csv.c - a CSV document: any bytes, with our columns and with a map
 */
#include <assert.h>

#include "importers/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct csv_map_column columns[] = {
    {"start", "Day + Hour"}, {"start", "Day"},      {"name", "First + Last"},
    {"phone", "Mobile"},     {"phone", "Home"},     {"end", "To"},
    {"booked_at", "Made"},   {"status", "No-show"}, {"group:colour", "Colour"},
};
static const struct csv_map_value values[] = {
    {"status", "Yes", "no-show"},
    {"status", "No", "attended"},
};
static const struct csv_map_flag flags[] = {
    {"Absent", "no-show"},
    {"Off", "cancelled"},
};
static const char *const dates[] = {"booked_at"};
static const char *const marks[] = {"Day", "Hour"};
static const struct csv_map map = {
    .columns = columns,
    .column_count = ARRAY_LEN(columns),
    .values = values,
    .value_count = ARRAY_LEN(values),
    .date_only = dates,
    .date_only_count = ARRAY_LEN(dates),
    .flags = flags,
    .flag_count = ARRAY_LEN(flags),
    .turn_names = true,
    .zone = "America/Sao_Paulo",
};

/* The same, to be recognised. */
static const struct csv_map known = {
    .name = "known",
    .columns = columns,
    .column_count = ARRAY_LEN(columns),
    .marks = marks,
    .mark_count = ARRAY_LEN(marks),
};

static void check(const struct csv_result *result)
{
    for (size_t i = 0; i < result->booking_count; i++) {
        const struct booking *booking = &result->bookings[i];

        assert(booking->uid[0] != '\0');
        assert(booking->zone.impl != NULL);
        assert(booking->end.unix_s >= booking->start.unix_s);
        assert(booking->group_count <= BOOKING_GROUPS_MAX);
        assert(!booking->has_price || booking->price_minor >= 0);
        assert(i == 0 || result->lines[i] > result->lines[i - 1]);
    }
    for (size_t i = 0; i < result->customer_count; i++)
        assert(result->customers[i].name != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct office office = {.country = "FR", .currency = "EUR"};
    struct csv_request request = {
        .document = {(const char *)data, size},
        .office = &office,
        .known = &known,
        .known_count = 1,
    };
    struct arena arena = {0};
    struct csv_result result;
    struct error err;

    if (!zone_load("Europe/Paris", &office.zone, &err))
        return 0;
    for (int mapped = 0; mapped <= 1; mapped++) {
        request.map = mapped == 1 ? &map : NULL;
        if (csv_read(&request, &arena, &result, &err))
            check(&result);
        else
            assert(err.kind == ERROR_INPUT);
        arena_free(&arena);
    }
    return 0;
}
