#include <stdio.h>

#include "importers/csv.h"
#include "tests/harness/shared.h"
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

static struct csv_result read_csv(const char *document)
{
    struct csv_result result;
    struct error err;

    if (!try_to_read(str_of(document), NULL, &result, &err))
        FAIL("not read");
    return result;
}

static const char *utc(struct instant at)
{
    char text[INSTANT_TEXT_MAX];

    return arena_strdup(&arena, instant_format(at, text));
}

/* The only rejected line's reason; the line is checked. */
static const char *only_rejection(const char *document, size_t line)
{
    struct csv_result result = read_csv(document);

    CHECK_UINT(result.rejected.count, 1);
    CHECK_UINT(result.rejected.items[0].line, line);
    return result.rejected.items[0].reason;
}

static const char *only_warning(const char *document, size_t line)
{
    struct csv_result result = read_csv(document);

    CHECK_UINT(result.warnings.count, 1);
    CHECK_UINT(result.warnings.items[0].line, line);
    CHECK_UINT(result.rejected.count, 0);
    return result.warnings.items[0].reason;
}

TEST(csv, reads_every_column)
{
    struct csv_result result = read_csv(
        "id,start,duration_min,booked_at,status,customer_id,name,phone,email,"
        "language,birth_year,service,provider,site,price,fee,reminded,notes,"
        "group:employment\n"
        "a1,2026-11-24T18:00:00+01:00,40,2026-11-01 10:00,booked,c7,"
        "Ada Example,06 39 98 00 01,ada@example.org,fr,1980,Cleaning,"
        "Dr Martin,Lilas,90.00,\"20,5\",1,\"first\nsecond\",self\n");
    const struct booking *booking = result.bookings;

    CHECK_UINT(result.booking_count, 1);
    CHECK_UINT(result.rejected.count + result.warnings.count, 0);
    CHECK_UINT(result.lines[0], 2);
    CHECK_STR(booking->uid, "a1");
    CHECK_STR(booking->recurrence, "");
    CHECK_INT(booking->sequence, -1);
    CHECK_STR(utc(booking->start), "2026-11-24T17:00:00Z");
    CHECK_STR(utc(booking->end), "2026-11-24T17:40:00Z");
    CHECK_STR(booking->zone.name, "Europe/Paris");
    CHECK(!booking->all_day);
    CHECK(booking->booked_known);
    CHECK_STR(utc(booking->booked), "2026-11-01T09:00:00Z");
    CHECK_STR(booking->customer_external, "c7");
    CHECK_STR(booking->customer_name, "Ada Example");
    CHECK_STR(booking->phone, "+33639980001");
    CHECK_STR(booking->mail, "ada@example.org");
    CHECK_STR(booking->language, "fr");
    CHECK_INT(booking->birth_year, 1980);
    CHECK_STR(booking->service, "Cleaning");
    CHECK_STR(booking->provider, "Dr Martin");
    CHECK_STR(booking->site, "Lilas");
    CHECK(booking->has_price);
    CHECK_INT(booking->price_minor, 9000);
    CHECK(booking->has_fee);
    CHECK_INT(booking->fee_minor, 2050);
    CHECK_INT(booking->reminded, 1);
    CHECK_STR(booking->notes, "first\nsecond");
    CHECK_UINT(booking->group_count, 1);
    CHECK_STR(booking->groups[0].name, "employment");
    CHECK_STR(booking->groups[0].value, "self");
    arena_free(&arena);
}

