#include "app/office_schema.h"

#include <cyaml/cyaml.h>

#include "app/office.h"

#define TEXT(type, member)                                                    \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
                           struct type, member, 0, CYAML_UNLIMITED)

#define TEXTS(key, type, items, count, most)                                  \
    CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
                               struct type, items, count, &text_value, 0,     \
                               (most))

#define MAPS(member, entry, most)                                           \
    CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
                         struct raw_office, member, &(entry), 0, (most))

#define MAP(type, fields)                                     \
    {                                                         \
        CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, type, fields) \
    }

#define DAY(name, day) \
    TEXTS(name, raw_hours, days[day].items, days[day].count, DAY_SPANS_MAX)

#define WEEK                                                    \
    DAY("monday", MONDAY), DAY("tuesday", TUESDAY),             \
        DAY("wednesday", WEDNESDAY), DAY("thursday", THURSDAY), \
        DAY("friday", FRIDAY), DAY("saturday", SATURDAY),       \
        DAY("sunday", SUNDAY)

static const cyaml_schema_value_t text_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t about_fields[] = {
    TEXT(raw_about, name),     TEXT(raw_about, zone),
    TEXT(raw_about, country),  TEXT(raw_about, currency),
    TEXT(raw_about, language), TEXT(raw_about, phone),
    TEXT(raw_about, address),  TEXT(raw_about, short_notice),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t site_fields[] = {
    TEXT(raw_site, name),
    TEXT(raw_site, zone),
    TEXTS("closed", raw_site, closed.items, closed.count, OFFICE_ENTRIES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t site_value =
    MAP(struct raw_site, site_fields);

static const cyaml_schema_field_t hours_fields[] = {
    TEXT(raw_hours, site),
    WEEK,
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t hours_value =
    MAP(struct raw_hours, hours_fields);

static const cyaml_schema_field_t window_fields[] = {
    WEEK,
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t window_value =
    MAP(struct raw_hours, window_fields);

static const cyaml_schema_field_t service_fields[] = {
    TEXT(raw_service, name),
    TEXT(raw_service, price),
    TEXT(raw_service, avoidable_cost),
    TEXT(raw_service, duration),
    TEXT(raw_service, match),
    TEXT(raw_service, prepare),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t service_value =
    MAP(struct raw_service, service_fields);

static const cyaml_schema_field_t provider_fields[] = {
    TEXT(raw_provider, name),
    TEXT(raw_provider, hourly_cost),
    TEXT(raw_provider, match),
    TEXT(raw_provider, site),
    TEXTS("closed", raw_provider, closed.items, closed.count,
          OFFICE_ENTRIES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t provider_value =
    MAP(struct raw_provider, provider_fields);

static const cyaml_schema_field_t pattern_fields[] = {
    TEXT(raw_pattern, text),
    TEXT(raw_pattern, pattern),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t pattern_value =
    MAP(struct raw_pattern, pattern_fields);

static const cyaml_schema_field_t limits_fields[] = {
    TEXT(raw_limits, size),      TEXT(raw_limits, events),
    TEXT(raw_limits, series),    TEXT(raw_limits, visits),
    TEXT(raw_limits, cpu),       TEXT(raw_limits, memory),
    TEXT(raw_limits, redirects), CYAML_FIELD_END,
};

static const cyaml_schema_field_t feed_fields[] = {
    TEXT(raw_feed, name),
    TEXT(raw_feed, source),
    TEXT(raw_feed, provider),
    TEXT(raw_feed, service),
    TEXT(raw_feed, site),
    TEXT(raw_feed, refresh),
    TEXT(raw_feed, ignore),
    TEXT(raw_feed, match),
    TEXT(raw_feed, allow_local),
    TEXT(raw_feed, release_after),
    TEXT(raw_feed, map),
    CYAML_FIELD_MAPPING_PTR("limits", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                            struct raw_feed, limits, limits_fields),
    TEXT(raw_feed, kind),
    TEXT(raw_feed, login),
    TEXT(raw_feed, secret_file),
    TEXT(raw_feed, bearer_file),
    CYAML_FIELD_SEQUENCE("patterns", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         struct raw_feed, patterns, &pattern_value, 0,
                         FEED_PATTERNS_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t feed_value =
    MAP(struct raw_feed, feed_fields);

static const cyaml_schema_field_t rule_fields[] = {
    TEXT(raw_rule, name),
    TEXT(raw_rule, before),
    TEXT(raw_rule, after),
    TEXTS("channels", raw_rule, channels.items, channels.count, CHANNEL_COUNT),
    TEXT(raw_rule, late),
    TEXTS("services", raw_rule, services.items, services.count,
          OFFICE_ENTRIES_MAX),
    TEXTS("providers", raw_rule, providers.items, providers.count,
          OFFICE_ENTRIES_MAX),
    TEXTS("sites", raw_rule, sites.items, sites.count, OFFICE_ENTRIES_MAX),
    TEXT(raw_rule, fallback),
    TEXT(raw_rule, household),
    CYAML_FIELD_IGNORE("only", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t rule_value =
    MAP(struct raw_rule, rule_fields);

static const cyaml_schema_field_t notices_fields[] = {
    TEXTS("moved", raw_notices, moved.items, moved.count, CHANNEL_COUNT),
    TEXTS("cancelled", raw_notices, cancelled.items, cancelled.count,
          CHANNEL_COUNT),
    TEXT(raw_notices, grace),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t office_limits_fields[] = {
    TEXT(raw_office_limits, per_day),
    TEXT(raw_office_limits, per_week),
    TEXT(raw_office_limits, spend_per_day),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t text_fields[] = {
    TEXT(raw_text, rule),    TEXT(raw_text, kind),    TEXT(raw_text, language),
    TEXT(raw_text, channel), TEXT(raw_text, subject), TEXT(raw_text, body),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t text_entry =
    MAP(struct raw_text, text_fields);

static const cyaml_schema_field_t office_fields[] = {
    CYAML_FIELD_MAPPING_PTR("office", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                            struct raw_office, office, about_fields),
    MAPS(sites, site_value, OFFICE_ENTRIES_MAX),
    MAPS(hours, hours_value, OFFICE_ENTRIES_MAX),
    TEXTS("closed", raw_office, closed.items, closed.count, OFFICE_ENTRIES_MAX),
    TEXT(raw_office, holidays),
    MAPS(window, window_value, WEEKDAY_COUNT),
    MAPS(services, service_value, OFFICE_ENTRIES_MAX),
    MAPS(providers, provider_value, OFFICE_ENTRIES_MAX),
    MAPS(feeds, feed_value, OFFICE_ENTRIES_MAX),
    MAPS(rules, rule_value, OFFICE_RULES_MAX),
    CYAML_FIELD_MAPPING_PTR("notices", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                            struct raw_office, notices, notices_fields),
    CYAML_FIELD_MAPPING_PTR("limits", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                            struct raw_office, limits, office_limits_fields),
    MAPS(texts, text_entry, OFFICE_ENTRIES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t office_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_office, office_fields),
};

const struct cyaml_schema_value *office_schema(void)
{
    return &office_value;
}
