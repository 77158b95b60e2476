#include "importers/ical_scan.h"

#include <strings.h>

#include "base/buf.h"
#include "importers/ical_decode.h"
#include "importers/ical_line.h"
#include "importers/limits.h"

enum component {
    COMPONENT_CALENDAR,
    COMPONENT_EVENT,
    COMPONENT_TIMEZONE,
    COMPONENT_OBSERVANCE, /* STANDARD, DAYLIGHT */
    COMPONENT_OTHER,
};

/* Where the scan stands. */
struct scanner {
    struct ical_scan *out;
    struct buf text; /* becomes out->text */
    struct arena *arena;
    struct import_notes *warnings;
    size_t events_max;
    enum component stack[IMPORT_DEPTH_MAX];
    size_t depth;
    size_t too_deep;   /* open components beyond the stack */
    size_t components; /* all that were begun */
    size_t ended;      /* calendars that were ended */
    size_t odd_lines;
    size_t odd_nesting;
    size_t first_odd_line;
    struct error *err;
};

static const struct {
    const char *name;
    enum component component;
} components[] = {
    {"VCALENDAR", COMPONENT_CALENDAR},  {"VEVENT", COMPONENT_EVENT},
    {"VTIMEZONE", COMPONENT_TIMEZONE},  {"STANDARD", COMPONENT_OBSERVANCE},
    {"DAYLIGHT", COMPONENT_OBSERVANCE},
};

/* Properties of a VCALENDAR that somebody asks for. */
static const char *const calendar_properties[] = {
    "METHOD",        "PRODID",           "X-WR-CALNAME",    "NAME",
    "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
};

/* Properties that are large and that nobody reads. */
static const char *const dropped_properties[] = {
    "ATTACH",
    "IMAGE",
    "X-ALT-DESC",
    "STYLED-DESCRIPTION",
    "X-APPLE-STRUCTURED-LOCATION",
};

static bool is_among(struct str name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ical_is(name, words[i]))
            return true;
    }
    return false;
}

static enum component component_of(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(components); i++) {
        if (ical_is(name, components[i].name))
            return components[i].component;
    }
    return COMPONENT_OTHER;
}

static bool is_open(const struct scanner *scanner, enum component component)
{
    for (size_t i = 0; i < scanner->depth; i++) {
        if (scanner->stack[i] == component)
            return true;
    }
    return false;
}

static struct ical_slice *last_slice(const struct scanner *scanner)
{
    return &scanner->out->slices[scanner->out->count - 1];
}

static void open_slice(struct scanner *scanner, enum ical_slice_kind kind,
                       size_t line)
{
    struct ical_scan *out = scanner->out;

    arena_reserve(scanner->arena, out->slices, out->count, out->room,
                  struct ical_slice);
    out->slices[out->count++] = (struct ical_slice){
        .kind = kind,
        .calendar = out->calendar_count - 1,
        .line = line,
        .offset = scanner->text.len,
    };
}

static void open_event(struct scanner *scanner, size_t line)
{
    open_slice(scanner, ICAL_SLICE_EVENT, line);
    (void)buf_add_text(&scanner->text, "BEGIN:VEVENT\n");
}

/* Ends the innermost component, and its slice with it. */
static void pop(struct scanner *scanner)
{
    enum component top = scanner->stack[--scanner->depth];
    struct buf *text = &scanner->text;

    if (top != COMPONENT_EVENT && top != COMPONENT_TIMEZONE)
        return;
    if (top == COMPONENT_EVENT)
        (void)buf_add_text(text, "END:VEVENT\n");
    last_slice(scanner)->len = text->len - last_slice(scanner)->offset;
    (void)buf_add_char(text, '\0');
}

/* Ends whatever is open inside the innermost calendar. */
static void pop_to_calendar(struct scanner *scanner, size_t line)
{
    scanner->too_deep = 0;
    while (scanner->depth > 0 &&
           scanner->stack[scanner->depth - 1] != COMPONENT_CALENDAR) {
        pop(scanner);
        if (scanner->odd_nesting++ == 0)
            scanner->first_odd_line = line;
    }
}

static bool count_component(struct scanner *scanner, enum component component)
{
    if (++scanner->components > IMPORT_COMPONENTS_MAX)
        return error_set(scanner->err, ERROR_INPUT,
                         "more components than the limit of %d",
                         IMPORT_COMPONENTS_MAX);
    if (component == COMPONENT_EVENT &&
        ++scanner->out->event_count > scanner->events_max)
        return error_set(scanner->err, ERROR_INPUT,
                         "more events than the limit of %zu",
                         scanner->events_max);
    return true;
}