TEST(csv, knows_every_status)
{
    static const struct {
        const char *word;
        enum appointment_state state;
        enum cancelled_by by;
        int attendance; /* −1: nothing is said */
    } cases[] = {
        {"", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY, -1},
        {"booked", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY, -1},
        {"Confirmed", APPOINTMENT_CONFIRMED, CANCELLED_BY_NOBODY, -1},
        {"attended", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY,
         ATTENDANCE_ATTENDED},
        {"late", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY, ATTENDANCE_LATE},
        {"left", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY, ATTENDANCE_LEFT},
        {"No show", APPOINTMENT_BOOKED, CANCELLED_BY_NOBODY,
         ATTENDANCE_NO_SHOW},
        {"cancelled", APPOINTMENT_CANCELLED, CANCELLED_BY_CUSTOMER, -1},
        {"cancelled-office", APPOINTMENT_CANCELLED, CANCELLED_BY_OFFICE, -1},
        {"moved", APPOINTMENT_MOVED, CANCELLED_BY_NOBODY, -1},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result =
            read_csv(arena_printf(&arena,
                                  "start,status,status_at\n"
                                  "2026-05-04 09:00,%s,2026-05-03 08:00\n",
                                  cases[i].word));
        const struct booking *booking = result.bookings;
        bool said = cases[i].state == APPOINTMENT_CANCELLED ||
                    cases[i].state == APPOINTMENT_MOVED;

        CHECK_UINT(result.booking_count, 1);
        CHECK_INT(booking->state, cases[i].state);
        CHECK_INT(booking->cancelled_by, cases[i].by);
        CHECK_INT(booking->attendance_known, cases[i].attendance >= 0);
        if (cases[i].attendance >= 0)
            CHECK_INT(booking->attendance, cases[i].attendance);
        CHECK_INT(booking->said_known, said);
        if (said)
            CHECK_STR(utc(booking->said), "2026-05-03T06:00:00Z");
    }
    arena_free(&arena);
}

TEST(csv, recognises_separators_and_encodings)
{
    static const char *const documents[] = {
        "start,name\n2026-05-04 09:00,Zoé\n",
        "start;name\r\n2026-05-04 09:00;Zoé\r\n",
        "start\tname\n2026-05-04 09:00\tZoé",
        "\xEF\xBB\xBFstart;name\n2026-05-04 09:00;Zoé\n",
        "start;name\n2026-05-04 09:00;Zo\xE9\n",
        "sep=;\nstart;name\n2026-05-04 09:00;Zoé\n",
        "start;\"a,b,c,d\";name\n2026-05-04 09:00;;Zoé\n",
        "START;Name\r2026-05-04 09:00;Zoé\r",
        "\n\nname;\"start\"\n\n\"Zoé\";\"2026-05-04 09:00\"\n;\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
        struct csv_result result = read_csv(documents[i]);

        CHECK_UINT(result.booking_count, 1);
        CHECK_UINT(result.rejected.count, 0);
        CHECK_STR(result.bookings[0].customer_name, "Zoé");
        CHECK_STR(utc(result.bookings[0].start), "2026-05-04T07:00:00Z");
    }
    arena_free(&arena);
}

TEST(csv, names_the_line_a_bad_row_starts_in)
{
    const char *document = "start,name,notes\n"
                           "2026-05-04 09:00,A,\"two\nlines\"\n"
                           "tomorrow,B,\n"
                           "2026-05-04 10:00,C,\n";
    struct csv_result result = read_csv(document);

    CHECK_CONTAINS(only_rejection(document, 4), "start is not a time");
    CHECK_UINT(result.booking_count, 2);
    CHECK_UINT(result.lines[0], 2);
    CHECK_UINT(result.lines[1], 5);
    arena_free(&arena);
}

TEST(csv, counts_the_line_that_only_names_the_separator)
{
    CHECK_CONTAINS(only_rejection("sep=;\nstart;name\ntomorrow;A\n", 3),
                   "start is not a time");
    arena_free(&arena);
}

