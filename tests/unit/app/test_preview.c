#include <stdlib.h>

#include "app/preview.h"
#include "tests/test.h"

static struct arena arena;

/* What a function prints. */
static const char *printed(const struct preview *preview,
                           const struct booking *row)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    char *copy;

    CHECK(out != NULL);
    if (row != NULL)
        preview_print_row(out, row, &arena);
    else
        preview_print_counts(out, preview);
    (void)fclose(out);
    copy = arena_strdup(&arena, text);
    free(text);
    return copy;
}

TEST(preview, counts_where_fields_came_from_and_what_is_left_out)
{
    static const struct booking visits[] = {
        {.uid = "a", .summary = "x", .origins = "nL!Patient;pW!tel"},
        {.uid = "b", .summary = "y", .origins = "nL!Patient;pT~"},
        {.uid = "c", .summary = "z", .origins = "nI~"},
    };
    static const struct booking lunch = {.uid = "d", .summary = "Lunch"};
    static const struct booking busy = {.uid = "e", .summary = "Busy"};
    struct preview *preview = preview_begin(&arena);

    CHECK_STR(printed(preview, NULL), "");
    for (size_t i = 0; i < ARRAY_LEN(visits); i++)
        preview_count(preview, &visits[i], BLOCK_NONE);
    preview_count(preview, &lunch, BLOCK_BUSY);
    preview_count(preview, &lunch, BLOCK_BUSY);
    preview_count(preview, &busy, BLOCK_BUSY);
    preview_count(preview, &busy, BLOCK_IGNORED);
    CHECK_STR(printed(preview, NULL),
              "Where it came from (~ likely, ? a guess):\n"
              "       2  name: from the line 'Patient:' (sure)\n"
              "       1  name: from the title (likely)\n"
              "       1  phone: behind the word 'tel' (sure)\n"
              "       1  phone: from the description (likely)\n"
              "       1  phone: not found\n"
              "Left out:\n"
              "       1  its title matches the feed's 'ignore': \"Busy\"\n"
              "       3  its title says no more than that time is taken: "
              "\"Lunch\", \"Busy\"\n");
    arena_free(&arena);
}

TEST(preview, marks_what_is_not_sure)
{
    struct booking visit = {
        .uid = "a",
        .start = {INT64_C(1777888800)},
        .summary = "Cut - Ada",
        .customer_name = "Ada",
        .phone_doubt = "12",
        .service = "Cut",
        .origins = "nL!Name;pT?;sI~",
    };
    struct error err;

    CHECK(zone_load("Europe/Paris", &visit.zone, &err));
    CHECK_STR(printed(NULL, &visit),
              "2026-05-04 12:00  Ada                      12?              "
              "Cut~               Cut - Ada\n");
    arena_free(&arena);
}

TEST(preview, is_json_too)
{
    const struct booking visit = {.uid = "a",
                                  .summary = "Lunch",
                                  .origins = "nL!Name;mG~"};
    json_t *origins = preview_origins_json(&visit, &arena);
    json_t *left = preview_left_out_json(&visit, BLOCK_BUSY);
    json_t *name = json_object_get(origins, "name");

    CHECK_UINT(json_object_size(origins), 2);
    CHECK_STR(json_string_value(json_object_get(name, "from")), "label");
    CHECK_STR(json_string_value(json_object_get(name, "label")), "Name");
    CHECK_STR(json_string_value(json_object_get(name, "sureness")), "sure");
    CHECK_STR(json_string_value(json_object_get(left, "block")), "busy");
    CHECK_STR(json_string_value(json_object_get(left, "summary")), "Lunch");
    json_decref(origins);
    json_decref(left);
    arena_free(&arena);
}