static bool begin(struct scanner *scanner, struct str name, size_t line)
{
    enum component component = component_of(name);

    if (component == COMPONENT_CALENDAR || component == COMPONENT_EVENT ||
        component == COMPONENT_TIMEZONE)
        pop_to_calendar(scanner, line);
    if (component != COMPONENT_CALENDAR && scanner->depth == 0)
        component = COMPONENT_OTHER; /* outside of any calendar */
    if (!count_component(scanner, component))
        return false;
    if (scanner->depth == IMPORT_DEPTH_MAX) {
        scanner->too_deep++;
        return true;
    }
    if (component == COMPONENT_CALENDAR)
        scanner->out->calendar_count++;
    else if (component == COMPONENT_EVENT)
        open_event(scanner, line);
    else if (component == COMPONENT_TIMEZONE)
        open_slice(scanner, ICAL_SLICE_TIMEZONE, line);
    scanner->stack[scanner->depth++] = component;
    return true;
}

static void end(struct scanner *scanner, struct str name, size_t line)
{
    enum component component = component_of(name);

    if (component == COMPONENT_CALENDAR || component == COMPONENT_EVENT ||
        component == COMPONENT_TIMEZONE)
        scanner->too_deep = 0;
    if (scanner->too_deep > 0) {
        scanner->too_deep--;
        return;
    }
    if (!is_open(scanner, component)) {
        scanner->odd_nesting++;
        return;
    }
    while (scanner->stack[scanner->depth - 1] != component) {
        pop(scanner);
        if (scanner->odd_nesting++ == 0)
            scanner->first_odd_line = line;
    }
    pop(scanner);
    if (component == COMPONENT_CALENDAR)
        scanner->ended++;
}

/* Whether a content line at this place is of any use. */
static bool is_wanted(struct scanner *scanner, struct str text, size_t line)
{
    struct ical_line parts;
    enum component top;

    if (scanner->depth == 0 || scanner->too_deep > 0)
        return false;
    top = scanner->stack[scanner->depth - 1];
    if (top == COMPONENT_OTHER)
        return false;
    if (!ical_line_split(text, &parts)) {
        if (scanner->odd_lines++ == 0)
            scanner->first_odd_line = line;
        return false;
    }
    if (top == COMPONENT_CALENDAR)
        return is_among(parts.name, calendar_properties,
                        ARRAY_LEN(calendar_properties));
    if (top == COMPONENT_OBSERVANCE)
        return is_open(scanner, COMPONENT_TIMEZONE);
    return !is_among(parts.name, dropped_properties,
                     ARRAY_LEN(dropped_properties));
}

/* Lines that open or close the parts of a VTIMEZONE stay in its slice. */
static bool keeps_frame(const struct scanner *scanner, struct str name)
{
    return component_of(name) == COMPONENT_OBSERVANCE &&
           is_open(scanner, COMPONENT_TIMEZONE);
}

/* A content line: kept where somebody asks for it. */
static bool take_content(struct scanner *scanner, size_t start, size_t line)
{
    struct buf *text = &scanner->text;
    struct str all = {text->at + start, text->len - start};

    if (!is_wanted(scanner, all, line)) {
        buf_cut(text, start);
        return true;
    }
    if (scanner->stack[scanner->depth - 1] == COMPONENT_CALENDAR) {
        open_slice(scanner, ICAL_SLICE_PROPERTY, line);
        last_slice(scanner)->offset = start;
        last_slice(scanner)->len = all.len;
    }
    return buf_add_char(text, '\n');
}

/* BEGIN or END of something. */
static bool take_frame(struct scanner *scanner, struct str name, bool is_begin,
                       size_t line)
{
    if (is_begin)
        return begin(scanner, name, line);
    end(scanner, name, line);
    return true;
}

/*
 * Looks at the unfolded line that ends the text; what is not wanted is taken
 * off again.
 */
static bool take_line(struct scanner *scanner, size_t start, size_t line)
{
    struct buf *text = &scanner->text;
    struct str all = {text->at + start, text->len - start};
    bool is_begin = all.len > 6 && strncasecmp(all.at, "BEGIN:", 6) == 0;
    bool is_end = all.len > 4 && strncasecmp(all.at, "END:", 4) == 0;
    size_t skip = is_begin ? 6 : 4;
    struct str name;

    if (!is_begin && !is_end)
        return take_content(scanner, start, line);
    name = ical_trim((struct str){all.at + skip, all.len - skip});
    if (keeps_frame(scanner, name))
        return take_frame(scanner, name, is_begin, line) &&
               buf_add_char(text, '\n');
    /* `name` lies in the buffer: nothing may be appended before its use. */
    buf_cut(text, start);
    return take_frame(scanner, name, is_begin, line);
}