TEST(csv, rejects_rows_that_cannot_be_meant)
{
    static const struct {
        const char *row;
        const char *reason;
    } cases[] = {
        {",,,,,", "start is empty"},
        {"2026-02-30 09:00,,,,,", "start is not a time"},
        {"20216-05-04 09:00,,,,,", "start is not a time"},
        {"2026-05-04 09:00,2026-05-04 08:00,,,,", "ends before it starts"},
        {"2026-05-04 09:00,,DNA,,,", "unknown status 'DNA'"},
        {"2026-05-04 09:00,,,x,,", "price is not an amount in EUR"},
        {"2026-05-04 09:00,,,-5,,", "price is not an amount in EUR"},
        {"2026-05-04 09:00,,,,ninety,", "duration_min is not a number"},
        {"2026-05-04 09:00,,,,,,surplus", "more cells than the header"},
        {"2026-05-04 09:00,\"a\"b,,,,", "a quote is misplaced"},
        {"2026-05-04 09:00,\"a,,,,", "never closed"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *document =
            arena_printf(&arena,
                         "start,end,status,price,duration_min,name\n%s\n",
                         i == 0 ? ",,,,,x" : cases[i].row);

        CHECK_CONTAINS(only_rejection(document, 2), cases[i].reason);
    }
    arena_free(&arena);
}

TEST(csv, goes_on_after_a_quote_that_is_never_closed)
{
    struct csv_result result = read_csv("start,name\n"
                                        "2026-05-04 09:00,\"Ada\n"
                                        "2026-05-04 10:00,Bo\n"
                                        "2026-05-04 11:00,\"Cy\"\n");

    CHECK_UINT(result.rejected.count, 1);
    CHECK_UINT(result.rejected.items[0].line, 2);
    CHECK_UINT(result.booking_count, 2);
    CHECK_UINT(result.lines[1], 4);
    arena_free(&arena);
}

TEST(csv, rejects_cells_beyond_their_limit)
{
    char name[2 * 121 + 1];
    struct csv_result result;

    for (size_t i = 0; i < 121; i++)
        memcpy(name + 2 * i, "é", 2);
    name[sizeof(name) - 1] = '\0';
    CHECK_CONTAINS(only_rejection(arena_printf(&arena,
                                               "start,name\n"
                                               "2026-05-04 09:00,%s\n",
                                               name),
                                  2),
                   "name is longer than 120");
    result = read_csv(
        arena_printf(&arena, "start,name\n2026-05-04 09:00,%s\n", name + 2));
    CHECK_UINT(result.booking_count, 1);
    arena_free(&arena);
}

TEST(csv, warns_of_what_is_odd_and_imports_it)
{
    CHECK_CONTAINS(only_warning("start,booked_at\n"
                                "2026-05-04 09:00,2026-05-05 09:00\n",
                                2),
                   "booked after its day");
    CHECK_CONTAINS(only_warning("start,colour,shoe\n2026-05-04 09:00,a,b\n", 1),
                   "columns not used: colour, shoe");
    CHECK_CONTAINS(only_warning("start,phone\n2026-05-04 09:00,12345\n", 2),
                   "phone is doubtful");
    CHECK_CONTAINS(only_warning("start,email\n2026-05-04 09:00,nobody\n", 2),
                   "email is not an address");
    CHECK_CONTAINS(only_warning("start,birth_year\n2026-05-04 09:00,80\n", 2),
                   "birth_year");
    CHECK_CONTAINS(only_warning("start,name,name\n2026-05-04 09:00,a,b\n", 1),
                   "stands twice");
    arena_free(&arena);
}

TEST(csv, never_texts_a_doubtful_number)
{
    struct csv_result result =
        read_csv("start,phone\n2026-05-04 09:00,12345\n");

    CHECK_NULL(result.bookings[0].phone);
    CHECK_STR(result.bookings[0].phone_doubt, "12345");
    arena_free(&arena);
}

TEST(csv, does_not_warn_of_a_booking_on_its_own_day)
{
    struct csv_result result = read_csv("start,booked_at\n"
                                        "2026-05-04,2026-05-04 18:00\n");

    CHECK_UINT(result.warnings.count, 0);
    CHECK(result.bookings[0].all_day);
    CHECK_STR(utc(result.bookings[0].start), "2026-05-03T22:00:00Z");
    arena_free(&arena);
}

TEST(csv, makes_up_the_same_uid_each_time)
{
    const char *document = "start,name,service\n"
                           "2026-05-04 09:00,Ada,Cleaning\n"
                           "2026-05-04 09:00,Ada,Check-up\n"
                           "2026-05-04 09:00,Ada,Cleaning\n"
                           "2026-05-04 09:00,Ada,Cleaning\n";
    struct csv_result one = read_csv(document);
    struct csv_result two = read_csv(document);

    CHECK_UINT(one.booking_count, 4);
    for (size_t i = 0; i < 4; i++) {
        CHECK_STR(one.bookings[i].uid, two.bookings[i].uid);
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(one.bookings[i].uid, one.bookings[k].uid) != 0);
    }
    arena_free(&arena);
}

