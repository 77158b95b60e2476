/*
 * office.h - what an office says of itself: hours, prices, rules, texts
 *
 * The checked form of the office file (app/office.h reads it). Everything
 * belongs to the arena it was read into; arrays may be NULL when count is 0.
 * Minutes of a day are 0..1440.
 */
#ifndef DOMAIN_OFFICE_H
#define DOMAIN_OFFICE_H

#include "base/civil.h"
#include "base/instant.h"
#include "base/zone.h"
#include "domain/channel.h"
#include "domain/message_kind.h"

#define DAY_SPANS_MAX 8 /* nobody opens more often a day */

struct minute_span {
    int from;  /* inclusive */
    int until; /* exclusive; after `from` */
};

struct day_spans {
    size_t count;                           /* 0: closed */
    struct minute_span span[DAY_SPANS_MAX]; /* in order, apart */
};

struct week {
    struct day_spans day[WEEKDAY_COUNT];
};

/* Days from `first` to `last`, both included. */
struct date_range {
    struct civil_date first;
    struct civil_date last;
};

struct date_ranges {
    const struct date_range *items;
    size_t count;
};

struct site {
    const char *name;
    struct zone zone;
    struct date_ranges closed; /* besides the office's own */
};

struct opening {
    const char *site; /* "": every site */
    struct week week;
};

struct service {
    const char *name;
    int64_t price_minor;     /* 0: not known */
    int64_t avoidable_minor; /* cost saved when the visit does not happen */
    struct span duration;    /* 0: not known */
    const char *match;       /* pattern, or NULL: the name itself */
    const char *prepare;     /* or NULL */
};

struct provider {
    const char *name;
    int64_t hourly_minor; /* cost of an hour of their time; 0: not known */
    const char *match;    /* or NULL */
    const char *site;     /* or "" */
    struct date_ranges closed;
};

/* Which of an event's texts a pattern reads. */
enum feed_text {
    FEED_SUMMARY,
    FEED_DESCRIPTION,
    FEED_LOCATION,
};

#define FEED_TEXT_COUNT 3

/* How one feed writes its events; its named groups are a booking's fields. */
struct feed_pattern {
    enum feed_text text;
    const char *pattern; /* never NULL */
};

#define FEED_PATTERNS_MAX 20 /* nobody writes in more ways */

/* What reading one feed may cost, where that differs from what is usual: 0
 * leaves it so (importers/limits.h, net/child.h). */
struct feed_limits {
    size_t bytes;  /* of a calendar, unpacked */
    size_t events; /* components that are one */
    size_t series; /* visits of one event in the horizon */
    size_t visits; /* of all of them */
    int cpu_s;
    size_t memory_bytes;
    int redirects;
};

struct feed {
    const char *name;
    const char *source;   /* URL or file */
    const char *provider; /* or "" */
    const char *service;  /* or "" */
    const char *site;     /* or "" */
    struct span refresh;  /* 0: the feed's own wish, else 15 minutes */
    const char *ignore;   /* pattern of titles to leave out, or NULL */
    const char *match;    /* pattern of titles or texts to take, or NULL */
    const struct feed_pattern *patterns; /* of a text, the first to match */
    size_t pattern_count;
    bool allow_local;        /* may be fetched from a private address */
    bool is_caldav;          /* a calendar server is to be talked to */
    const char *login;       /* user name there, or NULL */
    const char *secret_file; /* holds the password of `login`; or NULL */
    const char *bearer_file; /* or a token instead of both; or NULL */
    struct feed_limits limits;
    const char *map; /* a table, read with this map (docs/tables.md); or NULL */
    /* Equal suspicious looks within a day that count as a person's word; 0:
     * only a person's does. */
    int64_t release_after;
};

/* Before the start; of MESSAGE_MISSED, after it. */
enum rule_unit {
    RULE_ELAPSED,   /* `count` seconds */
    RULE_DAYS,      /* the same wall time `count` days away */
    RULE_OPEN_DAYS, /* `count` days on which site and provider work away */
};

