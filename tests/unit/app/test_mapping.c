#include "app/mapping.h"
#include "base/buf.h"
#include "tests/test.h"

TEST(mapping, reads_the_columns_and_values_of_a_foreign_file)
{
    static const char yaml[] =
        "columns: {start: AppointmentDay, status: No-show, \"group:employment\":"
        " Emprego}\n"
        "values: {status: {\"Yes\": no-show, \"No\": attended}}\n"
        "date_only: [start]          # the time part means nothing\n"
        "date_order: dmy\n"
        "zone: America/Sao_Paulo\n";
    struct arena arena = {0};
    struct csv_map map;
    struct error err;

    if (!mapping_read(str_of(yaml), "m", &arena, &map, &err))
        FAIL(err.text);
    CHECK_UINT(map.column_count, 3);
    CHECK_STR(map.columns[0].field, "start");
    CHECK_STR(map.columns[0].header, "AppointmentDay");
    CHECK_STR(map.columns[2].field, "group:employment");
    CHECK_STR(map.columns[2].header, "Emprego");
    CHECK_UINT(map.value_count, 2);
    CHECK_STR(map.values[1].field, "status");
    CHECK_STR(map.values[1].from, "No");
    CHECK_STR(map.values[1].to, "attended");
    CHECK_UINT(map.date_only_count, 1);
    CHECK_STR(map.date_only[0], "start");
    CHECK_INT(map.date_order, CSV_DATE_DMY);
    CHECK_STR(map.zone, "America/Sao_Paulo");
    arena_free(&arena);
}

TEST(mapping, needs_nothing)
{
    struct arena arena = {0};
    struct csv_map map;
    struct error err;

    CHECK(mapping_read(STR(""), "m", &arena, &map, &err));
    CHECK_UINT(map.column_count, 0);
    CHECK_UINT(map.value_count, 0);
    CHECK_NULL(map.zone);
    arena_free(&arena);
}

TEST(mapping, names_the_place_of_a_mistake)
{
    static const struct {
        const char *yaml;
        const char *text;
    } cases[] = {
        {"column: {a: b}\n", "m:1:1: unknown key 'column'"},
        {"columns: [a]\n", "m:1:10: columns: must have keys: {start: Date}"},
        {"columns: {start: {a: b}}\n",
         "m:1:18: columns: 'start' must be a single value"},
        {"columns: {start: [a, [b]]}\n",
         "m:1:22: columns: 'start' must list headers: [Mobile, Phone]"},
        {"flags: {Absent: [a]}\n",
         "m:1:17: flags: 'Absent' must be a single value"},
        {"like: squire\n", "m:1:7: like: 'squire' is none of dentrix, "
                           "doctolib, generic, jane, open-dental, square"},
        {"values: {status: no}\n",
         "m:1:18: values: 'status' must have keys: {\"Yes\": no-show}"},
        {"values: {status: {no: {a: b}}}\n",
         "m:1:23: values: 'no' must be a single value"},
        {"date_only: start\n", "m:1:12: date_only: must be a list: [a, b]"},
        {"date_order: ydm\n",
         "m:1:13: date_order: 'ydm' is none of ymd, dmy, mdy, auto"},
        {"zone: Brazil/Rio\n",
         "m:1:7: zone: 'Brazil/Rio' is no time zone; they are called like "
         "Europe/Paris"},
        {"columns: {a: b, a: c}\n", "m:1:17: key 'a' is given twice"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};
        struct csv_map map;
        struct error err = {.text = "nothing was wrong"};

        CHECK(!mapping_read(str_of(cases[i].yaml), "m", &arena, &map, &err));
        CHECK_STR(err.text, cases[i].text);
        CHECK_INT(err.kind, ERROR_USAGE);
        arena_free(&arena);
    }
}