TEST(csv, rejects_an_id_that_stands_twice)
{
    CHECK_CONTAINS(only_rejection("id,start\n"
                                  "7,2026-05-04 09:00\n"
                                  "8,2026-05-04 10:00\n"
                                  "7,2026-05-04 11:00\n",
                                  4),
                   "its id stands in line 2 already");
    arena_free(&arena);
}

TEST(csv, reads_local_time_in_the_zone_of_the_site)
{
    struct csv_result result = read_csv("start,site\n"
                                        "2026-05-04 09:00,Harbour\n");

    CHECK_STR(result.bookings[0].zone.name, "Europe/Lisbon");
    CHECK_STR(utc(result.bookings[0].start), "2026-05-04T08:00:00Z");
    arena_free(&arena);
}

TEST(csv, reads_a_customer_list)
{
    struct csv_result result =
        read_csv("Customer ID;Name;Phone;Email;Language;Birth year\n"
                 "c1;Ada Example;+33 1 99 00 12 34;ada@example.org;fr;1980\n"
                 ";;;;fr;\n");

    CHECK(result.is_customer_list);
    CHECK_UINT(result.booking_count, 0);
    CHECK_UINT(result.customer_count, 1);
    CHECK_UINT(result.customers[0].line, 2);
    CHECK_STR(result.customers[0].external, "c1");
    CHECK_STR(result.customers[0].name, "Ada Example");
    CHECK_STR(result.customers[0].phone, "+33199001234");
    CHECK_STR(result.customers[0].mail, "ada@example.org");
    CHECK_INT(result.customers[0].birth_year, 1980);
    CHECK_UINT(result.rejected.count, 1);
    CHECK_UINT(result.rejected.items[0].line, 3);
    arena_free(&arena);
}