/* Whether the start of the document has `word` (in small letters) in it. */
static bool starts_with_word(struct str text, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= text.len && i < 1024; i++) {
        if (strncasecmp(text.at + i, word, len) == 0)
            return true;
    }
    return false;
}

/* The document must say at once that it is a calendar. */
static bool check_start(struct ical_decoder *decoder, struct error *err)
{
    struct str rest = decoder->rest;
    const char *kind = "it does not start with BEGIN:VCALENDAR";

    while (rest.len > 0 && strchr(" \t\r\n", rest.at[0]) != NULL) {
        decoder->line += rest.at[0] == '\n';
        rest = (struct str){rest.at + 1, rest.len - 1};
    }
    decoder->rest = rest;
    if (rest.len == 0)
        return error_set(err, ERROR_INPUT, "empty: there is nothing in it");
    if (rest.len >= 15 && strncasecmp(rest.at, "BEGIN:VCALENDAR", 15) == 0)
        return true;
    if (rest.at[0] == '<' && (starts_with_word(rest, "<html") ||
                              starts_with_word(rest, "<!doctype html")))
        return error_set(err, ERROR_INPUT,
                         "an HTML page, not a calendar: the address leads to "
                         "a web page, perhaps one that wants a login");
    if (rest.at[0] == '{' || rest.at[0] == '[')
        kind = "it looks like JSON";
    else if (rest.at[0] == '<')
        kind = "it looks like XML";
    else if (starts_with_word(rest, "begin:vcalendar"))
        kind = "something stands before BEGIN:VCALENDAR";
    return error_set(err, ERROR_INPUT, "not a calendar: %s", kind);
}

static bool scan_lines(struct scanner *scanner, struct ical_decoder *decoder)
{
    struct buf *text = &scanner->text;
    size_t start = text->len;
    size_t line;

    while (ical_decode_line(decoder, text, &line)) {
        if (!take_line(scanner, start, line))
            return false;
        start = text->len;
    }
    if (scanner->out->calendar_count == 0)
        return error_set(scanner->err, ERROR_INPUT,
                         "not a calendar: it does not start with "
                         "BEGIN:VCALENDAR");
    if (scanner->ended < scanner->out->calendar_count)
        return error_set(scanner->err, ERROR_INPUT,
                         "half a calendar: END:VCALENDAR is missing");
    return true;
}

static void warn(struct scanner *scanner, size_t count, size_t line,
                 const char *what)
{
    if (count > 0)
        import_note_add(scanner->warnings, scanner->arena, NULL, line,
                        arena_printf(scanner->arena, "%zu %s", count, what));
}

static void warn_all(struct scanner *scanner,
                     const struct ical_decoder *decoder)
{
    warn(scanner, decoder->foreign_lines, 0,
         "lines that are no UTF-8 were read as Windows-1252");
    warn(scanner, decoder->long_lines, 0, "lines were too long and left out");
    warn(scanner, scanner->odd_lines, scanner->first_odd_line,
         "lines are no content lines and were left out");
    warn(scanner, scanner->odd_nesting, scanner->first_odd_line,
         "times BEGIN and END do not match");
}

bool ical_scan(const struct import_request *request, struct arena *arena,
               struct ical_scan *out, struct import_notes *warnings,
               struct error *err)
{
    const struct import_limits *limits = &request->limits;
    size_t bytes_max = limits->bytes > 0 ? limits->bytes : IMPORT_BYTES_MAX;
    struct ical_decoder decoder;
    struct scanner scanner = {
        .out = out,
        .arena = arena,
        .warnings = warnings,
        .events_max = limits->events > 0 ? limits->events : IMPORT_EVENTS_MAX,
        .err = err,
    };
    bool ok;

    *out = (struct ical_scan){0};
    if (request->document.len > bytes_max)
        return error_set(err, ERROR_INPUT,
                         "%zu bytes, more than the limit of %zu",
                         request->document.len, bytes_max);
    /* Stray bytes take three at most; frames and NULs are shorter than what
     * they stand for. */
    buf_init(&scanner.text, request->document.len * 3 + 64);
    buf_reserve(&scanner.text, request->document.len + 64);
    ical_decode_start(&decoder, request->document);
    ok = check_start(&decoder, err) && scan_lines(&scanner, &decoder);
    if (ok) {
        warn_all(&scanner, &decoder);
        out->text.at =
            arena_strndup(arena, buf_text(&scanner.text), scanner.text.len);
        out->text.len = scanner.text.len;
    }
    ical_decode_finish(&decoder);
    buf_finish(&scanner.text);
    return ok;
}

struct str ical_slice_text(const struct ical_scan *scan,
                           const struct ical_slice *slice)
{
    assert(slice->offset <= scan->text.len);
    return (struct str){scan->text.at + slice->offset, slice->len};
}
