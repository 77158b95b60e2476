/*
 * wording_values.h - what the placeholders of a text stand for
 */
#ifndef NOTIFIERS_WORDING_VALUES_H
#define NOTIFIERS_WORDING_VALUES_H

#include "base/arena.h"
#include "base/template.h"
#include "notifiers/wording.h"

enum wording_value {
    VALUE_CUSTOMER_NAME,
    VALUE_CUSTOMER_SHORT,
    VALUE_OFFICE_NAME,
    VALUE_OFFICE_PHONE,
    VALUE_OFFICE_ADDRESS,
    VALUE_START_DATE,
    VALUE_START_SHORT,
    VALUE_START_TIME,
    VALUE_START_WEEKDAY,
    VALUE_WAS_DATE,
    VALUE_WAS_SHORT,
    VALUE_WAS_TIME,
    VALUE_WAS_WEEKDAY,
    VALUE_SERVICE,
    VALUE_PROVIDER,
    VALUE_SITE,
    VALUE_PREPARE,
    VALUE_SEVERAL, /* a section: there are several visits */
    VALUE_FIRST,   /* a section: a new customer is among them */
    VALUE_ANSWERS, /* a section: the office can be answered */
    VALUE_VISITS,  /* a section: once for each visit */
    VALUE_MORE,    /* a section inside {{#visits}}: not the last one */
};

#define WORDING_VALUE_COUNT 22

/* Made when they are first asked for: a date in words is dear. */
struct wording_values {
    const struct wording_request *request;
    const char *language; /* of the words and dates, with a region */
    const char *texts;    /* the language file that has manners of its own */
    bool is_plain;        /* with plain letters (sms_text.h), but for names */
    struct arena *arena;
    size_t inside; /* the visit that {{#visits}} is at; VISITS_MAX: none */
    const char *known[WORDING_VALUE_COUNT]; /* of all visits; NULL: not yet */
};

/* "customer.name"… */
const char *wording_value_name(enum wording_value value) NEVER_NULL;
bool wording_value_find(const char *name, enum wording_value *out);

/* Whether it is only a condition: it has nothing to be written. */
bool wording_value_is_section(enum wording_value value);

/* `out` borrows all it is given. */
void wording_values_init(const struct wording_request *request,
                         const char *language, const char *texts,
                         struct arena *arena, struct wording_values *out);

/* The same with plain letters. */
void wording_values_plain(const struct wording_values *values,
                          struct wording_values *out);

/* For template_render_view(). */
struct template_view wording_values_view(struct wording_values *values);

#endif