TEST(csv, says_why_a_file_is_none)
{
    const struct {
        struct str document;
        const char *reason;
    } cases[] = {
        {{0}, "empty"},
        {STR("\n \n"), "blank"},
        {STR("PK\x03\x04zip"), "spreadsheet"},
        {STR("start\0name\n"), "NUL"},
        {STR("date,patient\n1,2\n"), "'start'"},
        {STR("date,patient\n1,2\n"), "'name'"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result;
        struct error err;

        CHECK(!try_to_read(cases[i].document, NULL, &result, &err));
        CHECK_INT(err.kind, ERROR_INPUT);
        CHECK_CONTAINS(err.text, cases[i].reason);
    }
    arena_free(&arena);
}

static const struct csv_map_column vitoria_columns[] = {
    {"start", "AppointmentDay"}, {"booked_at", "ScheduledDay"},
    {"status", "No-show"},       {"customer_id", "PatientId"},
    {"group:gender", "Gender"},
};
static const struct csv_map_value vitoria_values[] = {
    {"status", "Yes", "no-show"},
    {"status", "No", "attended"},
    {"group:gender", "F", "women"},
};
static const char *const vitoria_dates[] = {"start"};
static const struct csv_map vitoria_map = {
    .columns = vitoria_columns,
    .column_count = ARRAY_LEN(vitoria_columns),
    .values = vitoria_values,
    .value_count = ARRAY_LEN(vitoria_values),
    .date_only = vitoria_dates,
    .date_only_count = 1,
    .date_order = CSV_DATE_YMD,
    .zone = "America/Sao_Paulo",
};

TEST(csv, follows_a_map)
{
    struct csv_result result;
    struct error err;

    CHECK(try_to_read(STR("PatientId,ScheduledDay,AppointmentDay,Gender,"
                          "No-show\n"
                          "17,2016-04-29T18:38:08Z,2016-04-29T00:00:00Z,F,No\n"
                          "18,2016-04-29T16:08:27Z,2016-04-29T00:00:00Z,M,Yes"
                          "\n"),
                      &vitoria_map, &result, &err));
    CHECK_UINT(result.booking_count, 2);
    CHECK_UINT(result.warnings.count, 0);
    CHECK_STR(result.bookings[0].customer_external, "17");
    CHECK_STR(result.bookings[0].zone.name, "America/Sao_Paulo");
    CHECK(result.bookings[0].all_day);
    CHECK_STR(utc(result.bookings[0].start), "2016-04-29T03:00:00Z");
    CHECK_STR(utc(result.bookings[0].booked), "2016-04-29T18:38:08Z");
    CHECK_INT(result.bookings[0].attendance, ATTENDANCE_ATTENDED);
    CHECK_INT(result.bookings[1].attendance, ATTENDANCE_NO_SHOW);
    CHECK_STR(result.bookings[0].groups[0].value, "women");
    CHECK_STR(result.bookings[1].groups[0].value, "M");
    arena_free(&arena);
}

/* The first bytes of a compressed file, cut after a line. */
static struct str unpacked(const char *path, size_t bytes_max)
{
    char *command = arena_printf(&arena, "gzip -dc '%s' 2>/dev/null", path);
    char *bytes = arena_alloc(&arena, bytes_max);
    FILE *pipe = popen(command, "r");
    size_t len;

    CHECK(pipe != NULL);
    len = fread(bytes, 1, bytes_max, pipe);
    (void)pclose(pipe);
    while (len > 0 && bytes[len - 1] != '\n')
        len--;
    return (struct str){bytes, len};
}

TEST(csv, reads_the_public_data_of_vitoria)
{
    struct str head = unpacked(shared_path("data/vitoria2016.csv.gz"), 500000);
    struct csv_result result;
    struct error err;
    size_t lines = 0;

    for (size_t i = 0; i < head.len; i++)
        lines += head.at[i] == '\n';
    CHECK(try_to_read(head, &vitoria_map, &result, &err));
    CHECK_UINT(result.rejected.count, 0);
    CHECK_UINT(result.booking_count, lines - 1);
    CHECK_STR(result.bookings[0].customer_external, "29872499824296");
    arena_free(&arena);
}

TEST(csv, finds_the_header_below_a_title)
{
    struct csv_result result = read_csv("Appointments;;\n"
                                        "printed 3 May 2026\n\n"
                                        "start;name;notes\n"
                                        "2026-05-04 09:00;Ada;\n"
                                        "Total: 1;;\n"
                                        "exported by the front desk\n");

    CHECK_UINT(result.booking_count, 1);
    CHECK_UINT(result.lines[0], 5);
    CHECK_UINT(result.rejected.count, 0);
    CHECK_UINT(result.warnings.count, 2);
    CHECK_UINT(result.warnings.items[0].line, 6);
    CHECK_CONTAINS(result.warnings.items[0].reason, "totals");
    CHECK_CONTAINS(result.warnings.items[1].reason, "without columns");
    arena_free(&arena);
}

TEST(csv, takes_a_line_of_words_between_rows_for_a_bad_row)
{
    struct csv_result result = read_csv("start;name;notes\n"
                                        "2026-05-04 09:00;Ada;\n"
                                        "lunch\n"
                                        "2026-05-04 10:00;Bo;\n"
                                        "the end\n");

    CHECK_UINT(result.booking_count, 2);
    CHECK_UINT(result.rejected.count, 1);
    CHECK_UINT(result.rejected.items[0].line, 3);
    CHECK_UINT(result.warnings.count, 1);
    CHECK_UINT(result.warnings.items[0].line, 5);
    arena_free(&arena);
}

TEST(csv, learns_the_order_of_dates_from_the_whole_file)
{
    struct csv_result day = read_csv("start,name\n04/05/2026 09:00,Ada\n"
                                     "13/05/2026 09:00,Bo\n");
    struct csv_result month = read_csv("start,name\n04/05/2026 09:00,Ada\n"
                                       "05/13/2026 09:00,Bo\n");

    CHECK_UINT(day.warnings.count + month.warnings.count, 0);
    CHECK_STR(utc(day.bookings[0].start), "2026-05-04T07:00:00Z");
    CHECK_STR(utc(month.bookings[0].start), "2026-04-05T07:00:00Z");
    arena_free(&arena);
}

TEST(csv, warns_where_only_the_country_tells_the_order)
{
    struct csv_result result =
        read_csv("start,name\n04/05/2026 09:00,Ada\n04/06/2026 09:00,Bo\n");

    CHECK_UINT(result.warnings.count, 1);
    CHECK_CONTAINS(result.warnings.items[0].reason,
                   "read as the day, as in FR");
    CHECK_STR(utc(result.bookings[0].start), "2026-05-04T07:00:00Z");
    arena_free(&arena);
}

TEST(csv, refuses_dates_whose_order_nothing_tells)
{
    static const struct {
        const char *rows;
        const char *reason;
    } cases[] = {
        {"04/05/2026 09:00,Ada\n",
         "line 2: '04/05/2026 09:00' in column 'start' may begin with the day "
         "or the month, and no other date tells; say which in a map: "
         "date_order: dmy (or mdy)"},
        {"04/05/2026,A\n13/05/2026,B\n05/13/2026,C\n",
         "its dates are of two kinds: line 3 has the day first, line 4 the "
         "month; a map can say which: date_order: dmy"},
    };
    struct office office = office_of_paris();

    office.country = "CA";
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *document =
            arena_printf(&arena, "start,name\n%s", cases[i].rows);
        struct csv_request request = {.document = str_of(document),
                                      .office = &office};
        struct csv_result result;
        struct error err;

        CHECK(!csv_read(&request, &arena, &result, &err));
        CHECK_INT(err.kind, ERROR_INPUT);
        CHECK_STR(err.text, cases[i].reason);
    }
    arena_free(&arena);
}

TEST(csv, complains_of_a_wrong_map)
{
    static const struct csv_map_column nowhere[] = {{"start", "Nowhere"}};
    static const struct csv_map_column nothing[] = {{"strat", "start"}};
    static const char *const dates[] = {"strat"};
    const struct {
        struct csv_map map;
        enum error_kind kind;
        const char *reason;
    } cases[] = {
        {{.columns = nowhere, .column_count = 1}, ERROR_INPUT, "'Nowhere'"},
        {{.columns = nothing, .column_count = 1}, ERROR_USAGE, "'strat'"},
        {{.date_only = dates, .date_only_count = 1}, ERROR_USAGE, "'strat'"},
        {{.zone = "Mars/Base"}, ERROR_USAGE, "Mars/Base"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_result result;
        struct error err;

        CHECK(!try_to_read(STR("start,name\n"), &cases[i].map, &result, &err));
        CHECK_INT(err.kind, cases[i].kind);
        CHECK_CONTAINS(err.text, cases[i].reason);
    }
    arena_free(&arena);
}
