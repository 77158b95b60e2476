/* Writing what libical may see; ical_words.c reads what it makes of it. */
#include <strings.h>

#include "importers/ical_line.h"
#include "importers/ical_words.h"
#include "importers/limits.h"

/* RFC 5545 3.1: octets of a line, without its end. */
#define FOLD_BYTES 75

enum fit {
    FIT_TEXT,   /* cut at IMPORT_TEXT_BYTES_MAX */
    FIT_WORD,   /* cut at IMPORT_WORD_BYTES_MAX */
    FIT_LIST,   /* one line for each value */
    FIT_PERSON, /* with some parameters */
};

static const struct {
    const char *name;
    enum fit fit;
} wanted[] = {
    {"SUMMARY", FIT_TEXT},    {"DESCRIPTION", FIT_TEXT},
    {"LOCATION", FIT_TEXT},   {"STATUS", FIT_WORD},
    {"TRANSP", FIT_WORD},     {"CLASS", FIT_WORD},
    {"URL", FIT_WORD},        {"CONTACT", FIT_WORD},
    {"COMMENT", FIT_WORD},    {"RESOURCES", FIT_WORD},
    {"CATEGORIES", FIT_LIST}, {"ORGANIZER", FIT_PERSON},
    {"ATTENDEE", FIT_PERSON},
};

static const char *const person_params[] = {"CN", "PARTSTAT", "ROLE", "CUTYPE",
                                            "EMAIL"};

/* Lines of each kind written so far. */
struct fitter {
    struct buf *out;
    struct buf line;
    size_t people;
    size_t labels;
    size_t extras;
};

/* Whether the byte at `at` starts a character. */
static bool is_boundary(struct str text, size_t at)
{
    return at >= text.len || ((unsigned char)text.at[at] & 0xC0U) != 0x80;
}

/* At most `max` bytes, without cutting a character or an escape. */
static struct str cut(struct str text, size_t max)
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

/* Writes the line that was put together, folded. */
static void write_line(struct fitter *fitter)
{
    struct str rest = buf_str(&fitter->line);
    size_t room = FOLD_BYTES;

    while (rest.len > 0) {
        size_t len = rest.len < room ? rest.len : room;

        while (!is_boundary(rest, len))
            len--;
        (void)buf_add(fitter->out, rest.at, len);
        (void)buf_add(fitter->out, "\r\n ", rest.len > len ? 3 : 2);
        rest = (struct str){rest.at + len, rest.len - len};
        room = FOLD_BYTES - 1;
    }
    buf_clear(&fitter->line);
}

/* A name of letters, digits and hyphens, in capitals. */
static bool add_name(struct fitter *fitter, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-') {
            buf_clear(&fitter->line);
            return false;
        }
        (void)buf_add_char(&fitter->line, c);
    }
    return name.len <= FOLD_BYTES;
}

/*
 * The escapes of TEXT and no others: libical makes half a character of what
 * it does not know.
 */
static void add_text(struct fitter *fitter, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.at[i + 1] : '\0';

        if (text.at[i] != '\\') {
            (void)buf_add_char(&fitter->line, text.at[i]);
        } else if (next == '\0') {
            (void)buf_add(&fitter->line, "\\\\", 2);
        } else if (strchr("\\,;nN", next) != NULL) {
            (void)buf_add(&fitter->line, text.at + i, 2);
            i++;
        }
    }
}

static void add_value(struct fitter *fitter, struct str value, size_t max)
{
    (void)buf_add_char(&fitter->line, ':');
    add_text(fitter, cut(value, max));
}