enum rule_late {
    RULE_LATE_SEND,
    RULE_LATE_SKIP,
    RULE_LATE_MERGE,
};

struct name_list {
    const char *const *items;
    size_t count;
};

struct rule {
    const char *name; /* "one-day"; stored with reminders */
    enum message_kind kind;
    enum rule_unit unit;
    int64_t count;                        /* positive */
    int at_minute;                        /* fixed time of day, or −1 */
    enum channel channels[CHANNEL_COUNT]; /* in order of preference */
    size_t channel_count;
    enum rule_late late;
    bool only_new;
    bool only_known;
    bool only_unconfirmed;
    struct name_list services;  /* visits it is for; none: of any service */
    struct name_list providers; /* likewise */
    struct name_list sites;     /* likewise */
    /* The next channel speaks after so long without an answer; 0: only when
     * the one before it failed. */
    struct span fallback;
    bool is_apart; /* visits of a household are not put into one message */
};

/* The rule names of notices: no rule of an office may have them. */
#define RULE_NAME_MOVED     "moved"
#define RULE_NAME_CANCELLED "cancelled"

/* What may be said at most. */
struct office_limits {
    int64_t per_day;     /* reminders to one address in a day; 0: any number */
    int64_t per_week;    /* in seven days */
    int64_t spend_minor; /* paid to gateways in a day; 0: any sum */
};

struct text {
    const char *rule; /* "": any rule; a reminder's only */
    enum message_kind kind;
    const char *language;
    enum channel channel;
    const char *subject; /* mail only, or NULL: the default */
    const char *body;    /* a template (base/template.h) */
};

struct office {
    const char *name;
    struct zone zone;
    const char *country;  /* ISO 3166: "FR" */
    const char *currency; /* ISO 4217: "EUR" */
    const char *language; /* BCP 47: "fr" */
    const char *phone;    /* or NULL */
    const char *address;  /* or NULL */
    struct span short_notice;
    const struct site *sites;
    size_t site_count;
    const struct opening *hours;
    size_t hours_count;
    struct date_ranges closed;
    const char *holidays; /* a calendar file of more closed days, or NULL */
    struct date_ranges public_holidays; /* what that file held; closed, too */
    struct week window;                 /* when messages may leave */
    const struct service *services;
    size_t service_count;
    const struct provider *providers;
    size_t provider_count;
    const struct feed *feeds;
    size_t feed_count;
    const struct rule *rules;
    size_t rule_count;
    struct rule moved;     /* the notice of a move; without channels: none */
    struct rule cancelled; /* likewise, when the office cancels */
    struct span grace;     /* nothing is said sooner after a change */
    struct office_limits limits;
    const struct text *texts;
    size_t text_count;
};

/* NULL when there is none of that name (exact, case and all). */
const struct service *office_service(const struct office *office,
                                     const char *name);
const struct provider *office_provider(const struct office *office,
                                       const char *name);
const struct site *office_site(const struct office *office, const char *name);
const struct rule *office_rule(const struct office *office, const char *name);
const struct feed *office_feed(const struct office *office, const char *name);

/* "summary", "description", "location": as in the office file. */
const char *feed_text_name(enum feed_text text) NEVER_NULL;
bool feed_text_find(const char *name, enum feed_text *out);

/* The site's zone, or the office's. */
const struct zone *office_zone(const struct office *office,
                               const char *site) NEVER_NULL;

/* What messages of a rule or notice of that name are about; of a rule that is
 * gone, MESSAGE_REMINDER. */
enum message_kind office_message_kind(const struct office *office,
                                      const char *name);

/* Whether a visit is one the rule speaks of: its service, provider, site. */
bool rule_is_for(const struct rule *rule, const char *service,
                 const char *provider, const char *site);

/*
 * Opening spans of a site on a day: none when it is closed, or its provider
 * ("": nobody in particular) is away. The site's own hours count before those
 * of every site; with neither it is open around the clock from Monday to
 * Friday.
 */
struct day_spans office_open_spans(const struct office *office,
                                   const char *site, const char *provider,
                                   struct civil_date date);

#endif
