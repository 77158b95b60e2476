#include "notifiers/form.h"

#include "base/escape.h"

void form_add(struct buf *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    if (out->len > 0)
        (void)buf_add_char(out, '&');
    escape_percent(str_of(name), out);
    (void)buf_add_char(out, '=');
    escape_percent(str_of(value), out);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* "a+b%21" → "a b!"; a percent sign that begins nothing stays one. */
static struct str decode(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%' && i + 2 < text.len &&
                   hex_digit(text.at[i + 1]) >= 0 &&
                   hex_digit(text.at[i + 2]) >= 0) {
            c = (char)(hex_digit(text.at[i + 1]) * 16 +
                       hex_digit(text.at[i + 2]));
            i += 2;
        }
        out[len++] = c;
    }
    return (struct str){.at = out, .len = len};
}

/* "name=value", or a name alone. */
static struct form_field read_field(struct str text, struct arena *arena)
{
    const char *equals = memchr(text.at, '=', text.len);
    size_t name = equals == NULL ? text.len : (size_t)(equals - text.at);
    size_t begin = equals == NULL ? name : name + 1;

    return (struct form_field){
        .name = decode((struct str){.at = text.at, .len = name}, arena),
        .value =
            decode((struct str){.at = text.at + begin, .len = text.len - begin},
                   arena),
    };
}

static void read_into(struct form_field *fields, size_t *count, struct str text,
                      struct arena *arena)
{
    while (text.len > 0 && *count < FORM_FIELDS_MAX) {
        const char *end = memchr(text.at, '&', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.at);

        if (len > 0)
            fields[(*count)++] =
                read_field((struct str){.at = text.at, .len = len}, arena);
        len += end == NULL ? 0 : 1;
        text.at += len;
        text.len -= len;
    }
}

void form_read_both(struct str query, struct str body, struct arena *arena,
                    struct form *out)
{
    struct form_field *fields =
        arena_new_array(arena, FORM_FIELDS_MAX, struct form_field);
    size_t count = 0;

    read_into(fields, &count, query, arena);
    read_into(fields, &count, body, arena);
    *out = (struct form){.fields = fields, .count = count};
}

void form_read(struct str text, struct arena *arena, struct form *out)
{
    form_read_both((struct str){0}, text, arena, out);
}

const char *form_get(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (str_equal(form->fields[i].name, str_of(name)))
            return form->fields[i].value.at;
    }
    return NULL;
}
