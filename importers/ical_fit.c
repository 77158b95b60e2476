/* Writing what libical may see; ical_words.c reads what it makes of it. */
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

static bool fit_of(enum ical_name id, enum fit *out)
{
    if (id < ICAL_NAME_SUMMARY || id >= ICAL_NAME_BUSY)
        return false;
    *out = FIT_WORD;
    if (id <= ICAL_NAME_LOCATION)
        *out = FIT_TEXT;
    else if (id == ICAL_NAME_CATEGORIES)
        *out = FIT_LIST;
    else if (id >= ICAL_NAME_ORGANIZER)
        *out = FIT_PERSON;
    return true;
}

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

/* X-properties of a calendar mean nothing else in an event. */
static bool is_calendar_x(enum ical_name id)
{
    return id == ICAL_NAME_CALNAME || id == ICAL_NAME_TIMEZONE ||
           id == ICAL_NAME_TTL;
}

static void fit_line(struct fitter *fitter, const struct ical_line *line)
{
    enum fit fit;

    if (ical_trim(line->value).len == 0)
        return;
    if (fit_of(line->id, &fit))
        write_wanted(fitter, line, fit);
    else if ((line->id == ICAL_NAME_X || line->id == ICAL_NAME_BUSY ||
              is_calendar_x(line->id)) &&
             fitter->extras++ < IMPORT_EXTRAS_MAX)
        write_plain(fitter, line->name, line->value, IMPORT_WORD_BYTES_MAX);
}

void ical_fit(const struct ical_lines *lines, struct buf *out)
{
    struct fitter fitter = {.out = out};

    buf_init(&fitter.line, 2 * IMPORT_TEXT_BYTES_MAX);
    (void)buf_add_text(out, "BEGIN:VEVENT\r\n");
    for (size_t i = 0; i < lines->count; i++)
        fit_line(&fitter, &lines->items[i]);
    (void)buf_add_text(out, "END:VEVENT\r\n");
    buf_finish(&fitter.line);
}
