#include "analytics/report_json_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Digits of a rate: its counts say the rest. */
#define REAL_DIGITS 10
/* A name, cleaned; longer ones are cut. */
#define TEXT_MAX    4096
/* "-9223372036854775808" and the NUL */
#define ID_TEXT_MAX 21

json_t *json_of_text(const char *text)
{
    json_t *string = json_string(str_or_empty(text));
    struct str rest = str_of(str_or_empty(text));
    struct buf clean;
    uint32_t point;

    if (string != NULL)
        return string;
    buf_init(&clean, TEXT_MAX);
    while (utf8_next(&rest, &point) && utf8_put(point, &clean))
        ;
    string = json_string(buf_text(&clean));
    buf_finish(&clean);
    return string;
}

json_t *json_of_instant(struct instant at)
{
    char text[INSTANT_TEXT_MAX];

    return json_string(instant_format(at, text));
}

json_t *json_of_id(int64_t row)
{
    char text[ID_TEXT_MAX];

    (void)snprintf(text, sizeof(text), "%lld", (long long)row);
    return json_string(text);
}

static json_t *real_if(bool known, double value)
{
    return known ? json_real(value) : json_null();
}

json_t *json_of_rate(const struct rate *rate)
{
    bool counted = rate->denominator > 0;
    bool bounded = rate->has_bounds && rate->bound_denominator > 0;

    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "numerator",
                     (json_int_t)rate->numerator, "denominator",
                     (json_int_t)rate->denominator, "value",
                     real_if(counted, rate->value), "low",
                     real_if(counted, rate->low), "high",
                     real_if(counted, rate->high), "bound_low",
                     real_if(bounded, rate->bound_low), "bound_high",
                     real_if(bounded, rate->bound_high));
}

json_t *json_of_prior(const struct prior *prior)
{
    return json_pack("{s:f, s:f, s:s}", "a", prior->a, "b", prior->b, "source",
                     prior_source_name(prior->source));
}

json_t *json_of_profile(const struct profile *profile)
{
    json_int_t visits = profile->attended + profile->missed;

    return json_pack(
        "{s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f, s:b, s:o, s:I,"
        " s:s}",
        "id", json_of_id(profile->customer), "external",
        *profile->external == '\0' ? json_null()
                                   : json_of_text(profile->external),
        "name", json_of_text(profile->name), "visits", visits, "attended",
        (json_int_t)profile->attended, "missed", (json_int_t)profile->missed,
        "short", (json_int_t)profile->at_short, "rate", profile->rate, "low",
        profile->low, "high", profile->high, "probability", profile->above,
        "misses_often", (int)profile->misses_often, "lead_days",
        real_if(profile->lead_known, profile->lead_days), "value_minor",
        (json_int_t)profile->value_minor, "trend", trend_name(profile->trend));
}

json_t *json_of_people(const struct profiles *people)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "customers",
                     (json_int_t)people->count, "missed_one",
                     (json_int_t)people->missed_one, "missed_two",
                     (json_int_t)people->missed_two, "missed_three",
                     (json_int_t)people->missed_three, "missing_often",
                     (json_int_t)people->often, "mean",
                     json_of_rate(&people->mean), "prior",
                     json_of_prior(&people->prior));
}

char *json_write(json_t *root, struct arena *arena)
{
    char *text =
        json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(REAL_DIGITS));
    char *copy;

    if (text == NULL)
        abort(); /* out of memory: everything that goes in is valid */
    copy = arena_printf(arena, "%s\n", text);
    free(text);
    json_decref(root);
    return copy;
}
