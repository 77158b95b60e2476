#include "notifiers/wording_values.h"

#include <string.h>

#include <unicode/ulistformatter.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/locale_formats.h"
#include "notifiers/sms_text.h"
#include "notifiers/texts.h"
#include "notifiers/wording_cache.h"
#include "notifiers/wording_names.h"
#include "notifiers/wording_words.h"

#define VALUE_BYTES_MAX 2048 /* of one placeholder */
#define VALUE_UNITS_MAX 512  /* of one in a list, UTF-16 */

/* What a condition that holds stands for; nobody reads it. */
#define YES             "1"

static const char *const names[WORDING_VALUE_COUNT] = {
    [VALUE_CUSTOMER_NAME] = "customer.name",
    [VALUE_CUSTOMER_SHORT] = "customer.short",
    [VALUE_OFFICE_NAME] = "office.name",
    [VALUE_OFFICE_PHONE] = "office.phone",
    [VALUE_OFFICE_ADDRESS] = "office.address",
    [VALUE_START_DATE] = "start.date",
    [VALUE_START_SHORT] = "start.short",
    [VALUE_START_TIME] = "start.time",
    [VALUE_START_WEEKDAY] = "start.weekday",
    [VALUE_WAS_DATE] = "was.date",
    [VALUE_WAS_SHORT] = "was.short",
    [VALUE_WAS_TIME] = "was.time",
    [VALUE_WAS_WEEKDAY] = "was.weekday",
    [VALUE_SERVICE] = "service",
    [VALUE_PROVIDER] = "provider",
    [VALUE_SITE] = "site",
    [VALUE_PREPARE] = "prepare",
    [VALUE_SEVERAL] = "several",
    [VALUE_FIRST] = "first",
    [VALUE_ANSWERS] = "answers",
    [VALUE_VISITS] = "visits",
    [VALUE_MORE] = "more",
};

/* Different texts, in order. */
struct several {
    size_t count;
    const char *items[WORDING_VISITS_MAX];
};

const char *wording_value_name(enum wording_value value)
{
    assert(value < WORDING_VALUE_COUNT);
    return names[value];
}

bool wording_value_find(const char *name, enum wording_value *out)
{
    for (int i = 0; i < WORDING_VALUE_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum wording_value)i;
            return true;
        }
    }
    return false;
}

bool wording_value_is_section(enum wording_value value)
{
    return value == VALUE_SEVERAL || value == VALUE_FIRST ||
           value == VALUE_ANSWERS || value == VALUE_VISITS ||
           value == VALUE_MORE;
}

/* The language's own pattern where its file has one. */
static const char *pattern_of(const struct wording_values *values,
                              enum locale_style style, struct civil_time wall)
{
    const char *key = style == LOCALE_TIME         ? "time"
                      : style == LOCALE_DATE       ? "date"
                      : style == LOCALE_DATE_SHORT ? "date.short"
                                                   : NULL;
    const char *pattern = NULL;

    if (key == NULL)
        return NULL;
    if (style == LOCALE_DATE && wall.date.day == 1)
        pattern = texts_find(values->texts, "date.first", values->arena);
    return pattern != NULL ? pattern
                           : texts_find(values->texts, key, values->arena);
}

