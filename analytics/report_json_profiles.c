#include <jansson.h>

#include "analytics/report.h"
#include "analytics/report_json_parts.h"

static json_t *groups_json(const struct groups *groups)
{
    json_t *array = json_array();

    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->items[i];
        json_t *cells = json_array();

        for (size_t k = 0; k < group->count; k++) {
            json_t *cell = json_of_rate(&group->cells[k].rate);

            (void)json_object_set_new(cell, "key",
                                      json_of_text(group->cells[k].value));
            (void)json_array_append_new(cells, cell);
        }
        (void)json_array_append_new(
            array,
            json_pack("{s:o, s:o, s:I}", "name", json_of_text(group->name),
                      "cells", cells, "hidden", (json_int_t)group->hidden));
    }
    return array;
}

static json_t *customers_json(const struct profiles *people)
{
    json_t *array = json_array();

    for (size_t i = 0; i < people->count; i++)
        (void)json_array_append_new(array, json_of_profile(&people->items[i]));
    return array;
}

static json_t *window_json(const struct profiles_report *report)
{
    bool whole = report->from.unix_s <= PROFILES_FROM_START.unix_s;

    return json_pack("{s:o, s:o, s:o, s:s}", "from",
                     whole ? json_null() : json_of_instant(report->from),
                     "until", json_of_instant(report->until), "as_of",
                     json_of_instant(report->now), "zone", report->zone.name);
}

char *profiles_json(const struct profiles_report *report, struct arena *arena)
{
    json_t *root = json_object();

    (void)json_object_set_new(root, "office", json_of_text(report->office));
    (void)json_object_set_new(root, "period", window_json(report));
    (void)json_object_set_new(root, "currency", json_string(report->currency));
    (void)json_object_set_new(root, "summary", json_of_people(&report->people));
    (void)json_object_set_new(root, "groups", groups_json(&report->groups));
    (void)json_object_set_new(root, "customers",
                              customers_json(&report->people));
    return json_write(root, arena);
}