TEST(mapping, lists_columns_in_their_order)
{
    static const char yaml[] = "columns: {phone: [Mobile, Home], id: Nr}\n"
                               "flags: {Absent: no-show, Seen: attended}\n"
                               "recognise: [Nr, Mobile]\n"
                               "title: Ours\n"
                               "turn_names: yes\n";
    struct arena arena = {0};
    struct csv_map map;
    struct error err;

    if (!mapping_read(str_of(yaml), "m", &arena, &map, &err))
        FAIL(err.text);
    CHECK_UINT(map.column_count, 3);
    CHECK_STR(map.columns[0].header, "Mobile");
    CHECK_STR(map.columns[1].field, "phone");
    CHECK_STR(map.columns[1].header, "Home");
    CHECK_UINT(map.flag_count, 2);
    CHECK_STR(map.flags[1].header, "Seen");
    CHECK_STR(map.flags[1].status, "attended");
    CHECK_UINT(map.mark_count, 2);
    CHECK_STR(map.title, "Ours");
    CHECK(map.turn_names);
    CHECK_INT(map.date_order, CSV_DATE_GUESS);
    CHECK_NULL(map.name);
    arena_free(&arena);
}

TEST(mapping, builds_on_one_that_comes_with_the_program)
{
    static const char yaml[] = "like: square\n"
                               "columns: {service: What}\n"
                               "values: {status: {No-show: cancelled}}\n"
                               "date_order: dmy\n";
    struct arena arena = {0};
    struct csv_map base;
    struct csv_map map;
    struct error err;

    CHECK(mapping_shipped("square", &arena, &base));
    if (!mapping_read(str_of(yaml), "m", &arena, &map, &err))
        FAIL(err.text);
    CHECK_STR(map.columns[0].header, "What");
    CHECK_STR(map.columns[1].field, "id");
    CHECK_STR(map.columns[1].header, "Booking ID");
    for (size_t i = 1; i < map.column_count; i++)
        CHECK(strcmp(map.columns[i].field, "service") != 0);
    CHECK_UINT(map.value_count, base.value_count + 1);
    CHECK_STR(map.values[0].to, "cancelled");
    CHECK_INT(map.date_order, CSV_DATE_DMY);
    CHECK_UINT(map.mark_count, 0);
    arena_free(&arena);
}

TEST(mapping, comes_with_maps_that_have_no_mistakes)
{
    struct arena arena = {0};
    struct office office = {.currency = "EUR", .country = "FR"};
    struct error err;
    size_t count;
    const struct csv_map *maps = mapping_all_shipped(&arena, &count);

    CHECK(zone_load("Europe/Paris", &office.zone, &err));
    CHECK_UINT(count, 6);
    for (size_t i = 0; i < count; i++) {
        struct csv_request request = {.document = STR("start,name\n"),
                                      .map = &maps[i],
                                      .office = &office};
        struct csv_result result;

        if (!csv_read(&request, &arena, &result, &err))
            FAIL(err.text);
        CHECK(maps[i].title != NULL || maps[i].mark_count == 0);
    }
    CHECK_STR(mapping_names(&arena),
              "dentrix, doctolib, generic, jane, open-dental, square");
    arena_free(&arena);
}

TEST(mapping, has_limits)
{
    struct arena arena = {0};
    struct buf yaml;
    struct csv_map map;
    struct error err;

    buf_init(&yaml, MAPPING_BYTES_MAX + 1);
    (void)buf_add_text(&yaml, "values:\n");
    for (int field = 0; field < 2; field++) {
        (void)buf_printf(&yaml, "  f%d:\n", field);
        for (int i = 0; i < MAPPING_ENTRIES_MAX / 2 + field; i++)
            (void)buf_printf(&yaml, "    v%d: a\n", i);
    }
    CHECK(!mapping_read(buf_str(&yaml), "m", &arena, &map, &err));
    CHECK_STR(err.text, "m:2:3: values: more than 1000 of them");
    while (buf_add_char(&yaml, '#'))
        ;
    CHECK(!mapping_read(buf_str(&yaml), "m", &arena, &map, &err));
    CHECK_CONTAINS(err.text, "bytes, at most 1048576");
    buf_finish(&yaml);
    arena_free(&arena);
}
