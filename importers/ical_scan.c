#include "importers/ical_scan.h"

#include <strings.h>

#include "importers/ical_decode.h"
#include "importers/ical_line.h"
#include "importers/ical_name.h"
#include "importers/ical_nest.h"
#include "importers/limits.h"

/* What an event says is digested in pieces of so many bytes. */
#define PIECE_BYTES_MAX (64 * 1024)
/* How often somebody is told how far we got. */
#define PASSED_BYTES    (1024 * 1024)

/* Where the scan stands. */
struct scanner {
    const struct ical_scan_request *request;
    struct ical_scan *out;
    struct arena *arena;
    struct import_notes *warnings;
    struct ical_decoder decoder;
    struct ical_nest nest;
    size_t components_max;
    size_t events_max;
    struct ical_slice slice; /* the event that is open */
    bool has_uid;            /* … and whether its UID was seen */
    struct buf said;         /* what it says, as far as not digested yet */
    size_t zone_line;        /* the VTIMEZONE that is open: its line … */
    struct buf zone;         /* … and its text */
    size_t odd_lines;
    size_t first_odd_line;
    size_t passed;
    struct error *err;
};

/* Properties of a VCALENDAR that somebody asks for. */
static bool is_calendar_property(enum ical_name name)
{
    return name >= ICAL_NAME_METHOD && name <= ICAL_NAME_TTL;
}

/* Those that change though nothing has happened. */
static bool is_volatile(enum ical_name name)
{
    return name == ICAL_NAME_DTSTAMP || name == ICAL_NAME_CREATED ||
           name == ICAL_NAME_MODIFIED;
}

/* Which property a line is; false when it is no content line at all. */
static bool name_line(struct str text, enum ical_name *out)
{
    size_t len = 0;
    struct str name;

    while (len < text.len && text.at[len] != ';' && text.at[len] != ':')
        len++;
    name = ical_trim((struct str){text.at, len});
    *out = ical_name_of(name);
    return name.len > 0 && len < text.len &&
           memchr(text.at + len, ':', text.len - len) != NULL;
}

/* Whether a property directly in that component is of any use. */
static bool is_wanted(enum ical_component top, enum ical_name name)
{
    if (top == ICAL_COMPONENT_CALENDAR)
        return is_calendar_property(name);
    return name != ICAL_NAME_DROPPED;
}

/* Whether lines directly in that component may be wanted. */
static bool is_read(const struct ical_nest *nest, enum ical_component top)
{
    if (top == ICAL_COMPONENT_OBSERVANCE)
        return ical_nest_slice(nest) == ICAL_COMPONENT_TIMEZONE;
    return top != ICAL_COMPONENT_NONE && top != ICAL_COMPONENT_OTHER;
}

static void add_line(struct buf *out, struct str text)
{
    (void)buf_add(out, text.at, text.len);
    (void)buf_add_char(out, '\n');
}

static void add_part(struct scanner *scanner, struct ical_part part)
{
    struct ical_scan *out = scanner->out;

    part.text.at = arena_strndup(scanner->arena, part.text.at, part.text.len);
    part.calendar = scanner->nest.begun_calendars - 1;
    arena_reserve(scanner->arena, out->parts, out->part_count, out->part_room,
                  struct ical_part);
    out->parts[out->part_count++] = part;
}

/* The digest of what was said so far stands for it from now on. */
static void digest_said(struct scanner *scanner)
{
    unsigned char digest[DIGEST_BYTES];

    digest_of(buf_str(&scanner->said), digest);
    buf_clear(&scanner->said);
    (void)buf_add(&scanner->said, digest, sizeof(digest));
}

static void say(struct scanner *scanner, struct str text)
{
    if (scanner->said.len + text.len + 1 > PIECE_BYTES_MAX)
        digest_said(scanner);
    add_line(&scanner->said, text);
}

/* The first UID counts; what escapes or is endless needs a second look. */
static void read_uid(struct scanner *scanner, struct str text)
{
    struct ical_slice *slice = &scanner->slice;
    struct ical_line line;

    if (scanner->has_uid || !ical_line_split(text, &line))
        return;
    scanner->has_uid = true;
    slice->is_named = ical_trim(line.value).len > 0 &&
                      line.value.len <= IMPORT_UID_BYTES_MAX &&
                      memchr(line.value.at, '\\', line.value.len) == NULL;
    if (slice->is_named)
        digest_of(line.value, slice->uid);
}

/* A line of an event. */
static void take_event_line(struct scanner *scanner, struct str text,
                            enum ical_name name)
{
    if (name == ICAL_NAME_UID)
        read_uid(scanner, text);
    if (!is_volatile(name))
        say(scanner, text);
}

