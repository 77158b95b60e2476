#include "notifiers/wording_values.h"

#include <string.h>

#include <unicode/ulistformatter.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/locale.h"
#include "notifiers/sms_text.h"

#define VALUE_BYTES_MAX 2048 /* of one placeholder */
#define VALUE_UNITS_MAX 512  /* of one in a list, UTF-16 */

static const char *const names[WORDING_VALUE_COUNT] = {
    [VALUE_CUSTOMER_NAME] = "customer.name",
    [VALUE_OFFICE_NAME] = "office.name",
    [VALUE_OFFICE_PHONE] = "office.phone",
    [VALUE_OFFICE_ADDRESS] = "office.address",
    [VALUE_START_DATE] = "start.date",
    [VALUE_START_TIME] = "start.time",
    [VALUE_START_WEEKDAY] = "start.weekday",
    [VALUE_SERVICE] = "service",
    [VALUE_PROVIDER] = "provider",
    [VALUE_SITE] = "site",
    [VALUE_PREPARE] = "prepare",
    [VALUE_SEVERAL] = "several",
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

static const char *in_words(const char *language, enum locale_style style,
                            const struct appointment *appointment,
                            struct arena *arena)
{
    struct buf out;
    char *text;

    buf_init(&out, VALUE_BYTES_MAX);
    locale_time(language, style,
                zone_civil(&appointment->zone, appointment->start), &out);
    text = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

static const char *prepare_of(const struct office *office, const char *name)
{
    const struct service *service =
        name == NULL ? NULL : office_service(office, name);

    return service == NULL ? NULL : service->prepare;
}

/* What one visit has for `value`; may be NULL. */
static const char *value_of(const struct wording_request *request,
                            const struct wording_visit *visit,
                            enum wording_value value, const char *language,
                            struct arena *arena)
{
    const struct appointment *appointment = visit->appointment;
    const struct office *office = request->office;

    switch (value) {
    case VALUE_CUSTOMER_NAME:
        return visit->customer->name;
    case VALUE_OFFICE_NAME:
        return office->name;
    case VALUE_OFFICE_PHONE:
        return office->phone;
    case VALUE_OFFICE_ADDRESS:
        return office->address;
    case VALUE_START_DATE:
        return in_words(language, LOCALE_DATE, appointment, arena);
    case VALUE_START_TIME:
        return in_words(language, LOCALE_TIME, appointment, arena);
    case VALUE_START_WEEKDAY:
        return in_words(language, LOCALE_WEEKDAY, appointment, arena);
    case VALUE_SERVICE:
        return appointment->service;
    case VALUE_PROVIDER:
        return appointment->provider;
    case VALUE_SITE:
        return appointment->site;
    case VALUE_PREPARE:
        return prepare_of(office, appointment->service);
    case VALUE_SEVERAL:
        return request->visit_count > 1 ? "2" : "";
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

void wording_values_of(const struct wording_request *request,
                       const char *language, struct arena *arena,
                       struct wording_values *out)
{
    assert(request->visit_count <= WORDING_VISITS_MAX);
    for (int i = 0; i < WORDING_VALUE_COUNT; i++) {
        struct several several = {0};

        for (size_t k = 0; k < request->visit_count; k++)
            several_add(&several,
                        value_of(request, &request->visits[k],
                                 (enum wording_value)i, language, arena));
        out->text[i] = joined(&several, language, arena);
    }
}

void wording_values_plain(const struct wording_values *values,
                          struct arena *arena, struct wording_values *out)
{
    struct buf plain;

    buf_init(&plain, 2UL * VALUE_BYTES_MAX);
    for (int i = 0; i < WORDING_VALUE_COUNT; i++) {
        buf_clear(&plain);
        sms_text_plain(str_of(values->text[i]), &plain);
        out->text[i] = arena_strdup(arena, buf_text(&plain));
    }
    buf_finish(&plain);
    out->text[VALUE_CUSTOMER_NAME] = values->text[VALUE_CUSTOMER_NAME];
}

const char *wording_values_get(void *values, const char *name)
{
    const struct wording_values *all = values;
    enum wording_value value;

    return wording_value_find(name, &value) ? all->text[value] : NULL;
}
