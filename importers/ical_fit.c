/* Writing what libical may see; ical_words.c reads what it makes of it. */
#include "importers/ical_line.h"
#include "importers/ical_words.h"
#include "importers/limits.h"

/* RFC 5545 3.1: octets of a line, without its end. */
#define FOLD_BYTES 75

static const char *const person_params[] = {"CN", "PARTSTAT", "ROLE", "CUTYPE",
                                            "EMAIL"};

/* Whether the byte at `at` starts a character. */
static bool is_boundary(struct str text, size_t at)
{
    return at >= text.len || ((unsigned char)text.at[at] & 0xC0U) != 0x80;
}

struct str ical_cut(struct str text, size_t max)
{
    size_t len = text.len < max ? text.len : max;
    size_t slashes = 0;

    while (len > 0 && !is_boundary(text, len))
        len--;
    if (len < text.len) {
        while (slashes < len && text.at[len - 1 - slashes] == '\\')
            slashes++;
        len -= slashes % 2;
    }
    return (struct str){text.at, len};
}

void ical_fit_text(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.at[i + 1] : '\0';

        if (text.at[i] != '\\') {
            (void)buf_add_char(out, text.at[i]);
        } else if (next == '\0') {
            (void)buf_add(out, "\\\\", 2);
        } else if (strchr("\\,;nN", next) != NULL) {
            (void)buf_add(out, text.at + i, 2);
            i++;
        }
    }
}

/* Writes a line, folded. */
static void write_line(struct str rest, struct buf *out)
{
    size_t room = FOLD_BYTES;

    while (rest.len > 0) {
        size_t len = rest.len < room ? rest.len : room;

        while (!is_boundary(rest, len))
            len--;
        (void)buf_add(out, rest.at, len);
        (void)buf_add(out, "\r\n ", rest.len > len ? 3 : 2);
        rest = (struct str){rest.at + len, rest.len - len};
        room = FOLD_BYTES - 1;
    }
}

static void add_param(const struct ical_line *line, const char *name,
                      struct buf *out)
{
    struct str param;

    if (!ical_param(line, name, &param) || param.len == 0 ||
        memchr(param.at, '"', param.len) != NULL)
        return;
    param = ical_cut(param, IMPORT_WORD_BYTES_MAX);
    (void)buf_printf(out, ";%s=\"", name);
    (void)buf_add(out, param.at, param.len);
    (void)buf_add_char(out, '"');
}

void ical_fit_person(const struct ical_line *line, struct buf *out)
{
    struct buf text;

    buf_init(&text, (ARRAY_LEN(person_params) + 3) * IMPORT_WORD_BYTES_MAX);
    (void)buf_add_text(&text, "ATTENDEE");
    for (size_t i = 0; i < ARRAY_LEN(person_params); i++)
        add_param(line, person_params[i], &text);
    (void)buf_add_char(&text, ':');
    ical_fit_text(ical_cut(ical_trim(line->value), IMPORT_WORD_BYTES_MAX),
                  &text);
    (void)buf_add_text(out, "BEGIN:VEVENT\r\n");
    write_line(buf_str(&text), out);
    (void)buf_add_text(out, "END:VEVENT\r\n");
    buf_finish(&text);
}
