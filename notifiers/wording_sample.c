#include "notifiers/wording_sample.h"

#include <string.h>

#include "base/locale_formats.h"
#include "notifiers/sms_text.h"
#include "notifiers/texts.h"

#define DAYS_AHEAD      8 /* of the usual visit, at least */
#define WEEKS_SEARCHED  53
#define START_HOUR      14
#define APART_MINUTES   30 /* a household's visits */
#define VISIT_S         (40 * MINUTE_S)
#define LETTERS_STRANGE 1000 /* a date outside the alphabet is longer still */
#define DATE_BYTES_MAX  400

/* The line `index` of [sample] in a language, else in English. */
static const char *person(const char *language, size_t index,
                          struct arena *arena)
{
    char *base = arena_strndup(arena, language, strcspn(language, "-"));
    char *people = texts_find(base, "sample", arena);
    struct str rest;
    struct str line = {0};

    rest = str_of(people != NULL ? people : texts_find("en", "sample", arena));
    for (size_t i = 0; i <= index && texts_line(&rest, &line); i++)
        continue;
    return arena_strndup(arena, str_or_empty(line.at), line.len);
}

/* How much of an SMS a date takes in this language. */
static size_t date_units(struct locale_formats *formats, const char *language,
                         struct civil_date date)
{
    struct locale_manner manner = {.language = language, .style = LOCALE_DATE};
    struct sms_size size;
    struct buf words;
    struct buf plain;

    buf_init(&words, DATE_BYTES_MAX);
    buf_init(&plain, DATE_BYTES_MAX);
    locale_formats_time(formats, &manner, (struct civil_time){.date = date},
                        &words);
    sms_text_plain(buf_str(&words), &plain);
    size = sms_text_size(buf_text(&plain));
    buf_finish(&words);
    buf_finish(&plain);
    return size.units + (size.is_gsm ? 0 : LETTERS_STRANGE);
}

/* The one of `count` days, each `step` after the other, that takes the most. */
static struct civil_date longest_of(struct locale_formats *formats,
                                    const char *language,
                                    struct civil_date from, int step, int count)
{
    struct civil_date longest = from;
    size_t most = 0;

    for (int i = 0; i < count; i++) {
        struct civil_date date = civil_add_days(from, (int64_t)i * step);
        size_t units = date_units(formats, language, date);

        if (units > most) {
            most = units;
            longest = date;
        }
    }
    return longest;
}

/* The longest weekday, and of a year of those the longest. */
static struct civil_date longest_date(const char *language,
                                      struct civil_date from)
{
    struct locale_formats *formats = locale_formats_create();
    struct civil_date date =
        longest_of(formats, language, from, 1, WEEKDAY_COUNT);

    date = longest_of(formats, language, date, WEEKDAY_COUNT, WEEKS_SEARCHED);
    locale_formats_destroy(formats);
    return date;
}

/* A Wednesday: what is short or long about a date is in between there. */
static struct civil_date usual_date(struct civil_date today)
{
    struct civil_date date = civil_add_days(today, DAYS_AHEAD);

    while (civil_weekday(date) != WEDNESDAY)
        date = civil_add_days(date, 1);
    return date;
}

/* The longer of two names, as letters go. */
static const char *longer(const char *left, const char *right)
{
    return strlen(right) > strlen(left) ? right : left;
}

/* The first name of the office's, or the longest. */
static const char *service_name(const struct office *office, bool longest)
{
    const struct service *chosen = NULL;

    for (size_t i = 0; i < office->service_count; i++) {
        const struct service *service = &office->services[i];

        if (chosen == NULL ||
            (longest && strlen(str_or_empty(service->prepare)) >
                            strlen(str_or_empty(chosen->prepare))))
            chosen = service;
    }
    return chosen == NULL ? "" : chosen->name;
}

static const char *provider_name(const struct office *office, bool longest)
{
    const char *name =
        office->provider_count == 0 ? "" : office->providers[0].name;

    for (size_t i = 1; longest && i < office->provider_count; i++)
        name = longer(name, office->providers[i].name);
    return name;
}

static const char *site_name(const struct office *office, bool longest)
{
    const char *name = office->site_count == 0 ? "" : office->sites[0].name;

    for (size_t i = 1; longest && i < office->site_count; i++)
        name = longer(name, office->sites[i].name);
    return name;
}

static struct appointment slot(const struct office *office, bool longest,
                               struct civil_date date, int minute)
{
    struct zone zone = *office->zone.name == '\0' ? zone_utc() : office->zone;
    struct civil_time wall = {
        .date = date,
        .hour = minute / 60,
        .minute = minute % 60,
    };
    struct instant start = zone_instant(&zone, wall, NULL);

    return (struct appointment){
        .start = start,
        .end = instant_add(start, (struct span){VISIT_S}),
        .zone = zone,
        .service = service_name(office, longest),
        .provider = provider_name(office, longest),
        .site = site_name(office, longest),
    };
}

void wording_sample_fill(enum wording_sample_kind kind, const char *language,
                         struct arena *arena, struct wording_sample *sample,
                         struct wording_request *request)
{
    bool longest = kind == SAMPLE_LONGEST;
    struct civil_date date =
        usual_date(civil_from_seconds(request->now.unix_s).date);

    if (longest)
        date = longest_date(language, date);
    for (size_t i = 0; i < WORDING_SAMPLE_VISITS; i++) {
        int minute = START_HOUR * 60 + APART_MINUTES * (int)(i + 1);

        sample->customers[i] = (struct customer){
            .name =
                person(language, longest ? WORDING_SAMPLE_VISITS : i, arena),
            .phone = "+33639980101",
            .mail = "anna@example.org",
            .language = language,
            .is_new = true,
        };
        /* Half past ten is longer than half past two. */
        sample->appointments[i] = slot(request->office, longest, date,
                                       longest ? minute - 4 * 60 : minute);
        sample->appointments[i].id.row = (int64_t)i + 1;
        sample->before[i] =
            slot(request->office, longest, civil_add_days(date, -7),
                 longest ? minute - 4 * 60 : minute);
        sample->before[i].id.row = WORDING_SAMPLE_VISITS + (int64_t)i + 1;
        sample->visits[i] = (struct wording_visit){
            .customer = &sample->customers[i],
            .appointment = &sample->appointments[i],
            .was = request->kind == MESSAGE_MOVED ? &sample->before[i] : NULL,
        };
    }
    request->visits = sample->visits;
    request->visit_count = kind == SAMPLE_HOUSEHOLD ? WORDING_SAMPLE_VISITS : 1;
}
