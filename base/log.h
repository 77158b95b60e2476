/*
 * log.h - one event a line, as key=value, on standard error
 *
 *     log_warn("feed.failed", LOG_TEXT("feed", name), LOG_ERROR(err));
 *
 *     level=warn event=feed.failed feed=dental error=temporary text="…"
 *
 * Events and keys are registered in docs/log-keys.txt. No name, number,
 * address or text of a message is ever a value: ids only.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

struct log_field {
    enum { LOG_FIELD_TEXT, LOG_FIELD_NUMBER, LOG_FIELD_ERROR } kind;
    const char *key;
    const char *text;
    int64_t number;
    const struct error *error;
};

#define LOG_TEXT(name, value) \
    ((struct log_field){.kind = LOG_FIELD_TEXT, .key = (name), .text = (value)})
#define LOG_NUMBER(name, value) \
    ((struct log_field){        \
        .kind = LOG_FIELD_NUMBER, .key = (name), .number = (value)})
#define LOG_ERROR(value) \
    ((struct log_field){.kind = LOG_FIELD_ERROR, .error = (value)})

/* A line longer than this is cut. */
#define LOG_LINE_MAX 4096

/* Writes one line; the last field has a NULL key and no error. */
void log_write(const char *level, const char *event,
               const struct log_field *fields, size_t count);

#define LOG_FIELDS_(...) ((const struct log_field[]){__VA_ARGS__})
#define log_at_(level, event, ...)                        \
    log_write((level), (event), LOG_FIELDS_(__VA_ARGS__), \
              ARRAY_LEN(LOG_FIELDS_(__VA_ARGS__)))

/* Each takes the event and at least one field. */
#define log_info(event, ...)  log_at_("info", event, __VA_ARGS__)
#define log_warn(event, ...)  log_at_("warn", event, __VA_ARGS__)
#define log_alert(event, ...) log_at_("alert", event, __VA_ARGS__)

#endif