static const char *in_words(const struct wording_values *values,
                            enum locale_style style,
                            const struct appointment *appointment)
{
    const struct wording_cache *cache = values->request->cache;
    struct locale_manner manner = {
        .language = values->language,
        .style = style,
    };
    struct civil_time wall;
    struct buf out;
    char *text;

    if (appointment == NULL) /* nothing was before */
        return "";
    wall = zone_civil(&appointment->zone, appointment->start);
    manner.pattern = pattern_of(values, style, wall);
    buf_init(&out, VALUE_BYTES_MAX);
    locale_formats_time(cache == NULL ? NULL : cache->formats, &manner, wall,
                        &out);
    text = arena_strdup(values->arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

/* Nothing about the treatment in a text that strangers read. */
static const char *prepare_of(const struct wording_values *values,
                              const char *name)
{
    const struct wording_request *request = values->request;
    const struct service *service =
        name == NULL ? NULL : office_service(request->office, name);

    if (service == NULL || str_is_empty(service->prepare))
        return NULL;
    if (request->channel == CHANNEL_SMS &&
        wording_words_tell(request->office, str_of(service->prepare),
                           values->arena) != NULL)
        return NULL;
    return service->prepare;
}

static const char *yes(bool fact)
{
    return fact ? YES : "";
}

static const char *time_of(const struct wording_values *values,
                           const struct wording_visit *visit,
                           enum wording_value value)
{
    static const enum locale_style styles[] = {
        LOCALE_DATE,
        LOCALE_DATE_SHORT,
        LOCALE_TIME,
        LOCALE_WEEKDAY,
    };

    if (value >= VALUE_WAS_DATE)
        return in_words(values, styles[value - VALUE_WAS_DATE], visit->was);
    return in_words(values, styles[value - VALUE_START_DATE],
                    visit->appointment);
}

/* What visit `index` has for `value`; may be NULL. */
static const char *value_of(const struct wording_values *values, size_t index,
                            enum wording_value value)
{
    const struct wording_request *request = values->request;
    const struct wording_visit *visit = &request->visits[index];

    switch (value) {
    case VALUE_CUSTOMER_NAME:
        return visit->customer->name;
    case VALUE_CUSTOMER_SHORT:
        return wording_names_short(request, index, values->arena);
    case VALUE_OFFICE_NAME:
        return request->office->name;
    case VALUE_OFFICE_PHONE:
        return request->office->phone;
    case VALUE_OFFICE_ADDRESS:
        return request->office->address;
    case VALUE_START_DATE:
    case VALUE_START_SHORT:
    case VALUE_START_TIME:
    case VALUE_START_WEEKDAY:
    case VALUE_WAS_DATE:
    case VALUE_WAS_SHORT:
    case VALUE_WAS_TIME:
    case VALUE_WAS_WEEKDAY:
        return time_of(values, visit, value);
    case VALUE_SERVICE:
        return visit->appointment->service;
    case VALUE_PROVIDER:
        return visit->appointment->provider;
    case VALUE_SITE:
        return visit->appointment->site;
    case VALUE_PREPARE:
        return prepare_of(values, visit->appointment->service);
    case VALUE_SEVERAL:
        return yes(request->visit_count > 1);
    case VALUE_FIRST:
        return yes(visit->customer->is_new);
    case VALUE_ANSWERS:
        return yes(request->answers);
    case VALUE_VISITS:
        return YES;
    case VALUE_MORE:
        return "";
    }
    return NULL;
}

static void several_add(struct several *several, const char *text)
{
    if (str_is_empty(text))
        return;
    for (size_t i = 0; i < several->count; i++) {
        if (strcmp(several->items[i], text) == 0)
            return;
    }
    several->items[several->count++] = text;
}

/* "a, b and c" as the language says it; false when ICU will not. */
static bool join(const struct several *several, const char *language,
                 struct buf *out)
{
    UChar units[WORDING_VISITS_MAX][VALUE_UNITS_MAX];
    const UChar *texts[WORDING_VISITS_MAX];
    int32_t lengths[WORDING_VISITS_MAX];
    UChar joined[VALUE_BYTES_MAX / 3];
    char utf8[VALUE_BYTES_MAX];
    UErrorCode status = U_ZERO_ERROR;
    UListFormatter *format = ulistfmt_open(language, &status);
    int32_t len;

    for (size_t i = 0; i < several->count; i++) {
        (void)u_strFromUTF8(units[i], VALUE_UNITS_MAX, &lengths[i],
                            several->items[i], -1, &status);
        texts[i] = units[i];
    }
    len = ulistfmt_format(format, texts, lengths, (int32_t)several->count,
                          joined, (int32_t)ARRAY_LEN(joined), &status);
    (void)u_strToUTF8(utf8, sizeof(utf8), NULL, joined, len, &status);
    ulistfmt_close(format);
    return U_SUCCESS(status) && buf_add_text(out, utf8);
}

static const char *joined(const struct several *several, const char *language,
                          struct arena *arena)
{
    struct buf out;
    char *text;

    if (several->count == 0)
        return "";
    if (several->count == 1)
        return several->items[0];
    buf_init(&out, VALUE_BYTES_MAX);
    if (!join(several, language, &out)) {
        buf_clear(&out);
        for (size_t i = 0; i < several->count; i++)
            (void)buf_printf(&out, "%s%s", i == 0 ? "" : ", ",
                             several->items[i]);
    }
    text = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

/* Whole sentences, which no "and" joins. */
static const char *one_after_another(const struct several *several,
                                     const char *between, struct arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < several->count; i++)
        text = i == 0 ? several->items[0]
                      : arena_printf(arena, "%s%s%s", text, between,
                                     several->items[i]);
    return text;
}

static const char *of_all(const struct wording_values *values,
                          enum wording_value value)
{
    struct several several = {0};

    for (size_t i = 0; i < values->request->visit_count; i++)
        several_add(&several, value_of(values, i, value));
    if (value == VALUE_PREPARE)
        return one_after_another(&several,
                                 values->request->channel == CHANNEL_SMS ? " "
                                                                         : "\n",
                                 values->arena);
    return joined(&several, values->language, values->arena);
}

/*
 * Inside {{#visits}}. A name stands where the list comes to another person,
 * and nowhere when there is only one.
 */
static const char *of_one(const struct wording_values *values,
                          enum wording_value value)
{
    const struct wording_request *request = values->request;
    size_t index = values->inside;

    if (value == VALUE_MORE)
        return yes(index + 1 < request->visit_count);
    if ((value == VALUE_CUSTOMER_NAME || value == VALUE_CUSTOMER_SHORT) &&
        (!wording_names_differ(request) ||
         (index > 0 && str_same(request->visits[index].customer->name,
                                request->visits[index - 1].customer->name))))
        return "";
    return str_or_empty(value_of(values, index, value));
}

static bool is_name(enum wording_value value)
{
    return value == VALUE_CUSTOMER_NAME || value == VALUE_CUSTOMER_SHORT;
}

static const char *as_asked(const struct wording_values *values,
                            enum wording_value value, const char *text)
{
    struct buf plain;
    char *copy;

    if (!values->is_plain || is_name(value))
        return text;
    buf_init(&plain, 2UL * VALUE_BYTES_MAX);
    sms_text_plain(str_of(text), &plain);
    copy = arena_strdup(values->arena, buf_text(&plain));
    buf_finish(&plain);
    return copy;
}

static const char *get(void *context, const char *name)
{
    struct wording_values *values = context;
    enum wording_value value;

    if (!wording_value_find(name, &value))
        return NULL;
    if (values->inside < WORDING_VISITS_MAX)
        return as_asked(values, value, of_one(values, value));
    if (values->known[value] == NULL)
        values->known[value] = as_asked(values, value, of_all(values, value));
    return values->known[value];
}

static size_t count(void *context, const char *name)
{
    const struct wording_values *values = context;

    return strcmp(name, names[VALUE_VISITS]) == 0 &&
                   values->inside == WORDING_VISITS_MAX
               ? values->request->visit_count
               : 0;
}

static void enter(void *context, size_t index)
{
    ((struct wording_values *)context)->inside = index;
}

static void leave(void *context)
{
    ((struct wording_values *)context)->inside = WORDING_VISITS_MAX;
}

void wording_values_init(const struct wording_request *request,
                         const char *language, const char *texts,
                         struct arena *arena, struct wording_values *out)
{
    assert(request->visit_count <= WORDING_VISITS_MAX);
    *out = (struct wording_values){
        .request = request,
        .language = language,
        .texts = texts,
        .arena = arena,
        .inside = WORDING_VISITS_MAX,
    };
}

void wording_values_plain(const struct wording_values *values,
                          struct wording_values *out)
{
    wording_values_init(values->request, values->language, values->texts,
                        values->arena, out);
    out->is_plain = true;
}

struct template_view wording_values_view(struct wording_values *values)
{
    const struct wording_cache *cache = values->request->cache;

    return (struct template_view){
        .get = get,
        .count = count,
        .enter = enter,
        .leave = leave,
        .context = values,
        .cache = cache == NULL ? NULL : cache->templates,
    };
}
