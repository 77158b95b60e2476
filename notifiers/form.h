/*
 * form.h - application/x-www-form-urlencoded, written and read
 */
#ifndef NOTIFIERS_FORM_H
#define NOTIFIERS_FORM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* Gateways send some twenty fields. */
#define FORM_FIELDS_MAX 200

struct form_field {
    struct str name; /* decoded; NUL-terminated, but may hold one */
    struct str value;
};

struct form {
    const struct form_field *fields;
    size_t count;
};

/* Appends "name=value", with "&" in front of all but the first. NULL: not. */
void form_add(struct buf *out, const char *name, const char *value);

/* Reads what of it there is; more than FORM_FIELDS_MAX are left out. */
void form_read(struct str text, struct arena *arena, struct form *out);

/* The first value of that name; NULL when there is none. */
const char *form_get(const struct form *form, const char *name);

/* The query of a URL and a body as one form, the query first. */
void form_read_both(struct str query, struct str body, struct arena *arena,
                    struct form *out);

#endif
