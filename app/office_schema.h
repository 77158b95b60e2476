/*
 * office_schema.h - the office file as it is written, before it is checked
 *
 * All values are texts, NULL where the file does not say. `only` of a rule
 * may be a text or a list and is read from the tree.
 */
#ifndef APP_OFFICE_SCHEMA_H
#define APP_OFFICE_SCHEMA_H

#include "domain/office.h"

struct raw_list {
    char **items;
    unsigned count;
};

struct raw_about {
    char *name;
    char *zone;
    char *country;
    char *currency;
    char *language;
    char *phone;
    char *address;
    char *short_notice;
};

struct raw_site {
    char *name;
    char *zone;
    struct raw_list closed;
};

struct raw_hours {
    char *site; /* not in `window` */
    struct raw_list days[WEEKDAY_COUNT];
};

struct raw_service {
    char *name;
    char *price;
    char *avoidable_cost;
    char *duration;
    char *match;
    char *prepare;
};

struct raw_provider {
    char *name;
    char *hourly_cost;
    char *match;
    char *site;
    struct raw_list closed;
};

struct raw_pattern {
    char *text;
    char *pattern;
};

struct raw_limits {
    char *size;
    char *events;
    char *series;
    char *visits;
    char *cpu;
    char *memory;
    char *redirects;
};

struct raw_feed {
    char *name;
    char *source;
    char *provider;
    char *service;
    char *site;
    char *refresh;
    char *ignore;
    char *match;
    struct raw_pattern *patterns;
    unsigned patterns_count;
    char *allow_local;
    struct raw_limits *limits; /* or NULL */
    char *kind;
    char *login;
    char *secret_file;
    char *bearer_file;
    char *release_after;
    char *map;
};

struct raw_rule {
    char *name;
    char *before;
    char *after;
    struct raw_list channels;
    char *late;
    struct raw_list services;
    struct raw_list providers;
    struct raw_list sites;
    char *fallback;
    char *household;
};

struct raw_notices {
    struct raw_list moved;
    struct raw_list cancelled;
    char *grace;
};

struct raw_office_limits {
    char *per_day;
    char *per_week;
    char *spend_per_day;
};

struct raw_text {
    char *rule;
    char *kind;
    char *language;
    char *channel;
    char *subject;
    char *body;
};

struct raw_office {
    struct raw_about *office;
    struct raw_site *sites;
    unsigned sites_count;
    struct raw_hours *hours;
    unsigned hours_count;
    struct raw_list closed;
    char *holidays;
    struct raw_hours *window;
    unsigned window_count;
    struct raw_service *services;
    unsigned services_count;
    struct raw_provider *providers;
    unsigned providers_count;
    struct raw_feed *feeds;
    unsigned feeds_count;
    struct raw_rule *rules;
    unsigned rules_count;
    struct raw_notices *notices;      /* or NULL */
    struct raw_office_limits *limits; /* or NULL */
    struct raw_text *texts;
    unsigned texts_count;
};

struct cyaml_schema_value;

/* For yaml_load(); gives a struct raw_office. */
const struct cyaml_schema_value *office_schema(void);

#endif