/* A content line: kept where somebody asks for it. */
static void take_content(struct scanner *scanner,
                         const struct ical_decoded *line)
{
    enum ical_component top = ical_nest_top(&scanner->nest);
    enum ical_name name;

    if (!is_read(&scanner->nest, top))
        return;
    if (!name_line(line->text, &name)) {
        if (scanner->odd_lines++ == 0)
            scanner->first_odd_line = line->line;
        return;
    }
    if (!is_wanted(top, name))
        return;
    if (top == ICAL_COMPONENT_EVENT)
        take_event_line(scanner, line->text, name);
    else if (top == ICAL_COMPONENT_CALENDAR)
        add_part(scanner, (struct ical_part){.kind = ICAL_PART_PROPERTY,
                                             .line = line->line,
                                             .text = line->text});
    else
        add_line(&scanner->zone, line->text);
}

/* The event or time zone that was open ends before `offset`. */
static void close_slice(struct scanner *scanner, enum ical_component kind,
                        size_t offset)
{
    struct ical_slice *slice = &scanner->slice;

    if (kind == ICAL_COMPONENT_TIMEZONE) {
        add_part(scanner, (struct ical_part){.kind = ICAL_PART_TIMEZONE,
                                             .line = scanner->zone_line,
                                             .text = buf_str(&scanner->zone)});
    } else if (kind == ICAL_COMPONENT_EVENT) {
        digest_of(buf_str(&scanner->said), slice->digest);
        slice->len = offset - slice->offset;
        (void)buf_add(&scanner->out->slices, slice, sizeof(*slice));
    }
}

static void open_slice(struct scanner *scanner, enum ical_component kind,
                       const struct ical_decoded *line)
{
    if (kind == ICAL_COMPONENT_TIMEZONE) {
        scanner->zone_line = line->line;
        buf_clear(&scanner->zone);
    } else if (kind == ICAL_COMPONENT_EVENT) {
        scanner->slice = (struct ical_slice){
            .calendar = scanner->nest.begun_calendars - 1,
            .line = line->line,
            .offset = line->offset,
        };
        scanner->has_uid = false;
        scanner->out->event_count++;
        buf_clear(&scanner->said);
    }
}

static bool check_counts(const struct scanner *scanner)
{
    if (scanner->nest.begun > scanner->components_max)
        return error_set(scanner->err, ERROR_INPUT,
                         "more components than the limit of %zu",
                         scanner->components_max);
    if (scanner->out->event_count > scanner->events_max)
        return error_set(scanner->err, ERROR_INPUT,
                         "more events than the limit of %zu, which the feed's "
                         "`limits` may raise",
                         scanner->events_max);
    return true;
}

