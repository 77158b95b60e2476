#include "domain/office.h"

#include <string.h>

const struct service *office_service(const struct office *office,
                                     const char *name)
{
    for (size_t i = 0; i < office->service_count; i++) {
        if (strcmp(office->services[i].name, name) == 0)
            return &office->services[i];
    }
    return NULL;
}

const struct provider *office_provider(const struct office *office,
                                       const char *name)
{
    for (size_t i = 0; i < office->provider_count; i++) {
        if (strcmp(office->providers[i].name, name) == 0)
            return &office->providers[i];
    }
    return NULL;
}

const struct site *office_site(const struct office *office, const char *name)
{
    for (size_t i = 0; i < office->site_count; i++) {
        if (strcmp(office->sites[i].name, name) == 0)
            return &office->sites[i];
    }
    return NULL;
}

const struct rule *office_rule(const struct office *office, const char *name)
{
    for (size_t i = 0; i < office->rule_count; i++) {
        if (strcmp(office->rules[i].name, name) == 0)
            return &office->rules[i];
    }
    return NULL;
}

enum message_kind office_message_kind(const struct office *office,
                                      const char *name)
{
    const struct rule *rule = office_rule(office, name);

    if (strcmp(name, RULE_NAME_MOVED) == 0)
        return MESSAGE_MOVED;
    if (strcmp(name, RULE_NAME_CANCELLED) == 0)
        return MESSAGE_CANCELLED;
    return rule == NULL ? MESSAGE_REMINDER : rule->kind;
}

const struct feed *office_feed(const struct office *office, const char *name)
{
    for (size_t i = 0; i < office->feed_count; i++) {
        if (strcmp(office->feeds[i].name, name) == 0)
            return &office->feeds[i];
    }
    return NULL;
}

const struct zone *office_zone(const struct office *office, const char *site)
{
    const struct site *where = office_site(office, site);

    return where == NULL ? &office->zone : &where->zone;
}

static bool covers(const struct date_ranges *ranges, struct civil_date date)
{
    for (size_t i = 0; i < ranges->count; i++) {
        if (civil_compare(ranges->items[i].first, date) <= 0 &&
            civil_compare(date, ranges->items[i].last) <= 0)
            return true;
    }
    return false;
}

/* The week of that very site, else the one for every site, else NULL. */
static const struct week *week_of(const struct office *office, const char *site)
{
    const struct week *general = NULL;

    for (size_t i = 0; i < office->hours_count; i++) {
        if (*office->hours[i].site == '\0')
            general = &office->hours[i].week;
        else if (strcmp(office->hours[i].site, site) == 0)
            return &office->hours[i].week;
    }
    return general;
}

static bool holds(const struct name_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], name) == 0)
            return true;
    }
    return list->count == 0;
}

bool rule_is_for(const struct rule *rule, const char *service,
                 const char *provider, const char *site)
{
    return holds(&rule->services, service) &&
           holds(&rule->providers, provider) && holds(&rule->sites, site);
}

static bool is_closed(const struct office *office, const char *site,
                      const char *provider, struct civil_date date)
{
    const struct site *where = office_site(office, site);
    const struct provider *who = office_provider(office, provider);

    return covers(&office->closed, date) ||
           covers(&office->public_holidays, date) ||
           (where != NULL && covers(&where->closed, date)) ||
           (who != NULL && covers(&who->closed, date));
}

struct day_spans office_open_spans(const struct office *office,
                                   const char *site, const char *provider,
                                   struct civil_date date)
{
    const struct day_spans closed = {0};
    const struct day_spans all_day = {.count = 1, .span = {{0, 24 * 60}}};
    const struct week *week = week_of(office, site);
    enum weekday day = civil_weekday(date);

    if (is_closed(office, site, provider, date))
        return closed;
    if (week == NULL)
        return day <= FRIDAY ? all_day : closed;
    return week->day[day];
}

static const char *const feed_texts[FEED_TEXT_COUNT] = {
    [FEED_SUMMARY] = "summary",
    [FEED_DESCRIPTION] = "description",
    [FEED_LOCATION] = "location",
};

const char *feed_text_name(enum feed_text text)
{
    return feed_texts[text];
}

bool feed_text_find(const char *name, enum feed_text *out)
{
    for (size_t i = 0; i < FEED_TEXT_COUNT; i++) {
        if (strcmp(feed_texts[i], name) == 0) {
            *out = (enum feed_text)i;
            return true;
        }
    }
    return false;
}
