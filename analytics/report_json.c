#include <jansson.h>

#include "analytics/definition.h"
#include "analytics/report.h"
#include "analytics/report_json_parts.h"

static json_t *period_json(const struct report *report)
{
    char month[PERIOD_TEXT_MAX];

    return json_pack("{s:s, s:o, s:o, s:s, s:o}", "month",
                     period_format(&report->period, month), "from",
                     json_of_instant(report->period.from), "until",
                     json_of_instant(report->period.until), "zone",
                     report->zone.name, "as_of", json_of_instant(report->now));
}

static json_t *counts_json(const struct counts *counts)
{
    json_t *object = json_object();

    for (int i = 0; i < OUTCOME_COUNT; i++)
        (void)json_object_set_new(object, outcome_name((enum outcome)i),
                                  json_integer(counts->of[i]));
    (void)json_object_set_new(object, "total",
                              json_integer(counts_total(counts)));
    return object;
}

static json_t *rates_json(const struct report *report)
{
    json_t *object = json_object();

    for (int i = 0; i < FIGURE_COUNT; i++) {
        enum figure figure = (enum figure)i;
        json_t *rate = json_of_rate(&report->rates[i]);

        (void)json_object_set_new(rate, "definition",
                                  json_string(figure_definition(figure)));
        (void)json_object_set_new(object, figure_name(figure), rate);
    }
    return object;
}

static json_t *tiers_json(const struct loss *loss)
{
    json_t *object = json_object();

    for (int i = 0; i < PRICE_TIER_COUNT; i++) {
        const struct price_share *tier = &loss->tiers[i];
        double share =
            loss->missed == 0 ? 0 : (double)tier->count / (double)loss->missed;

        (void)json_object_set_new(object, price_tier_name((enum price_tier)i),
                                  json_pack("{s:I, s:f, s:I}", "count",
                                            (json_int_t)tier->count, "share",
                                            share, "contract_minor",
                                            (json_int_t)tier->contract_minor));
    }
    return object;
}

static void put(json_t *object, const char *key, int64_t value)
{
    (void)json_object_set_new(object, key, json_integer(value));
}

static json_t *loss_json(const struct report *report)
{
    const struct loss *loss = &report->loss;
    json_t *object = json_pack("{s:s}", "currency", report->currency);

    put(object, "time_minor", loss->time_minor);
    put(object, "contribution_minor", loss->contribution_minor);
    put(object, "contract_minor", loss->contract_minor);
    put(object, "gross_minor", loss->gross_minor);
    put(object, "refilled_minor", loss->refilled_minor);
    put(object, "refilled_contribution_minor",
        loss->refilled_contribution_minor);
    put(object, "rebooked_minor", loss->rebooked_minor);
    put(object, "fees_minor", loss->fees_minor);
    put(object, "messages_minor", loss->messages_minor);
    put(object, "net_minor", loss->net_minor);
    put(object, "net_contribution_minor", loss->net_contribution_minor);
    put(object, "short_unrefilled_minor", loss->short_unrefilled_minor);
    put(object, "missed", loss->missed);
    put(object, "rebooked", loss->rebooked);
    put(object, "messages", loss->messages);
    put(object, "short", loss->short_count);
    put(object, "short_unrefilled", loss->short_open);
    put(object, "missed_minutes", loss->missed_s / MINUTE_S);
    put(object, "refilled_minutes", loss->missed_refilled_s / MINUTE_S);
    (void)json_object_set_new(object, "price_tiers", tiers_json(loss));
    return object;
}

static json_t *segments_json(const struct report *report)
{
    json_t *object = json_object();

    for (int i = 0; i < BREAKDOWN_COUNT; i++) {
        const struct segments *segments = &report->segments[i];
        json_t *rows = json_array();

        for (size_t k = 0; k < segments->count; k++) {
            const struct segment *segment = &segments->items[k];
            json_t *row = json_of_rate(&segment->rate);

            (void)json_object_set_new(row, "key", json_of_text(segment->name));
            put(row, "attended", counts_attended(&segment->counts));
            put(row, "missed", counts_missed(&segment->counts));
            (void)json_array_append_new(rows, row);
        }
        (void)json_object_set_new(object, breakdown_name((enum breakdown)i),
                                  rows);
    }
    return object;
}

static json_t *people_json(const struct report *report)
{
    const struct profiles *people = &report->people;
    json_t *object = json_of_people(people);
    json_t *often = json_array();

    for (size_t i = 0; i < (size_t)people->often; i++)
        (void)json_array_append_new(often, json_of_profile(&people->items[i]));
    (void)json_object_set_new(object, "from",
                              json_of_instant(report->people_from));
    (void)json_object_set_new(object, "often", often);
    return object;
}

static const char *verdict_name(enum change_verdict verdict)
{
    switch (verdict) {
    case CHANGE_UNKNOWN:
        return "unknown";
    case CHANGE_NONE:
        return "none";
    case CHANGE_LOWER:
        return "lower";
    case CHANGE_HIGHER:
        return "higher";
    }
    return "unknown";
}

static json_t *change_json(const struct report_change *change)
{
    return json_pack("{s:s, s:i, s:f, s:f, s:f}", "verdict",
                     verdict_name(change->verdict), "months", change->months,
                     "centre", change->centre, "low", change->low, "high",
                     change->high);
}

static json_t *problems_json(const struct report_problems *problems)
{
    json_t *object = json_object();

    put(object, "unmarked", problems->unmarked);
    put(object, "withdrawn", problems->withdrawn);
    put(object, "no_customer", problems->no_customer);
    put(object, "no_price", problems->no_price);
    put(object, "no_time", problems->no_time);
    put(object, "booked_after", problems->booked_after);
    put(object, "booked_unknown", problems->booked_unknown);
    return object;
}

static json_t *advice_json(const struct report *report)
{
    json_t *array = json_array();

    for (size_t i = 0; i < report->advice_count; i++)
        (void)json_array_append_new(array, json_of_text(report->advice[i]));
    return array;
}

static json_t *definitions_json(void)
{
    json_t *object = json_object();
    const struct definition *definition;

    for (int i = 0; i < FIGURE_COUNT; i++)
        (void)json_object_set_new(object, figure_name((enum figure)i),
                                  json_string(
                                      figure_definition((enum figure)i)));
    for (size_t i = 0; (definition = definition_at(i)) != NULL; i++)
        (void)json_object_set_new(object, definition->name,
                                  json_string(definition->text));
    return object;
}

char *report_json(const struct report *report, struct arena *arena)
{
    json_t *root = json_object();

    (void)json_object_set_new(root, "office", json_of_text(report->office));
    (void)json_object_set_new(root, "period", period_json(report));
    (void)json_object_set_new(root, "counts", counts_json(&report->counts));
    (void)json_object_set_new(root, "rates", rates_json(report));
    (void)json_object_set_new(root, "loss", loss_json(report));
    (void)json_object_set_new(root, "segments", segments_json(report));
    (void)json_object_set_new(root, "people", people_json(report));
    (void)json_object_set_new(root, "change", change_json(&report->change));
    (void)json_object_set_new(root, "problems",
                              problems_json(&report->problems));
    (void)json_object_set_new(root, "advice", advice_json(report));
    (void)json_object_set_new(root, "definitions", definitions_json());
    return json_write(root, arena);
}