/* BEGIN or END of something. */
static bool take_frame(struct scanner *scanner, struct ical_frame_line frame,
                       const struct ical_decoded *line)
{
    struct ical_nest *nest = &scanner->nest;
    enum ical_component before = ical_nest_slice(nest);
    size_t slices = nest->slices;

    /* Lines that open or close the parts of a VTIMEZONE stay in its text. */
    if (before == ICAL_COMPONENT_TIMEZONE &&
        frame.component == ICAL_COMPONENT_OBSERVANCE)
        add_line(&scanner->zone, line->text);
    /* A calendar's slices are its own: close before others are counted. */
    if (frame.is_begin && frame.component == ICAL_COMPONENT_CALENDAR)
        close_slice(scanner, before, line->offset);
    ical_nest_follow(nest, frame, line->line);
    if (nest->slices != slices ||
        ical_nest_slice(nest) == ICAL_COMPONENT_NONE) {
        if (!frame.is_begin || frame.component != ICAL_COMPONENT_CALENDAR)
            close_slice(scanner, before, line->offset);
        open_slice(scanner, ical_nest_slice(nest), line);
    }
    return check_counts(scanner);
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
    struct str rest = decoder->all;
    const char *kind = "it does not start with BEGIN:VCALENDAR";

    while (rest.len > 0 && strchr(" \t\r\n", rest.at[0]) != NULL) {
        decoder->line += rest.at[0] == '\n';
        decoder->at++;
        rest = (struct str){rest.at + 1, rest.len - 1};
    }
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

/* Tells whoever asks how far we got. */
static void report(struct scanner *scanner)
{
    const struct ical_scan_request *request = scanner->request;

    if (request->passed == NULL ||
        scanner->decoder.at < scanner->passed + PASSED_BYTES)
        return;
    scanner->passed = scanner->decoder.at;
    request->passed(request->context, scanner->passed);
}

static bool scan_lines(struct scanner *scanner)
{
    struct ical_decoded line;

    while (ical_decode_line(&scanner->decoder, &line)) {
        struct ical_frame_line frame = ical_frame_line_of(line.text);

        if (!frame.is_begin && !frame.is_end)
            take_content(scanner, &line);
        else if (!take_frame(scanner, frame, &line))
            return false;
        report(scanner);
    }
    if (scanner->nest.begun_calendars == 0)
        return error_set(scanner->err, ERROR_INPUT,
                         "not a calendar: it does not start with "
                         "BEGIN:VCALENDAR");
    if (scanner->nest.ended_calendars < scanner->nest.begun_calendars)
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

static void warn_all(struct scanner *scanner)
{
    warn(scanner, scanner->decoder.foreign_lines, 0,
         "lines that are no UTF-8 were read as Windows-1252");
    warn(scanner, scanner->decoder.long_lines, 0,
         "lines were too long and left out");
    warn(scanner, scanner->odd_lines, scanner->first_odd_line,
         "lines are no content lines and were left out");
    warn(scanner, scanner->nest.odd, scanner->nest.first_odd_line,
         "times BEGIN and END do not match");
}

/* Who allows more events allows more of all that goes with them. */
static size_t components_max(size_t events_max)
{
    if (events_max <= IMPORT_EVENTS_MAX)
        return IMPORT_COMPONENTS_MAX;
    return events_max / IMPORT_EVENTS_MAX > SIZE_MAX / IMPORT_COMPONENTS_MAX - 1
               ? SIZE_MAX
               : (events_max / IMPORT_EVENTS_MAX + 1) * IMPORT_COMPONENTS_MAX;
}

bool ical_scan(const struct ical_scan_request *request, struct arena *arena,
               struct ical_scan *out, struct import_notes *warnings,
               struct error *err)
{
    size_t bytes_max = import_limit(request->limits.bytes, IMPORT_BYTES_MAX);
    struct scanner scanner = {
        .request = request,
        .out = out,
        .arena = arena,
        .warnings = warnings,
        .events_max = import_limit(request->limits.events, IMPORT_EVENTS_MAX),
        .err = err,
    };
    bool ok;

    *out = (struct ical_scan){0};
    buf_init(&out->slices, SIZE_MAX / 2);
    if (request->document.len > bytes_max)
        return error_set(err, ERROR_INPUT,
                         "%zu bytes, more than the limit of %zu, which the "
                         "feed's `limits` may raise",
                         request->document.len, bytes_max);
    scanner.components_max = components_max(scanner.events_max);
    out->document = ical_decode_document(request->document, arena);
    buf_init(&scanner.said, PIECE_BYTES_MAX + IMPORT_LINE_BYTES_MAX * 3 + 64);
    buf_init(&scanner.zone, out->document.len * 3 + 64);
    ical_decode_start(&scanner.decoder, out->document);
    ok = check_start(&scanner.decoder, err) && scan_lines(&scanner);
    out->calendar_count = scanner.nest.begun_calendars;
    if (ok)
        warn_all(&scanner);
    ical_decode_finish(&scanner.decoder);
    buf_finish(&scanner.zone);
    buf_finish(&scanner.said);
    return ok;
}

void ical_scan_finish(struct ical_scan *scan)
{
    buf_finish(&scan->slices);
}

struct ical_slice *ical_scan_slice(const struct ical_scan *scan, size_t index)
{
    assert(index < scan->event_count);
    return (struct ical_slice *)(void *)scan->slices.at + index;
}

bool ical_scan_text(const struct ical_scan *scan,
                    const struct ical_slice *slice, struct buf *out)
{
    struct ical_nest nest = {.stack = {ICAL_COMPONENT_CALENDAR},
                             .depth = 1,
                             .calendars = 1};
    struct ical_decoder decoder;
    struct ical_decoded line;
    size_t lines = 0;

    ical_decode_start(&decoder, (struct str){scan->document.at + slice->offset,
                                             slice->len});
    (void)buf_add_text(out, "BEGIN:VEVENT\n");
    while (lines <= IMPORT_LINES_EACH_MAX &&
           ical_decode_line(&decoder, &line)) {
        struct ical_frame_line frame = ical_frame_line_of(line.text);
        enum ical_name name;

        if (frame.is_begin || frame.is_end)
            ical_nest_follow(&nest, frame, 0);
        else if (ical_nest_top(&nest) == ICAL_COMPONENT_EVENT &&
                 name_line(line.text, &name) &&
                 is_wanted(ICAL_COMPONENT_EVENT, name) &&
                 ++lines <= IMPORT_LINES_EACH_MAX)
            add_line(out, line.text);
    }
    (void)buf_add_text(out, "END:VEVENT\n");
    ical_decode_finish(&decoder);
    return lines <= IMPORT_LINES_EACH_MAX;
}