/* A line for each: libical takes an escaped comma for a separator. */
static void write_list(struct fitter *fitter, struct str value)
{
    size_t start = 0;

    for (size_t i = 0; i <= value.len; i++) {
        struct str item = {value.at + start, i - start};

        if (i + 1 < value.len && value.at[i] == '\\') {
            i++;
            continue;
        }
        if (i < value.len && value.at[i] != ',')
            continue;
        if (ical_trim(item).len > 0 &&
            fitter->labels++ < IMPORT_CATEGORIES_MAX) {
            (void)buf_add_text(&fitter->line, "CATEGORIES");
            add_value(fitter, item, IMPORT_WORD_BYTES_MAX);
            write_line(fitter);
        }
        start = i + 1;
    }
}

static void write_person(struct fitter *fitter, const struct ical_line *line)
{
    struct str param;

    if (fitter->people++ > IMPORT_ATTENDEES_MAX)
        return;
    (void)add_name(fitter, line->name);
    for (size_t i = 0; i < ARRAY_LEN(person_params); i++) {
        if (!ical_param(line, person_params[i], &param) || param.len == 0 ||
            memchr(param.at, '"', param.len) != NULL)
            continue;
        param = cut(param, IMPORT_WORD_BYTES_MAX);
        (void)buf_printf(&fitter->line, ";%s=\"", person_params[i]);
        (void)buf_add(&fitter->line, param.at, param.len);
        (void)buf_add_char(&fitter->line, '"');
    }
    add_value(fitter, ical_trim(line->value), IMPORT_WORD_BYTES_MAX);
    write_line(fitter);
}

static void write_plain(struct fitter *fitter, struct str name,
                        struct str value, size_t max)
{
    if (!add_name(fitter, name))
        return;
    add_value(fitter, value, max);
    write_line(fitter);
}

/* A text whose spaces count, at both ends too. */
static void write_text(struct fitter *fitter, struct str name, struct str value)
{
    (void)add_name(fitter, name);
    (void)buf_add_char(&fitter->line, ':');
    (void)buf_add_char(&fitter->line, ICAL_FIT_GUARD);
    add_text(fitter, cut(value, IMPORT_TEXT_BYTES_MAX));
    (void)buf_add_char(&fitter->line, ICAL_FIT_GUARD);
    write_line(fitter);
}

static void write_wanted(struct fitter *fitter, const struct ical_line *line,
                         enum fit fit)
{
    switch (fit) {
    case FIT_TEXT:
        write_text(fitter, line->name, line->value);
        return;
    case FIT_WORD:
        write_plain(fitter, line->name, ical_trim(line->value),
                    IMPORT_WORD_BYTES_MAX);
        return;
    case FIT_LIST:
        write_list(fitter, line->value);
        return;
    case FIT_PERSON:
        write_person(fitter, line);
        return;
    }
}

static void fit_line(struct fitter *fitter, const struct ical_line *line)
{
    if (ical_trim(line->value).len == 0)
        return;
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        if (ical_is(line->name, wanted[i].name)) {
            write_wanted(fitter, line, wanted[i].fit);
            return;
        }
    }
    /* libical speaks of its own errors in X-LIC-… lines: none from outside. */
    if (line->name.len > 2 && strncasecmp(line->name.at, "X-", 2) == 0 &&
        strncasecmp(line->name.at, "X-LIC-", 6) != 0 &&
        fitter->extras++ < IMPORT_EXTRAS_MAX)
        write_plain(fitter, line->name, line->value, IMPORT_WORD_BYTES_MAX);
}

void ical_fit(struct str slice, struct buf *out)
{
    struct fitter fitter = {.out = out};
    struct ical_line line;
    struct str text;

    buf_init(&fitter.line, 2 * IMPORT_TEXT_BYTES_MAX);
    (void)buf_add_text(out, "BEGIN:VEVENT\r\n");
    for (size_t i = 0;
         i < IMPORT_LINES_EACH_MAX && ical_line_next(&slice, &text); i++) {
        if (ical_line_split(text, &line))
            fit_line(&fitter, &line);
    }
    (void)buf_add_text(out, "END:VEVENT\r\n");
    buf_finish(&fitter.line);
}
