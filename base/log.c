#include "base/log.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"

static void add_value(struct buf *line, const char *text)
{
    bool plain = *text != '\0' && strpbrk(text, " \"=\\\n\r\t") == NULL;

    if (plain) {
        (void)buf_add_text(line, text);
        return;
    }
    (void)buf_add_char(line, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            (void)buf_add_char(line, '\\');
        (void)buf_add_char(line, (unsigned char)*at < 0x20 ? ' ' : *at);
    }
    (void)buf_add_char(line, '"');
}

static void add_field(struct buf *line, const struct log_field *field)
{
    switch (field->kind) {
    case LOG_FIELD_TEXT:
        (void)buf_printf(line, " %s=", field->key);
        add_value(line, field->text == NULL ? "" : field->text);
        break;
    case LOG_FIELD_NUMBER:
        (void)buf_printf(line, " %s=%lld", field->key,
                         (long long)field->number);
        break;
    case LOG_FIELD_ERROR:
        (void)buf_printf(line, " error=%s text=",
                         error_kind_name(field->error->kind));
        add_value(line, field->error->text);
        break;
    }
}

void log_write(const char *level, const char *event,
               const struct log_field *fields, size_t count)
{
    struct buf line;

    buf_init(&line, LOG_LINE_MAX);
    (void)buf_printf(&line, "level=%s event=%s", level, event);
    for (size_t i = 0; i < count; i++)
        add_field(&line, &fields[i]);
    (void)buf_add_char(&line, '\n');
    /* One write, so that lines of two threads do not mix. */
    if (write(STDERR_FILENO, line.at, line.len) < 0)
        (void)0;
    buf_finish(&line);
}
