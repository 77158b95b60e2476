/*
 * wording_values.h - what the placeholders of a text stand for
 */
#ifndef NOTIFIERS_WORDING_VALUES_H
#define NOTIFIERS_WORDING_VALUES_H

#include "base/arena.h"
#include "notifiers/wording.h"

enum wording_value {
    VALUE_CUSTOMER_NAME,
    VALUE_OFFICE_NAME,
    VALUE_OFFICE_PHONE,
    VALUE_OFFICE_ADDRESS,
    VALUE_START_DATE,
    VALUE_START_TIME,
    VALUE_START_WEEKDAY,
    VALUE_SERVICE,
    VALUE_PROVIDER,
    VALUE_SITE,
    VALUE_PREPARE,
    VALUE_SEVERAL, /* "2" when there are several visits, else "" */
};

#define WORDING_VALUE_COUNT 12

struct wording_values {
    const char *text[WORDING_VALUE_COUNT]; /* "" when there is nothing */
};

/* "customer.name"… */
const char *wording_value_name(enum wording_value value) NEVER_NULL;
bool wording_value_find(const char *name, enum wording_value *out);

/* All values in `language`; several visits' different ones are joined. */
void wording_values_of(const struct wording_request *request,
                       const char *language, struct arena *arena,
                       struct wording_values *out);

/* With plain letters (sms_text.h), all but the customer's name. */
void wording_values_plain(const struct wording_values *values,
                          struct arena *arena, struct wording_values *out);

/* A template_get (base/template.h) on `struct wording_values`. */
const char *wording_values_get(void *values, const char *name);

#endif
