/*
 * Foreign tables through maps: joined columns, flags, words, amounts.
 */
#include "importers/csv.h"
#include "tests/test.h"

static struct arena arena;

static struct office office_of_paris(void)
{
    static struct site sites[1];
    struct error err;
    struct office office = {
        .country = "FR",
        .currency = "EUR",
        .sites = sites,
        .site_count = 1,
    };

    CHECK(zone_load("Europe/Paris", &office.zone, &err));
    sites[0].name = "Harbour";
    CHECK(zone_load("Europe/Lisbon", &sites[0].zone, &err));
    return office;
}

static bool try_to_read(struct str document, const struct csv_map *map,
                        struct csv_result *out, struct error *err)
{
    struct office office = office_of_paris();
    struct csv_request request = {.document = document,
                                  .map = map,
                                  .office = &office};

    return csv_read(&request, &arena, out, err);
}

static const char *utc(struct instant at)
{
    char text[INSTANT_TEXT_MAX];

    return arena_strdup(&arena, instant_format(at, text));
}

static const struct csv_map_column rich_columns[] = {
    {"start", "Date + Time"}, {"start", "When"},    {"end", "To"},
    {"name", "First + Last"}, {"name", "Who"},      {"phone", "Mobile"},
    {"phone", "Home"},        {"status", "Status"}, {"price", "Price"},
};
static const struct csv_map_flag rich_flags[] = {
    {"Absent", "no-show"},
    {"Called off", "cancelled"},
};
static const struct csv_map_value rich_values[] = {
    {"status", "Passé", "attended"},
    {"status", "Pause", "ignore"},
};
static const struct csv_map rich_map = {
    .columns = rich_columns,
    .column_count = ARRAY_LEN(rich_columns),
    .values = rich_values,
    .value_count = ARRAY_LEN(rich_values),
    .flags = rich_flags,
    .flag_count = ARRAY_LEN(rich_flags),
    .turn_names = true,
};

#define RICH_HEADER                                                            \
    "Date,Time,When,To,First,Last,Who,Mobile,Home,Status,Price,Absent,Called " \
    "off\n"

static struct csv_result read_rich(const char *row)
{
    struct csv_result result;
    struct error err;

    if (!try_to_read(str_of(arena_printf(&arena, RICH_HEADER "%s\n", row)),
                     &rich_map, &result, &err))
        FAIL(err.text);
    return result;
}

TEST(csv_map, joins_columns_and_takes_the_first_that_a_row_has)
{
    static const struct {
        const char *row;
        const char *start;
        const char *name;
        const char *phone;
    } cases[] = {
        {"2026-05-04,09:00,,,Ada,Example,x,06 39 98 00 01,01 99 00 12 34,,,,",
         "2026-05-04T07:00:00Z", "Ada Example", "+33639980001"},
        {",,2026-05-04 10:00,,,,\"Example, Ada\",n/a,01 99 00 12 34,,,,",
         "2026-05-04T08:00:00Z", "Ada Example", "+33199001234"},
        {"2026-05-04 00:00:00,1899-12-30 09:30,,,Ada,,,12,,,,,",
         "2026-05-04T07:30:00Z", "Ada", NULL},
        {"46146,0.375,,,,Example,\"Example, MD\",,,,,,", "2026-05-04T07:00:00Z",
         "Example", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result = read_rich(cases[i].row);

        CHECK_UINT(result.booking_count, 1);
        CHECK_STR(utc(result.bookings[0].start), cases[i].start);
        CHECK_STR(result.bookings[0].customer_name, cases[i].name);
        if (cases[i].phone == NULL)
            CHECK_NULL(result.bookings[0].phone);
        else
            CHECK_STR(result.bookings[0].phone, cases[i].phone);
    }
    arena_free(&arena);
}

TEST(csv_map, lets_a_flag_decide_before_the_status)
{
    static const struct {
        const char *cells; /* status, price, two flags */
        enum appointment_state state;
        int attendance; /* -1: nothing is said */
    } cases[] = {
        {"PASSE,,,", APPOINTMENT_BOOKED, ATTENDANCE_ATTENDED},
        {"Passé,,yes,", APPOINTMENT_BOOKED, ATTENDANCE_NO_SHOW},
        {"Passé,,non,2026-05-03 10:00", APPOINTMENT_CANCELLED, -1},
        {"Passé,,0,0001-01-01 00:00:00", APPOINTMENT_BOOKED,
         ATTENDANCE_ATTENDED},
        {",,x,x", APPOINTMENT_BOOKED, ATTENDANCE_NO_SHOW},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result =
            read_rich(arena_printf(&arena, "2026-05-04,09:00,,09:40,,,,,,%s",
                                   cases[i].cells));

        CHECK_UINT(result.booking_count, 1);
        CHECK_INT(result.bookings[0].state, cases[i].state);
        CHECK_INT(result.bookings[0].attendance_known,
                  cases[i].attendance >= 0);
        if (cases[i].attendance >= 0)
            CHECK_INT(result.bookings[0].attendance, cases[i].attendance);
        CHECK_STR(utc(result.bookings[0].end), "2026-05-04T07:40:00Z");
    }
    CHECK_UINT(read_rich("2026-05-04,09:00,,,,,,,,Pause,,,").ignored_count, 1);
    arena_free(&arena);
}

TEST(csv_map, tells_column_value_and_remedy_of_a_bad_cell)
{
    static const struct {
        const char *row;
        const char *reason;
    } cases[] = {
        {"2026-02-30,09:00,,,,,,,,,,,",
         "start is not a time (write it like 2026-11-24 18:00): '2026-02-30 "
         "09:00' in column 'Date'"},
        {"Ada Example,,,,,,,,,,,,",
         "start is not a time (write it like 2026-11-24 18:00): the text in "
         "column 'Date'"},
        {"2026-05-04,09:00,,,,,,,,,9O,,",
         "price is not an amount in EUR (write 90.00): '9O' in column 'Price'"},
        {"2026-05-04,09:00,,,,,,,,Gone,,,",
         "unknown status 'Gone' in column 'Status'; a map can translate it"},
        {"2026-05-04,09:00,,,,,,,,,,Ada,",
         "column 'Absent' says neither yes nor no"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result = read_rich(cases[i].row);

        CHECK_UINT(result.rejected.count, 1);
        CHECK_UINT(result.rejected.items[0].line, 2);
        CHECK_STR(result.rejected.items[0].reason, cases[i].reason);
    }
    arena_free(&arena);
}

TEST(csv_map, reads_amounts_as_people_write_them)
{
    static const struct {
        const char *text;
        int64_t minor; /* -1: rejected */
        const char *currency;
    } cases[] = {
        {"90", 9000, NULL},
        {"\"1.234,50 €\"", 123450, NULL},
        {"\"$1,250.00\"", 125000, "USD"},
        {"CHF 80", 8000, "CHF"},
        {"(5.00)", -1, NULL},
        {"-5", -1, NULL},
        {"5 and 6", -1, NULL},
        {"free", -1, NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result =
            read_rich(arena_printf(&arena, "2026-05-04,09:00,,,,,,,,,%s,,",
                                   cases[i].text));

        CHECK_UINT(result.booking_count, cases[i].minor >= 0);
        if (cases[i].minor < 0)
            continue;
        CHECK_INT(result.bookings[0].price_minor, cases[i].minor);
        if (cases[i].currency == NULL)
            CHECK_NULL(result.bookings[0].price_currency);
        else
            CHECK_STR(result.bookings[0].price_currency, cases[i].currency);
    }
    arena_free(&arena);
}

TEST(csv_map, reads_currencies_of_three_decimals)
{
    struct office office = office_of_paris();
    struct csv_request request = {.document = STR(
                                      "start,price\n2026-05-04 09:00,12.345\n"),
                                  .office = &office};
    struct csv_result result;
    struct error err;

    office.currency = "KWD";
    CHECK(csv_read(&request, &arena, &result, &err));
    CHECK_INT(result.bookings[0].price_minor, 12345);
    office.currency = "EUR";
    CHECK(csv_read(&request, &arena, &result, &err));
    CHECK_INT(result.bookings[0].price_minor, 1234500);
    arena_free(&arena);
}

TEST(csv_map, prefers_our_own_columns_to_any_known_map)
{
    static const struct csv_map_column columns[] = {{"start", "Date"},
                                                    {"name", "Who"}};
    static const char *const marks[] = {"Date", "Who"};
    struct csv_map known[] = {
        {.name = "marked",
         .columns = columns,
         .column_count = 2,
         .marks = marks,
         .mark_count = 2},
        {.name = "generic", .columns = columns, .column_count = 2},
    };
    const struct {
        const char *document;
        const char *map;
        bool is_list;
    } cases[] = {
        {"Date,Who\n2026-05-04 09:00,Ada\n", "marked", false},
        {"Date,What\n2026-05-04 09:00,Ada\n", "generic", false},
        {"Who\nAda\n", "generic", true},
        {"Date,Who,start\n,,2026-05-04 09:00\n", NULL, false},
        {"name\nAda\n", "generic", true},
        {"name,Date\nAda,2026-05-04\n", "generic", true},
    };
    struct office office = office_of_paris();

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_request request = {.document = str_of(cases[i].document),
                                      .office = &office,
                                      .known = known,
                                      .known_count = 2};
        struct csv_result result;
        struct error err;

        if (!csv_read(&request, &arena, &result, &err))
            FAIL(err.text);
        CHECK_UINT(result.booking_count + result.customer_count, 1);
        CHECK_UINT(result.rejected.count, 0);
        CHECK_INT(result.is_customer_list, cases[i].is_list);
        CHECK_INT(result.map == NULL, cases[i].map == NULL);
        if (result.map != NULL)
            CHECK_STR(result.map->name, cases[i].map);
    }
    arena_free(&arena);
}
